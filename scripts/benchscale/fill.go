package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	_ "github.com/go-sql-driver/mysql" // the drivers register themselves
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/scaffolio/scaffolio/internal/verify"
)

// database is the project's own database, seen past the project.
type database struct {
	*sql.DB
	kind string // sqlite, postgres, mysql
	name string
}

func open(served *verify.Served) (*database, error) {
	if served.Server == nil {
		found, err := filepath.Glob(filepath.Join(served.DataDir, "*.db"))
		if err != nil || len(found) != 1 {
			return nil, fmt.Errorf("there is not one database file in %s: %v", served.DataDir, found)
		}
		db, err := sql.Open("sqlite", "file:"+found[0]+"?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=synchronous(0)")
		return &database{DB: db, kind: "sqlite"}, err
	}
	u, err := url.Parse(served.DatabaseURL)
	if err != nil {
		return nil, err
	}
	name := strings.TrimPrefix(u.Path, "/")
	if u.Scheme == "postgres" {
		db, err := sql.Open("pgx", served.DatabaseURL)
		return &database{DB: db, kind: "postgres", name: name}, err
	}
	password, _ := u.User.Password()
	db, err := sql.Open("mysql", fmt.Sprintf("%s:%s@tcp(%s)/%s", u.User.Username(), password, u.Host, name))
	return &database{DB: db, kind: "mysql", name: name}, err
}

func (d *database) placeholder(n int) string {
	if d.kind == "postgres" {
		return fmt.Sprintf("$%d", n)
	}
	return "?"
}

// fill makes the owners over HTTP, each with one shelf and one book, and the rest of the books as copies of those
// with SQL. It returns the first owner's token.
func (d *database) fill(ctx context.Context, base string, s settings) (client, error) {
	var first client
	start := time.Now().Add(-25 * 24 * time.Hour)
	for n := range s.owners {
		c := client{base: base}
		if err := c.register(ctx, n); err != nil {
			return first, err
		}
		book, err := c.firstBook(ctx)
		if err != nil {
			return first, err
		}
		count := s.others()
		if n == 0 {
			first, count = c, s.first()
		}
		if err := d.copies(ctx, book, count-1, start); err != nil {
			return first, err
		}
	}
	return first, d.analyze(ctx)
}

// analyze refreshes what the planner knows.
func (d *database) analyze(ctx context.Context) error {
	statement := map[string]string{"sqlite": "ANALYZE", "postgres": "ANALYZE", "mysql": "ANALYZE TABLE books"}[d.kind]
	rows, err := d.QueryContext(ctx, statement)
	if err != nil {
		return err
	}
	return rows.Close()
}

// copies copies a book, with other ids, times, titles and pages.
func (d *database) copies(ctx context.Context, book item, count int, start time.Time) error {
	columns := slices.Sorted(keys(book))
	row, err := d.row(ctx, columns, book["id"].(string))
	if err != nil {
		return err
	}
	// PostgreSQL takes at most 65,535 parameters, SQLite 32,766.
	const batch = 200
	for done := 0; done < count; done += batch {
		n := min(batch, count-done)
		var values []any
		var b strings.Builder
		fmt.Fprintf(&b, "INSERT INTO books (%s) VALUES ", strings.Join(columns, ", "))
		for i := range n {
			at := start.Add(time.Duration(done+i) * 40 * time.Second)
			marks := make([]string, len(columns))
			for j, column := range columns {
				value, err := changed(column, row[j], done+i, at)
				if err != nil {
					return err
				}
				values = append(values, value)
				marks[j] = d.placeholder(len(values))
			}
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString("(" + strings.Join(marks, ", ") + ")")
		}
		if _, err := d.ExecContext(ctx, b.String(), values...); err != nil {
			return err
		}
	}
	return nil
}

// row reads a book as the database keeps it.
func (d *database) row(ctx context.Context, columns []string, id string) ([]any, error) {
	selected := make([]string, len(columns))
	for i, column := range columns {
		selected[i] = column
		if d.kind == "sqlite" {
			selected[i] = "coalesce(" + column + ", NULL)" // so that its driver doesn't turn times into something else
		}
	}
	row := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	err := d.QueryRowContext(ctx, fmt.Sprintf("SELECT %s FROM books WHERE id = %s", strings.Join(selected, ", "), d.placeholder(1)), id).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("the book %s is not in the table books under its id", id)
	}
	return row, err
}

// changed is the value of a column in the n-th copy, in the form of the original's.
func changed(column string, value any, n int, at time.Time) (any, error) {
	if b, ok := value.([]byte); ok && column != "id" {
		value = string(b)
	}
	switch column {
	case "id":
		return newID(at), nil
	case "title":
		return fmt.Sprintf("Book %06d", n*7919%1_000_003), nil
	case "pages":
		return int64(1 + n*31%9000), nil
	case "status":
		return []string{"to_read", "reading", "done"}[n%3], nil
	case "created_at", "updated_at":
		return moment(value, at)
	}
	return value, nil
}

// moment writes a time as the original is written.
func moment(like any, at time.Time) (any, error) {
	switch like := like.(type) {
	case time.Time:
		return at.UTC(), nil
	case int64:
		return at.UnixMilli(), nil
	case string:
		for _, layout := range []string{"2006-01-02T15:04:05.000Z", "2006-01-02 15:04:05.000", "2006-01-02 15:04:05.000000"} {
			if _, err := time.Parse(layout, like); err == nil {
				return at.UTC().Format(layout), nil
			}
		}
	}
	return nil, fmt.Errorf("times are kept in a form that is not known here: %v (%T)", like, like)
}

// newID is a UUIDv7 of that moment.
func newID(at time.Time) string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(at.UnixMilli()))
	copy(b[:6], ms[2:])
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
