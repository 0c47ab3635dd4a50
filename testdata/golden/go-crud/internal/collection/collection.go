// Package collection keeps the things of users: what all kinds of things have in common is here, once. What
// is special about a kind, such as books, stands in its own package as a Kind.
package collection

import (
	"net/http"
	"strconv"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/auth"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// Row is what every thing has, whatever its kind.
type Row struct {
	ID        string     `json:"id"`
	OwnerID   string     `json:"owner_id"`
	CreatedAt value.Time `json:"created_at"`
	UpdatedAt value.Time `json:"updated_at"`
	Version   int64      `json:"version"`
}

// ParentRow is what a thing shows of the one it belongs to.
type ParentRow struct {
	ID    string  `json:"id"`
	Label *string `json:"label"`
}

// Kind says what is special about one kind of things. T is its struct.
type Kind[T any] struct {
	Table   string               // its table
	Path    string               // the last part of its path
	Columns []string             // the columns that a client sets
	Unique  []string             // those of them that no two things of one owner may share
	Parent  *ParentKind[T]       // nil for things that belong to nothing
	Row     func(*T) *Row        // the part of a thing that all kinds have
	Values  func(*T) []any       // pointers to the values of Columns, in the same order
	Read    func(*api.Body) T    // what a client sent
	Allow   func(list *api.List) // what can be sorted, filtered and searched
}

// ParentKind says what the things of a kind belong to.
type ParentKind[T any] struct {
	Table string
	Key   string // the column with the parent's id
	Label string // the parent's column that names it
	Of    func(*T) *ParentRow
}

// Collection is the things of one kind: their routes and their rows.
type Collection[T any] struct {
	Kind[T]
	db *database.DB
}

// New makes a collection.
func New[T any](db *database.DB, kind Kind[T]) *Collection[T] {
	return &Collection[T]{Kind: kind, db: db}
}

// AddRoutes adds what can be done with the things over HTTP.
func (c *Collection[T]) AddRoutes(router *api.Router) {
	router.Handle("GET "+c.path(), c.list)
	router.Handle("POST "+c.path(), c.create)
	router.Handle("GET "+c.path()+"/{id}", c.show)
	router.Handle("PUT "+c.path()+"/{id}", c.replace)
	router.Handle("DELETE "+c.path()+"/{id}", c.remove)
}

func (c *Collection[T]) path() string { return "/api/v1/" + c.Path }

func (c *Collection[T]) list(w http.ResponseWriter, r *http.Request) error {
	list := api.NewList(r, c.Table)
	auth.CurrentUser(r).Reach(list, c.Table)
	api.SortBy(list, "created_at", "created_at", value.Moment())
	api.SortBy(list, "updated_at", "updated_at", value.Moment())
	c.Allow(list)
	list.Sorted()
	page, err := api.ReadPage(r.Context(), c.db, list, c.columns(), c.from(), c.scan)
	if err != nil {
		return err
	}
	return api.WritePage(w, r, page)
}

func (c *Collection[T]) create(w http.ResponseWriter, r *http.Request) error {
	item, err := c.read(w, r)
	if err != nil {
		return err
	}
	if err := c.insert(r.Context(), auth.CurrentUser(r), &item); err != nil {
		return err
	}
	w.Header().Set("Location", c.path()+"/"+c.Row(&item).ID)
	return c.write(w, http.StatusCreated, &item)
}

func (c *Collection[T]) show(w http.ResponseWriter, r *http.Request) error {
	item, err := c.find(r.Context(), c.db, auth.CurrentUser(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.write(w, http.StatusOK, &item)
}

func (c *Collection[T]) replace(w http.ResponseWriter, r *http.Request) error {
	item, err := c.read(w, r)
	if err != nil {
		return err
	}
	if len(r.Header.Values("If-Match")) == 0 {
		return api.NewProblem(http.StatusPreconditionRequired, "precondition_required",
			"Send the version that you have seen in If-Match.")
	}
	if err := c.update(r.Context(), auth.CurrentUser(r), r.PathValue("id"), ifMatch(r), &item); err != nil {
		return err
	}
	return c.write(w, http.StatusOK, &item)
}

func (c *Collection[T]) remove(w http.ResponseWriter, r *http.Request) error {
	if err := c.delete(r.Context(), auth.CurrentUser(r), r.PathValue("id"), ifMatch(r)); err != nil {
		return err
	}
	return api.WriteNothing(w)
}

func (c *Collection[T]) read(w http.ResponseWriter, r *http.Request) (item T, err error) {
	err = api.ReadBody(w, r, func(body *api.Body) { item = c.Read(body) })
	return item, err
}

func (c *Collection[T]) write(w http.ResponseWriter, status int, item *T) error {
	w.Header().Set("ETag", strconv.Quote(strconv.FormatInt(c.Row(item).Version, 10)))
	return api.WriteJSON(w, status, item)
}
