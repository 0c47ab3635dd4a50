package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"

	"example.com/my-books/internal/value"
)

const maxCursor = 4096

// Cursor is the place after which a page begins: the sort key and the id of the item before it. An item that
// comes or goes in between shifts nothing, as it would with a page number. The scope ties the cursor to its list.
type Cursor struct {
	Scope string `json:"s"`
	Key   string `json:"k"`
	ID    string `json:"i"`
}

// Cursor is the one that a request was sent with. check says whether its key and id can be ones of this list.
func (p *Params) Cursor(scope string, check func(Cursor) bool) (c Cursor, ok bool) {
	text, ok := Param(p, "cursor", value.String(1, maxCursor))
	if !ok {
		return c, false
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil || c.Scope != scope || !check(c) {
		p.Refuse("cursor", "invalid_format", "Is not a cursor of this list.")
		return c, false
	}
	return c, true
}

// Scope is a short digest of what decides which items a list has, and in which order.
func (p *Params) Scope(sort string) string {
	params := maps.Clone(p.values)
	params.Del("cursor")
	params.Del("limit")
	params.Set("sort", sort)
	digest := sha256.Sum256([]byte(p.path + "?" + params.Encode())) // Encode sorts by name
	return base64.RawURLEncoding.EncodeToString(digest[:9])
}

// Encode writes a cursor as text.
func (c Cursor) Encode() *string {
	data, _ := json.Marshal(c) // three strings: it can't fail
	text := base64.RawURLEncoding.EncodeToString(data)
	return &text
}

// LinkNext links to the next page, if there is one.
func LinkNext(w http.ResponseWriter, r *http.Request, cursor *string) {
	if cursor == nil {
		return
	}
	query := r.URL.Query()
	query.Set("cursor", *cursor)
	next := url.URL{Path: r.URL.Path, RawQuery: query.Encode()}
	w.Header().Set("Link", "<"+next.String()+`>; rel="next"`)
}
