package api

import (
	"context"
	"net/http"

	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// Page is a part of a collection. The cursor of the next part is nil on the last page.
type Page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor"`
}

// Scanner is a row to be read: *sql.Row or *sql.Rows.
type Scanner interface{ Scan(targets ...any) error }

// ReadPage reads the page that a list asks for. from is the FROM part of the statement; scan reads the
// columns of one row, and then the extra ones.
func ReadPage[T any](ctx context.Context, db *database.DB, l *List, columns, from string,
	scan func(row Scanner, extra ...any) (T, error)) (Page[T], error) {
	page := Page[T]{Items: []T{}}
	l.startAtCursor()
	if err := l.Check(); err != nil {
		return page, err
	}
	text, args := l.statement(columns, from)
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return page, err
	}
	defer func() { _ = rows.Close() }()
	last := Cursor{Scope: l.Scope(l.sort.name)}
	for rows.Next() {
		if len(page.Items) == int(l.limit) { // there is one more row than asked for
			page.NextCursor = last.Encode()
			break
		}
		item, err := scan(rows, l.sort.target, &last.ID)
		if err != nil {
			return page, err
		}
		last.Key = l.sort.text()
		page.Items = append(page.Items, item)
	}
	return page, rows.Err()
}

// statement reads one row more than the limit, to know whether another page follows.
func (l *List) statement(columns, from string) (string, []any) {
	direction := ""
	if l.sort.descending {
		direction = " DESC"
	}
	l.Append(" ORDER BY "+l.sort.column+direction+", "+l.quote("id")+direction+" LIMIT ?", l.limit+1)
	return l.SQL("SELECT " + columns + ", " + l.sort.column + ", " + l.quote("id") + " FROM " + from)
}

// startAtCursor skips the rows up to the cursor's. The first comparison alone lets the database begin at
// the right place of its index; the other two sort out the rows with an equal key.
func (l *List) startAtCursor() {
	var from any
	c, ok := l.Cursor(l.Scope(l.sort.name), func(c Cursor) bool {
		var err error
		from, err = l.sort.parse(c.Key)
		return err == nil && value.IsID(c.ID)
	})
	if !ok {
		return
	}
	operator := ">"
	if l.sort.descending {
		operator = "<"
	}
	key := l.sort.column
	l.Where(key+" "+operator+"= ? AND ("+key+" "+operator+" ? OR "+l.quote("id")+" "+operator+" ?)", from, from, c.ID)
}

// WritePage sends a page, with a link to the next one.
func WritePage[T any](w http.ResponseWriter, r *http.Request, page Page[T]) error {
	LinkNext(w, r, page.NextCursor)
	return WriteJSON(w, http.StatusOK, page)
}
