package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver registers itself
)

// owner is whose books are read.
type owner struct {
	token string
	shelf string
	ids   []string // of some books
}

const (
	email    = "speed@example.com"
	password = "a password for the load"
)

// fill makes an owner with one shelf and one book over HTTP, and copies the book with SQL.
func fill(ctx context.Context, base, database string, rows int) (o owner, err error) {
	if _, err := o.send(ctx, http.MethodPost, base+"/api/v1/auth/register", map[string]any{"email": email, "name": "Speed", "password": password}); err != nil {
		return o, err
	}
	if o.token, err = o.text(ctx, base+"/api/v1/auth/login", "access_token", map[string]any{"email": email, "password": password}); err != nil {
		return o, err
	}
	if o.shelf, err = o.text(ctx, base+"/api/v1/shelves", "id", map[string]any{"label": "Speed"}); err != nil {
		return o, err
	}
	book, err := o.text(ctx, base+"/api/v1/books", "id", map[string]any{
		"shelf_id": o.shelf, "title": "First", "author": "Somebody", "pages": 300, "price": "9.99", "bought": "2026-01-17",
		"link": "https://example.com/", "notes": "Read slowly, the first chapters pay off later.",
	})
	if err != nil {
		return o, err
	}
	db, err := sql.Open("pgx", database)
	if err != nil {
		return o, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, copies, book, rows-1); err != nil {
		return o, err
	}
	if _, err := db.ExecContext(ctx, "VACUUM ANALYZE"); err != nil {
		return o, err
	}
	o.ids, err = some(ctx, db)
	return o, err
}

// copies copies a book. Titles are in no order, a third of the books is being read.
const copies = `
INSERT INTO books (id, owner_id, shelf_id, title, author, pages, status, price, bought, link, loved, notes, created_at, updated_at, version)
SELECT uuidv7(make_interval(mins => n - 200000)), owner_id, shelf_id, 'Book ' || lpad((n * 7919 % 1000003)::text, 7, '0'), author,
       1 + n * 31 % 9000, (ARRAY['to_read', 'reading', 'done'])[1 + n % 3], price, bought, link, n % 5 = 0, notes,
       created_at - make_interval(mins => 200000 - n), updated_at - make_interval(mins => 200000 - n), 1
FROM books, generate_series(1, $2::int) n
WHERE id = $1`

// some are the ids of a few books from all over the table.
func some(ctx context.Context, db *sql.DB) (ids []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM books ORDER BY title LIMIT 200")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// checkPage makes sure that every language does the same work: a full page, of what was asked for, with another behind it.
func (o owner) checkPage(ctx context.Context, url string) error {
	answer, err := o.send(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	items, _ := answer["items"].([]any)
	if len(items) != 20 || answer["next_cursor"] == nil {
		return fmt.Errorf("%s: a page of 20 books is wanted, and a cursor; there are %d", url, len(items))
	}
	for _, item := range items {
		if book, _ := item.(map[string]any); book["status"] != "reading" {
			return fmt.Errorf("%s: a book is %v", url, book["status"])
		}
	}
	return nil
}

// text is one text of the answer to a request.
func (o owner) text(ctx context.Context, url, name string, body map[string]any) (string, error) {
	answer, err := o.send(ctx, http.MethodPost, url, body)
	if err != nil {
		return "", err
	}
	text, ok := answer[name].(string)
	if !ok {
		return "", fmt.Errorf("%s: there is no %s in %v", url, name, answer)
	}
	return text, nil
}

func (o owner) send(ctx context.Context, method, url string, body map[string]any) (map[string]any, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if o.token != "" {
		req.Header.Set("Authorization", "Bearer "+o.token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	if data, err = io.ReadAll(res.Body); err != nil {
		return nil, err
	}
	if res.StatusCode >= 300 {
		return nil, fmt.Errorf("%s: %s: %s", url, res.Status, data)
	}
	var answer map[string]any
	return answer, json.Unmarshal(data, &answer)
}
