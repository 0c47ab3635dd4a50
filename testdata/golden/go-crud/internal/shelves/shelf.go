// Package shelves says what is special about the kind Shelf. What can be done with such things is the same
// for all kinds, and stands in package collection.
package shelves

import (
	"example.com/my-books/internal/api"
	"example.com/my-books/internal/collection"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// Shelf is what the API shows. Where a value may be missing, it is a pointer.
type Shelf struct {
	collection.Row
	Label string `json:"label"`
}

// read takes what a client may set, and checks it.
func read(body *api.Body) (item Shelf) {
	item.Label = api.Field(body, "label", value.String(0, 80)).Required()
	return item
}

// allow says what a list can be sorted by, filtered by and searched in. Each has an index in the migrations,
// but for the search.
func allow(list *api.List) {
	api.SortBy(list, "label", "label_sort", value.AnyText())
}

// New makes the collection.
func New(db *database.DB) *collection.Collection[Shelf] {
	kind := collection.Kind[Shelf]{Read: read, Allow: allow, Values: values}
	kind.Table, kind.Path = "shelves", "shelves"
	kind.Columns = []string{
		"label",
	}
	kind.Unique = []string{"label"}
	kind.Row = func(item *Shelf) *collection.Row { return &item.Row }
	return collection.New(db, kind)
}

// values are where the columns of New are kept, in the same order.
func values(item *Shelf) []any {
	return []any{
		&item.Label,
	}
}
