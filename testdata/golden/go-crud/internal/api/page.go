package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"

	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

const maxCursor = 4096

// Page is a part of a collection. The cursor of the next part is nil on the last page.
type Page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor"`
}

// cursor is the place after which a page begins: the sort key and the id of the row before it. A row that
// comes or goes in between shifts nothing, as it would with OFFSET. The scope ties the cursor to its list.
type cursor struct {
	Scope string `json:"s"`
	Key   string `json:"k"`
	ID    string `json:"i"`
}

// Scanner is a row to be read: *sql.Row or *sql.Rows.
type Scanner interface{ Scan(targets ...any) error }

// ReadPage reads the page that a list asks for. from is the FROM part of the statement; scan reads the
// columns of one row, and then the extra ones.
func ReadPage[T any](ctx context.Context, db *database.DB, l *List, columns, from string,
	scan func(row Scanner, extra ...any) (T, error)) (Page[T], error) {
	page := Page[T]{Items: []T{}}
	l.startAtCursor()
	if err := l.check(); err != nil {
		return page, err
	}
	text, args := l.statement(columns, from)
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return page, err
	}
	defer func() { _ = rows.Close() }()
	last := cursor{Scope: l.scope()}
	for rows.Next() {
		if len(page.Items) == int(l.limit) { // there is one more row than asked for
			page.NextCursor = last.encode()
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
	text, ok := parameter(l, "cursor", value.String(1, maxCursor))
	if !ok {
		return
	}
	var c cursor
	var from any
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err == nil {
		from, err = l.sort.parse(c.Key)
	}
	if err != nil || c.Scope != l.scope() || !value.IsID(c.ID) {
		l.refuse("cursor", "invalid_format", "Is not a cursor of this list.")
		return
	}
	operator := ">"
	if l.sort.descending {
		operator = "<"
	}
	key := l.sort.column
	l.Where(key+" "+operator+"= ? AND ("+key+" "+operator+" ? OR "+l.quote("id")+" "+operator+" ?)", from, from, c.ID)
}

// scope is a short digest of what decides which rows a list has, and in which order.
func (l *List) scope() string {
	params := maps.Clone(l.params)
	params.Del("cursor")
	params.Del("limit")
	params.Set("sort", l.sort.name)
	digest := sha256.Sum256([]byte(l.path + "?" + params.Encode())) // Encode sorts by name
	return base64.RawURLEncoding.EncodeToString(digest[:9])
}

func (c cursor) encode() *string {
	data, _ := json.Marshal(c) // three strings: it can't fail
	text := base64.RawURLEncoding.EncodeToString(data)
	return &text
}

// WritePage sends a page, with a link to the next one.
func WritePage[T any](w http.ResponseWriter, r *http.Request, page Page[T]) error {
	if page.NextCursor != nil {
		query := r.URL.Query()
		query.Set("cursor", *page.NextCursor)
		next := url.URL{Path: r.URL.Path, RawQuery: query.Encode()}
		w.Header().Set("Link", "<"+next.String()+`>; rel="next"`)
	}
	return WriteJSON(w, http.StatusOK, page)
}
