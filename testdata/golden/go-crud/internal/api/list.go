package api

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

const defaultLimit, maxLimit = 20, 100

// List is a request for one page of a collection. The collection says what may be asked for; what else
// stands in the query is refused, and so is a value that can't be read.
type List struct {
	database.Query
	table   string
	path    string
	params  url.Values
	asked   map[string]bool
	details []Detail
	sorts   []string // what can be asked for
	sort    sortKey  // what is
	limit   int64
}

// sortKey is what the rows are ordered by: a column that is never null, and the id where it is equal.
type sortKey struct {
	name, column string
	descending   bool
	target       any           // a row's key is read into it
	text         func() string // the key that was read, as a cursor keeps it
	parse        func(string) (any, error)
}

// NewList reads what every collection takes. It is sorted by created_at, the newest first.
func NewList(r *http.Request, table string) *List {
	l := &List{table: table, path: r.URL.Path, asked: map[string]bool{"cursor": true}, limit: defaultLimit}
	l.params = r.URL.Query()
	for pair := range strings.SplitSeq(r.URL.RawQuery, "&") {
		if _, err := url.ParseQuery(pair); err != nil { // Query left it out
			name, _, _ := strings.Cut(pair, "=")
			l.refuse(name, "invalid_format", "Can't be read.")
		}
	}
	l.sort = newSortKey("-created_at", l.quote("created_at"), true, value.Moment())
	if limit, ok := parameter(l, "limit", value.Integer(1, maxLimit)); ok {
		l.limit = limit
	}
	return l
}

func newSortKey[T any](name, column string, descending bool, t value.Type[T]) sortKey {
	var key T
	return sortKey{
		name: name, column: column, descending: descending, target: &key,
		text:  func() string { return fmt.Sprint(key) },
		parse: func(s string) (any, error) { return t.Parse(s) },
	}
}

func (l *List) quote(column string) string { return database.Quote(l.table, column) }

func (l *List) refuse(name, code, message string) {
	l.details = append(l.details, Detail{Parameter: &name, Code: code, Message: message})
}

// parameter is a parameter that may be given once.
func parameter[T any](l *List, name string, t value.Type[T]) (parsed T, ok bool) {
	l.asked[name] = true
	values := l.params[name]
	if len(values) > 1 {
		l.refuse(name, "not_allowed", "Must be given only once.")
	}
	if len(values) != 1 {
		return parsed, false
	}
	parsed, err := t.Parse(values[0])
	if err == nil && !utf8.ValidString(values[0]) {
		err = &value.Invalid{Code: "invalid_format", Message: "Must be UTF-8."}
	}
	var refused *value.Invalid
	if errors.As(err, &refused) {
		l.refuse(name, refused.Code, refused.Message)
	}
	return parsed, err == nil
}

// SortBy allows to sort by a field, either way. The column is never null.
func SortBy[T any](l *List, name, column string, t value.Type[T]) {
	l.sorts = append(l.sorts, name, "-"+name)
	switch l.params.Get("sort") {
	case name:
		l.sort = newSortKey(name, l.quote(column), false, t)
	case "-" + name:
		l.sort = newSortKey("-"+name, l.quote(column), true, t)
	}
}

// Sorted refuses a sort that no SortBy before allowed.
func (l *List) Sorted() { parameter(l, "sort", value.OneOf(l.sorts...)) }

// Filter allows ?name=value.
func Filter[T any](l *List, name string, t value.Type[T]) {
	compare(l, name, l.quote(name)+" = ?", t)
}

// FilterRange allows ?name=value, and ?name_min=value and ?name_max=value, which are part of the range.
func FilterRange[T any](l *List, name string, t value.Type[T]) {
	compare(l, name, l.quote(name)+" = ?", t)
	compare(l, name+"_min", l.quote(name)+" >= ?", t)
	compare(l, name+"_max", l.quote(name)+" <= ?", t)
}

func compare[T any](l *List, name, condition string, t value.Type[T]) {
	if wanted, ok := parameter(l, name, t); ok {
		l.Where(condition, wanted)
	}
}

// FilterAnyOf allows ?name=value any number of times: a row may have any of the values.
func FilterAnyOf(l *List, name string, t value.Type[string]) {
	l.asked[name] = true
	wanted := []any{}
	for _, text := range l.params[name] {
		if _, err := t.Parse(text); err != nil {
			l.refuse(name, "not_allowed", err.Error())
		}
		wanted = append(wanted, text)
	}
	if len(wanted) > 0 {
		l.Where(l.quote(name)+" IN (?"+strings.Repeat(", ?", len(wanted)-1)+")", wanted...)
	}
}

// Search allows ?q=text: part of any of the columns, in upper or lower case.
func (l *List) Search(columns ...string) {
	const maxSearch = 100
	text, ok := parameter(l, "q", value.String(1, maxSearch))
	if !ok {
		return
	}
	pattern := "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text) + "%"
	conditions, patterns := []string{}, []any{}
	for _, column := range columns {
		conditions = append(conditions, "lower("+l.quote(column)+") LIKE lower(?) ESCAPE '!'")
		patterns = append(patterns, pattern)
	}
	l.Where("("+strings.Join(conditions, " OR ")+")", patterns...)
}

// check tells what is wrong with the query, after everything allowed was asked for.
func (l *List) check() error {
	for _, name := range slices.Sorted(maps.Keys(l.params)) {
		if !l.asked[name] {
			l.refuse(name, "unknown_field", "Is not a parameter of this list.")
		}
	}
	return validationFailed(l.details)
}
