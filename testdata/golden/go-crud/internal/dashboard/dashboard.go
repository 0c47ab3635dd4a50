// Package dashboard sums up what there is: a user's own things, or everybody's for administrators.
package dashboard

import (
	"context"
	"net/http"
	"strings"
	"time"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/auth"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// days is how far back created_per_day goes, today included.
const days = 30

type dashboard struct {
	Scope         string                      `json:"scope"`
	Users         *int64                      `json:"users"`
	Totals        map[string]int64            `json:"totals"`
	CreatedPerDay []day                       `json:"created_per_day"`
	By            map[string]map[string]int64 `json:"by"`
}

type day struct {
	Date  value.Date `json:"date"`
	Count int64      `json:"count"`
}

// AddRoutes adds the dashboard.
func AddRoutes(router *api.Router, db *database.DB) {
	router.Handle("GET /api/v1/dashboard", func(w http.ResponseWriter, r *http.Request) error {
		d, err := read(r.Context(), db, auth.CurrentUser(r), time.Now().UTC())
		if err != nil {
			return err
		}
		return api.WriteJSON(w, http.StatusOK, d)
	})
}

func read(ctx context.Context, db *database.DB, user auth.User, now time.Time) (dashboard, error) {
	d := dashboard{Scope: "own", Totals: map[string]int64{}}
	d.By = map[string]map[string]int64{}
	for _, group := range grouped {
		counts := map[string]int64{} // also of values that nothing has
		for _, name := range group.values {
			counts[name] = 0
		}
		d.By[group.table+"."+group.column] = counts
	}
	if user.IsAdmin() {
		d.Scope, d.Users = "all", new(int64)
		if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM users`).Scan(d.Users); err != nil {
			return d, err
		}
	}
	if err := d.count(ctx, db, user); err != nil {
		return d, err
	}
	return d, d.countDays(ctx, db, user, now)
}

type group struct {
	table, column string
	values        []string
}

// tables are where things are; grouped are the columns whose values are counted.
var (
	tables  = []string{"shelves", "books"}
	grouped = []group{
		{"books", "status", []string{"to_read", "reading", "done"}},
	}
)

// count counts the things of each kind, and how many of them have which value, with one statement.
func (d *dashboard) count(ctx context.Context, db *database.DB, user auth.User) error {
	parts := []string{}
	for _, table := range tables {
		parts = append(parts, "SELECT '"+table+"', '', COUNT(*) FROM "+database.Quote(table)+" WHERE "+mine)
	}
	for _, group := range grouped {
		column := database.Quote(group.column)
		parts = append(parts, "SELECT '"+group.table+"."+group.column+"', "+column+", COUNT(*) FROM "+
			database.Quote(group.table)+" WHERE "+column+" IS NOT NULL AND "+mine+" GROUP BY "+column)
	}
	var name, group string
	var n int64
	return each(ctx, db, user, parts, []any{&name, &group, &n}, func() {
		if group == "" {
			d.Totals[name] = n
		} else {
			d.By[name][group] = n
		}
	})
}

// countDays counts what was made on each of the last days, with one statement.
func (d *dashboard) countDays(ctx context.Context, db *database.DB, user auth.User, now time.Time) error {
	first := now.Truncate(24*time.Hour).AddDate(0, 0, 1-days)
	parts := []string{}
	for _, table := range tables {
		parts = append(parts, "SELECT date(created_at), COUNT(*) FROM "+database.Quote(table)+
			" WHERE created_at >= '"+first.Format(time.DateOnly)+"' AND "+mine+" GROUP BY date(created_at)")
	}
	perDay := map[value.Date]int64{}
	var date value.Date
	var n int64
	err := each(ctx, db, user, parts, []any{&date, &n}, func() { perDay[date] += n })
	for i := range days {
		date := value.Date(first.AddDate(0, 0, i).Format(time.DateOnly))
		d.CreatedPerDay = append(d.CreatedPerDay, day{Date: date, Count: perDay[date]})
	}
	return err
}

// mine stands for the condition that limits a statement to a user's own things.
const mine = "{mine}"

// each joins the parts to one statement and reads its rows one by one.
func each(ctx context.Context, db *database.DB, user auth.User, parts []string, targets []any, then func()) error {
	var query database.Query
	for i, part := range parts {
		if i > 0 {
			query.Append(" UNION ALL ")
		}
		if user.IsAdmin() {
			query.Append(strings.ReplaceAll(part, mine, "1 = 1"))
		} else {
			query.Append(strings.ReplaceAll(part, mine, "owner_id = ?"), user.ID)
		}
	}
	text, args := query.SQL("")
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		then()
	}
	return rows.Err()
}
