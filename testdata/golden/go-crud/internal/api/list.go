package api

import (
	"fmt"
	"net/http"
	"strings"

	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// List is a request for one page of a collection. The collection says what may be asked for; what else
// stands in the query is refused, and so is a value that can't be read.
type List struct {
	*Params
	database.Query
	table string
	sorts []string // what can be asked for
	sort  sortKey  // what is
	limit int64
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
	l := &List{Params: NewParams(r), table: table}
	l.limit = l.Limit()
	l.sort = newSortKey("-created_at", l.quote("created_at"), true, value.Moment())
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

// SortBy allows to sort by a field, either way. The column is never null.
func SortBy[T any](l *List, name, column string, t value.Type[T]) {
	l.sorts = append(l.sorts, name, "-"+name)
	switch l.values.Get("sort") {
	case name:
		l.sort = newSortKey(name, l.quote(column), false, t)
	case "-" + name:
		l.sort = newSortKey("-"+name, l.quote(column), true, t)
	}
}

// Sorted refuses a sort that no SortBy before allowed.
func (l *List) Sorted() { Param(l.Params, "sort", value.OneOf(l.sorts...)) }

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
	if wanted, ok := Param(l.Params, name, t); ok {
		l.Where(condition, wanted)
	}
}

// FilterAnyOf allows ?name=value any number of times: a row may have any of the values.
func FilterAnyOf(l *List, name string, t value.Type[string]) {
	l.asked[name] = true
	wanted := []any{}
	for _, text := range l.values[name] {
		if _, err := t.Parse(text); err != nil {
			l.Refuse(name, "not_allowed", err.Error())
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
	text, ok := Param(l.Params, "q", value.String(1, maxSearch))
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
