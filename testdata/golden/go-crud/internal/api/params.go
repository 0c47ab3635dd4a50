package api

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/my-books/internal/value"
)

const defaultLimit, maxLimit = 20, 100

// Params are the parameters in the query of a request. They are asked for one by one, so that every problem is
// told at once, and what nobody asked for is known to be too much.
type Params struct {
	path    string
	values  url.Values
	asked   map[string]bool
	details []Detail
}

// NewParams takes the query of a request.
func NewParams(r *http.Request) *Params {
	p := &Params{path: r.URL.Path, asked: map[string]bool{}}
	query := strings.ReplaceAll(r.URL.RawQuery, ";", "%3B") // which separates nothing
	p.values, _ = url.ParseQuery(query)
	for pair := range strings.SplitSeq(query, "&") {
		if _, err := url.ParseQuery(pair); err != nil { // it was left out
			name, _, _ := strings.Cut(pair, "=")
			p.Refuse(name, "invalid_format", "Can't be read.")
		}
	}
	return p
}

// Refuse says what is wrong with a parameter.
func (p *Params) Refuse(name, code, message string) {
	p.details = append(p.details, Detail{Parameter: &name, Code: code, Message: message})
}

// Param is a parameter that may be given once.
func Param[T any](p *Params, name string, t value.Type[T]) (parsed T, ok bool) {
	p.asked[name] = true
	values := p.values[name]
	if len(values) > 1 {
		p.Refuse(name, "not_allowed", "Must be given only once.")
	}
	if len(values) != 1 {
		return parsed, false
	}
	parsed, err := t.Parse(values[0])
	if !utf8.ValidString(values[0]) {
		err = &value.Invalid{Code: "invalid_format", Message: "Must be UTF-8."}
	}
	var refused *value.Invalid
	if errors.As(err, &refused) {
		p.Refuse(name, refused.Code, refused.Message)
	}
	return parsed, err == nil
}

// Limit is how many items a page may have.
func (p *Params) Limit() int64 {
	if limit, ok := Param(p, "limit", value.Integer(1, maxLimit)); ok {
		return limit
	}
	return defaultLimit
}

// Check tells what is wrong with the query, after everything allowed was asked for.
func (p *Params) Check() error {
	p.refuseUnknown()
	return validationFailed(p.details)
}

// refuseUnknown refuses what was not asked for, once.
func (p *Params) refuseUnknown() {
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if !p.asked[name] {
			p.asked[name] = true
			p.Refuse(name, "unknown_field", "Is not a parameter of this list.")
		}
	}
}
