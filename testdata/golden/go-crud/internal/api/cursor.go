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

// Cursor is the place after which a page begins: the sort key and the id of the item before it. An item that
// comes or goes in between shifts nothing, as it would with a page number. The scope ties the cursor to its list.
type Cursor struct {
	Scope string `json:"s"`
	Key   string `json:"k"`
	ID    string `json:"i"`
}

// errCursor is the answer to a cursor that another list made, or nobody.
var errCursor = &value.Invalid{Code: "invalid_format", Message: "Is not a cursor of this list."}

// Cursor is the one that a request was sent with; it is asked for last. check says whether its key and id can be
// ones of this list.
func (p *Params) Cursor(scope string, check func(Cursor) bool) (c Cursor, ok bool) {
	c, ok = Param(p, "cursor", value.Type[Cursor]{Quoted: true, Parse: decodeCursor})
	p.refuseUnknown()
	if !ok || len(p.details) > 0 { // with another mistake nobody can tell which list is meant
		return c, false
	}
	if c.Scope != scope || !check(c) {
		p.Refuse("cursor", errCursor.Code, errCursor.Message)
		return c, false
	}
	return c, true
}

func decodeCursor(text string) (c Cursor, err error) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(data, &c) != nil {
		return c, errCursor
	}
	return c, nil
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
