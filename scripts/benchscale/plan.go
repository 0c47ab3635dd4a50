package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/scaffolio/scaffolio/internal/verify"
)

// plan is how a database answers a statement.
type plan struct {
	text    string
	indexed bool // every table is reached by an index and nothing is sorted
}

// statements are those that PostgreSQL was sent, by sort: SQLite runs the same text and keeps no record of it.
type statements struct{ bySort map[string]string }

// plan finds the statement that the project sends for a request, and asks for its plan.
func (d *database) plan(ctx context.Context, served *verify.Served, known *statements, sort string, request func() error) (plan, error) {
	if known.bySort == nil {
		known.bySort = map[string]string{}
	}
	switch d.kind {
	case "postgres":
		return d.postgresPlan(ctx, served, known, sort, request)
	case "mysql":
		return d.mysqlPlan(ctx, served, sort, request)
	}
	return d.sqlitePlan(ctx, known.bySort[sort])
}

func (d *database) postgresPlan(ctx context.Context, served *verify.Served, known *statements, sort string, request func() error) (plan, error) {
	if err := request(); err != nil {
		return plan{}, err
	}
	statement, err := served.Server.SQL(ctx, d.name, "SELECT regexp_replace(query, '\\s+', ' ', 'g') FROM pg_stat_activity WHERE datname = '"+d.name+
		"' AND query ~* 'limit' AND query ~* 'from [^ ]?books' AND pid <> pg_backend_pid() ORDER BY query_start DESC LIMIT 1;")
	if err != nil {
		return plan{}, err
	}
	statement = strings.TrimSpace(statement)
	known.bySort[sort] = statement
	// The plan for any values; without JIT and with few rows in view it is that for these values too.
	text, err := served.Server.SQL(ctx, d.name, "EXPLAIN (GENERIC_PLAN, COSTS OFF) "+statement+";")
	if err != nil {
		return plan{}, fmt.Errorf("no plan of %q: %w", statement, err)
	}
	return plan{text: text, indexed: strings.Contains(text, "Index") && !regexp.MustCompile(`Seq Scan on books|Sort Key`).MatchString(text)}, nil
}

// mysqlPlan lets the server note what it is sent, since only then the values are in it.
func (d *database) mysqlPlan(ctx context.Context, served *verify.Served, sort string, request func() error) (plan, error) {
	if _, err := served.Server.SQL(ctx, "", "SET GLOBAL log_output = 'TABLE'; TRUNCATE mysql.general_log; SET GLOBAL general_log = ON;"); err != nil {
		return plan{}, err
	}
	if err := request(); err != nil {
		return plan{}, err
	}
	statement, err := served.Server.SQL(ctx, "", "SET GLOBAL general_log = OFF; SELECT REPLACE(CONVERT(argument USING utf8mb4), '\\n', ' ') FROM mysql.general_log WHERE command_type IN ('Execute', 'Query') AND argument LIKE '%books%' AND argument LIKE '%LIMIT%' AND argument NOT LIKE '%general_log%' ORDER BY event_time DESC LIMIT 1;")
	if err != nil {
		return plan{}, err
	}
	statement = strings.NewReplacer(`\t`, " ", `\n`, " ").Replace(strings.TrimSpace(statement))
	if statement == "" {
		return plan{}, fmt.Errorf("the server has not noted the statement of sort=%s", sort)
	}
	text, err := served.Server.SQL(ctx, d.name, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES'); EXPLAIN "+statement+";")
	if err != nil {
		return plan{}, fmt.Errorf("no plan of %q: %w", statement, err)
	}
	text = strings.ReplaceAll(text, `\n`, "\n") // MySQL's client writes it so
	return plan{text: strings.TrimSpace(text), indexed: !strings.Contains(text, "filesort") && !strings.Contains(text, "\tALL\t") && !strings.Contains(text, "Table scan") && !strings.Contains(text, "Sort:")}, nil
}

var numbered = regexp.MustCompile(`\$[0-9]+`)

func (d *database) sqlitePlan(ctx context.Context, statement string) (plan, error) {
	if statement == "" {
		return plan{text: "(the statement is known after a run on PostgreSQL: bench-scale postgres sqlite)", indexed: true}, nil
	}
	distinct := map[string]bool{}
	for _, mark := range numbered.FindAllString(statement, -1) {
		distinct[mark] = true
	}
	rows, err := d.QueryContext(ctx, "EXPLAIN QUERY PLAN "+statement, make([]any, len(distinct))...)
	if err != nil {
		return plan{}, fmt.Errorf("no plan of %q: %w", statement, err)
	}
	defer func() { _ = rows.Close() }()
	var text strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return plan{}, err
		}
		text.WriteString(detail + "\n")
	}
	found := text.String()
	return plan{text: found, indexed: strings.Contains(found, "USING INDEX") && !strings.Contains(found, "TEMP B-TREE") && !strings.Contains(found, "SCAN books")}, rows.Err()
}
