package conformance

import (
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

func itemChecks() []check {
	thing := func(name, clause string, run func(*T)) check {
		return check{chapter: 6, name: name, clause: clause, run: run}
	}
	return []check{
		thing("item", "Item: `id` (UUIDv7 …), `owner_id`, the fields, `created_at`, `updated_at`, `version` (1, 2, …)", itemShape),
		thing("item-id-form", "`id` (UUIDv7; 36 characters; anything else is 404)", itemIDForm),
		thing("item-get", "`GET` → 200 with `ETag: \"<version>\"`.", itemGet),
		thing("item-delete", "`DELETE` → 204; … again: 404", itemDelete),
		thing("item-delete-if-match", "`DELETE` … honours `If-Match`", itemDeleteIfMatch),
		thing("item-delete-bad-tag", "`*` or one strong tag, anything else or old 412", itemDeleteBadTag),
		thing("item-no-system-fields", "Fields that nobody may write (id, owner_id, version, …) are unknown fields: 422 `unknown_field`.", itemSystemFields),
		thing("item-times", "`created_at`, `updated_at`", itemTimes),
	}
}

func itemShape(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		a := c.post(collection(e), c.payload(e)).is(201)
		a.hasNames(a.object(), itemNames(e))
		if !uuid7().MatchString(a.text("id")) {
			a.failf("id %q is no UUIDv7", a.text("id"))
		}
		if a.text("owner_id") != c.id || numberText(a.object()["version"]) != "1" {
			a.failf("want owner_id %s and version 1", c.id)
		}
	})
}

func itemIDForm(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		id := c.make(e).id()
		for _, other := range []string{
			"1", "x", "0", strings.ReplaceAll(id, "-", ""), "{" + id + "}", "urn:uuid:" + id, id + "0", id[:35], "1-1-1-1-1",
			id + "%00", id + "%20", "%20" + id, id + "/", "undefined", id[:14] + "g" + id[15:], strings.Repeat("a", 36),
		} {
			c.get(itemPath(e, other)).refuses(404, "not_found")
			c.delete(itemPath(e, other)).refuses(404, "not_found")
		}
		c.get(itemPath(e, nobody)).refuses(404, "not_found")
		c.get(itemPath(e, id)).is(200)
	})
}

func itemGet(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		c.get(itemPath(e, made.id())).is(200).head("ETag", `"1"`)
		c.put(itemPath(e, made.id()), writable(e, made), `"1"`).is(200)
		c.get(itemPath(e, made.id())).is(200).head("ETag", `"2"`)
	})
}

func itemDelete(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		path := itemPath(e, c.make(e).id())
		if a := c.delete(path).is(204); len(a.Body) > 0 {
			a.failf("want no body")
		}
		c.get(path).refuses(404, "not_found")
		c.delete(path).refuses(404, "not_found")
		c.put(path, c.payload(e), "*").refuses(404, "not_found")
	})
}

func itemDeleteIfMatch(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		path := itemPath(e, made.id())
		c.put(path, writable(e, made), `"1"`).is(200)
		c.with("If-Match", `"1"`).delete(path).refuses(412, "precondition_failed")
		c.with("If-Match", `"2"`).delete(path).is(204)
		c.with("If-Match", "*").delete(itemPath(e, c.make(e).id())).is(204)
	})
}

// badTags are values of If-Match that are neither a star nor one strong tag.
func badTags() []string {
	return []string{`W/"1"`, `"1", "2"`, "1", `"`, `"1`, `1"`, `""`, `"01"`, `"1.0"`, `"x"`, `"-1"`, `*, "1"`, `"99999999999999999999"`, "**"}
}

func itemDeleteBadTag(t *T) {
	c := t.anybody()
	e := t.first()
	path := itemPath(e, c.make(e).id())
	for _, tag := range badTags() {
		c.with("If-Match", tag).delete(path).refuses(412, "precondition_failed")
	}
	c.get(path).is(200)
}

func itemSystemFields(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		names := []string{"id", "owner_id", "version", "created_at", "updated_at"}
		if e.Parent != nil {
			names = append(names, e.Parent.Snake())
		}
		for _, name := range names {
			c.post(collection(e), c.payload(e).but(name, made[name])).invalid("/" + name + "=unknown_field").namesOnly("/" + name)
			c.put(itemPath(e, made.id()), writable(e, made).but(name, made[name]), `"1"`).invalid("/" + name + "=unknown_field")
		}
	})
}

func itemTimes(t *T) {
	c := t.anybody()
	e := t.first()
	made := c.make(e)
	if made.text("created_at") != made.text("updated_at") {
		t.failf("a new item has created_at %s and updated_at %s", made.text("created_at"), made.text("updated_at"))
	}
	t.wait(5 * time.Millisecond)
	changed := c.put(itemPath(e, made.id()), writable(e, made), `"1"`).is(200)
	if changed.text("created_at") != made.text("created_at") || changed.text("updated_at") <= made.text("updated_at") {
		changed.failf("want created_at %s as it was, and a later updated_at", made.text("created_at"))
	}
}
