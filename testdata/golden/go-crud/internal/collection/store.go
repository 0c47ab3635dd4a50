package collection

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/auth"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// columns is what is read of a thing; scan takes it in the same order.
func (c *Collection[T]) columns() string {
	names := append([]string{"id", "owner_id", "created_at", "updated_at", "version"}, c.Columns...)
	text := quoteAll(names, database.Quote(c.Table)+".", ", ")
	if c.Parent != nil {
		text += ", " + database.Quote(c.Parent.Table, "id") + ", " + database.Quote(c.Parent.Table, c.Parent.Label)
	}
	return text
}

// quoteAll writes names for SQL, each after the prefix.
func quoteAll(names []string, prefix, separator string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = prefix + database.Quote(name)
	}
	return strings.Join(quoted, separator)
}

// from joins the parent, so that its label needs no query of its own.
func (c *Collection[T]) from() string {
	table := database.Quote(c.Table)
	if c.Parent == nil {
		return table
	}
	parent := c.Parent.Table
	return table + " JOIN " + database.Quote(parent) +
		" ON " + database.Quote(parent, "id") + " = " + database.Quote(c.Table, c.Parent.Key)
}

func (c *Collection[T]) scan(row api.Scanner, extra ...any) (item T, err error) {
	common := c.Row(&item)
	targets := []any{&common.ID, &common.OwnerID, &common.CreatedAt, &common.UpdatedAt, &common.Version}
	targets = append(targets, c.Values(&item)...)
	if c.Parent != nil {
		parent := c.Parent.Of(&item)
		targets = append(targets, &parent.ID, &parent.Label)
	}
	return item, row.Scan(append(targets, extra...)...)
}

// find reads one thing; one that the user can't reach is not there.
func (c *Collection[T]) find(ctx context.Context, db database.Queryer, user auth.User, id string) (item T, err error) {
	if !value.IsID(id) {
		return item, api.NotFound()
	}
	var query database.Query
	query.Where(database.Quote(c.Table, "id")+" = ?", id)
	user.Reach(&query, c.Table)
	text, values := query.SQL("SELECT " + c.columns() + " FROM " + c.from())
	item, err = c.scan(db.QueryRowContext(ctx, text, values...))
	if errors.Is(err, sql.ErrNoRows) {
		err = api.NotFound()
	}
	return item, err
}

// insert stores a new thing. It belongs to the user, or to whom its parent belongs to.
func (c *Collection[T]) insert(ctx context.Context, user auth.User, item *T) error {
	c.Row(item).OwnerID = user.ID
	err := c.db.Tx(ctx, func(tx *sql.Tx) error {
		if err := c.findParent(ctx, tx, user, item); err != nil {
			return err
		}
		return c.add(ctx, tx, item, value.Now())
	})
	return c.explain(ctx, item, err)
}

// add stores a thing that has an owner.
func (c *Collection[T]) add(ctx context.Context, tx *sql.Tx, item *T, now value.Time) error {
	row := c.Row(item)
	row.ID, row.CreatedAt, row.UpdatedAt, row.Version = auth.NewID(), now, now, 1
	values := append([]any{row.ID, row.OwnerID, now, now, row.Version}, c.values(item)...)
	_, err := tx.ExecContext(ctx, "INSERT INTO "+database.Quote(c.Table)+
		" (id, owner_id, created_at, updated_at, version, "+quoteAll(c.Columns, "", ", ")+")"+
		" VALUES ("+database.Marks(len(values))+")", values...)
	return err
}

// AddSample stores a thing of somebody's, from what a client would have sent, and returns its id.
func (c *Collection[T]) AddSample(ctx context.Context, tx *sql.Tx, ownerID string, data []byte, now value.Time) (string, error) {
	var item T
	if err := api.ParseBody(data, func(body *api.Body) { item = c.Read(body) }); err != nil {
		return "", err
	}
	c.Row(&item).OwnerID = ownerID
	err := c.add(ctx, tx, &item, now)
	return c.Row(&item).ID, err
}

// update replaces what a client may set, if the version is still the demanded one.
func (c *Collection[T]) update(ctx context.Context, user auth.User, id string, version int64, item *T) error {
	err := c.db.Tx(ctx, func(tx *sql.Tx) error {
		old, err := c.find(ctx, tx, user, id)
		if err != nil {
			return err
		}
		row := c.Row(item)
		*row = *c.Row(&old)
		if err := checkVersion(row.Version, version); err != nil {
			return err
		}
		if err := c.findParent(ctx, tx, user, item); err != nil {
			return err
		}
		if row.OwnerID != c.Row(&old).OwnerID {
			return c.noParent()
		}
		var query database.Query
		query.Append("UPDATE "+database.Quote(c.Table)+" SET "+quoteAll(c.Columns, "", " = ?, ")+" = ?", c.values(item)...)
		query.Append(", updated_at = ?, version = version + 1", value.Now())
		if err := c.change(ctx, tx, &query, id, version); err != nil {
			return err
		}
		*item, err = c.find(ctx, tx, user, id)
		return err
	})
	return c.explain(ctx, item, err)
}

// delete deletes a thing, if the version is still the demanded one.
func (c *Collection[T]) delete(ctx context.Context, user auth.User, id string, version int64) error {
	return c.db.Tx(ctx, func(tx *sql.Tx) error {
		item, err := c.find(ctx, tx, user, id)
		if err != nil {
			return err
		}
		if err := checkVersion(c.Row(&item).Version, version); err != nil {
			return err
		}
		var query database.Query
		query.Append("DELETE FROM " + database.Quote(c.Table))
		err = c.change(ctx, tx, &query, id, version)
		if c.db.Kind(err) == database.NoReference {
			return api.NewProblem(http.StatusConflict, "has_children", "Other things belong to it. Delete those first.")
		}
		return err
	})
}

// change runs a statement for one row, if its version is still the demanded one. The statement says so itself:
// between a look at the version and the change, another request could be quicker.
func (c *Collection[T]) change(ctx context.Context, tx *sql.Tx, query *database.Query, id string, version int64) error {
	query.Append(" WHERE id = ?", id)
	if version != anyVersion {
		query.Append(" AND version = ?", version)
	}
	text, values := query.SQL("")
	result, err := tx.ExecContext(ctx, text, values...)
	if err != nil {
		return err
	}
	changed, err := result.RowsAffected()
	switch {
	case err != nil || changed > 0:
		return err
	case version == anyVersion:
		return api.NotFound()
	}
	return checkVersion(noVersion, version)
}

// values are what a client sets, as the database takes it: nil for what is missing.
func (c *Collection[T]) values(item *T) []any {
	values := c.Values(item)
	for i, pointer := range values {
		v := reflect.ValueOf(pointer)
		for v.Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		if values[i] = v.Interface(); v.Kind() == reflect.Pointer {
			values[i] = nil
		}
	}
	return values
}

// findParent finds what a thing is to belong to; its owner becomes the thing's owner.
func (c *Collection[T]) findParent(ctx context.Context, tx *sql.Tx, user auth.User, item *T) error {
	if c.Parent == nil {
		return nil
	}
	parent := c.Parent.Of(item)
	var query database.Query
	query.Where("id = ?", parent.ID)
	user.Reach(&query, c.Parent.Table)
	text, values := query.SQL("SELECT owner_id, " + database.Quote(c.Parent.Label) + " FROM " + database.Quote(c.Parent.Table))
	err := tx.QueryRowContext(ctx, text, values...).Scan(&c.Row(item).OwnerID, &parent.Label)
	if errors.Is(err, sql.ErrNoRows) {
		return c.noParent()
	}
	return err
}

func (c *Collection[T]) noParent() error {
	return api.InvalidField(c.Parent.Key, "not_found", "Is not one that you can use.")
}

// explain turns what the database refused into what the client can understand.
func (c *Collection[T]) explain(ctx context.Context, item *T, err error) error {
	switch kind := c.db.Kind(err); {
	case kind == database.NotUnique:
		return c.notUnique(ctx, item)
	case kind == database.NoReference && c.Parent != nil:
		return c.noParent() // it was deleted in this very moment
	case kind == database.NoReference:
		return auth.InvalidToken()
	}
	return err
}

// notUnique finds out which values another thing of the same owner has.
func (c *Collection[T]) notUnique(ctx context.Context, item *T) error {
	taken := []string{}
	for i, name := range c.Columns {
		if !slices.Contains(c.Unique, name) {
			continue
		}
		var query database.Query
		query.Append("SELECT COUNT(*) FROM "+database.Quote(c.Table)+" WHERE owner_id = ? AND id <> ? AND "+database.Quote(name)+" = ?",
			c.Row(item).OwnerID, c.Row(item).ID, c.values(item)[i])
		text, values := query.SQL("")
		var n int
		if err := c.db.QueryRowContext(ctx, text, values...).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			taken = append(taken, name)
		}
	}
	return api.NotUnique(taken)
}
