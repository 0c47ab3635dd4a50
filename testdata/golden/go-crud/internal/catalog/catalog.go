// Package catalog lists the kinds of things that there are.
package catalog

import (
	"context"
	"database/sql"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/collection"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"

	"example.com/my-books/internal/books"
	"example.com/my-books/internal/shelves"
)

// Entry is one kind of things.
type Entry struct {
	Table     string
	Path      string
	Parent    string // the table of what they belong to, or ""
	ParentKey string
	AddRoutes func(*api.Router)
	AddSample func(ctx context.Context, tx *sql.Tx, ownerID string, data []byte, now value.Time) (id string, err error)
}

// All is every kind, parents before what belongs to them.
func All(db *database.DB) []Entry {
	return []Entry{
		entry(shelves.New(db)),
		entry(books.New(db)),
	}
}

func entry[T any](c *collection.Collection[T]) Entry {
	e := Entry{Table: c.Table, Path: c.Path, AddRoutes: c.AddRoutes, AddSample: c.AddSample}
	if c.Parent != nil {
		e.Parent, e.ParentKey = c.Parent.Table, c.Parent.Key
	}
	return e
}
