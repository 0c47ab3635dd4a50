// Package books says what is special about the kind Book. What can be done with such things is the same
// for all kinds, and stands in package collection.
package books

import (
	"example.com/my-books/internal/api"
	"example.com/my-books/internal/collection"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// Book is what the API shows. Where a value may be missing, it is a pointer.
type Book struct {
	collection.Row
	ShelfID string               `json:"shelf_id"`
	Shelf   collection.ParentRow `json:"shelf"`
	Title   string               `json:"title"`
	Pages   int64                `json:"pages"`
	Status  string               `json:"status"`
	Price   *string              `json:"price"`
	Bought  *value.Date          `json:"bought"`
	Link    *string              `json:"link"`
	Loved   bool                 `json:"loved"`
	Notes   *string              `json:"notes"`
}

var statusType = value.OneOf("to_read", "reading", "done")

// read takes what a client may set, and checks it.
func read(body *api.Body) (item Book) {
	item.ShelfID = api.Field(body, "shelf_id", value.ID()).Required()
	item.Shelf.ID = item.ShelfID
	item.Title = api.Field(body, "title", value.String(0, 200)).Required()
	item.Pages = api.Field(body, "pages", value.Integer(1, 10000)).Required()
	item.Status = api.Field(body, "status", statusType).Or("to_read")
	item.Price = api.Field(body, "price", value.Decimal(2, 0, value.MaxInteger)).Optional()
	item.Bought = api.Field(body, "bought", value.Day()).Optional()
	item.Link = api.Field(body, "link", value.URL()).Optional()
	item.Loved = api.Field(body, "loved", value.Boolean()).Or(false)
	item.Notes = api.Field(body, "notes", value.Text(0, 10000)).Optional()
	return item
}

// allow says what a list can be sorted by, filtered by and searched in. Each has an index in the migrations,
// but for the search.
func allow(list *api.List) {
	api.SortBy(list, "title", "title_sort", value.AnyText())
	api.SortBy(list, "pages", "pages", value.AnyInteger())
	api.Filter(list, "shelf_id", value.ID())
	api.FilterRange(list, "pages", value.AnyInteger())
	api.FilterAnyOf(list, "status", statusType)
	api.Filter(list, "loved", value.Boolean())
	list.Search("title", "notes")
}

// New makes the collection.
func New(db *database.DB) *collection.Collection[Book] {
	kind := collection.Kind[Book]{Read: read, Allow: allow, Values: values}
	kind.Table, kind.Path = "books", "books"
	kind.Columns = []string{
		"shelf_id",
		"title",
		"pages",
		"status",
		"price",
		"bought",
		"link",
		"loved",
		"notes",
	}
	kind.Row = func(item *Book) *collection.Row { return &item.Row }
	kind.Parent = &collection.ParentKind[Book]{
		Table: "shelves", Key: "shelf_id", Label: "label",
		Of: func(item *Book) *collection.ParentRow {
			return &item.Shelf
		},
	}
	return collection.New(db, kind)
}

// values are where the columns of New are kept, in the same order.
func values(item *Book) []any {
	return []any{
		&item.ShelfID,
		&item.Title,
		&item.Pages,
		&item.Status,
		value.NullDecimalColumn(&item.Price, 2),
		&item.Bought,
		&item.Link,
		&item.Loved,
		&item.Notes,
	}
}
