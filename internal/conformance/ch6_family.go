package conformance

import (
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func familyChecks() []check {
	family := func(name, clause string, run func(*T)) check {
		return check{chapter: 6, name: name, clause: clause, run: run}
	}
	const reach = "the parent given must be within reach, and on PUT of the same owner, else 422 `not_found` at `/shelf_id`"
	return []check{
		family("parent-shown", "a child also its `shelf_id` and `\"shelf\":{\"id\",\"label\"}` (label: the parent's first string field)", parentShown),
		family("parent-label-follows", "label: the parent's first string field …, by a join", parentLabelFollows),
		family("parent-required", "All errors of a body are told at once.", parentRequired),
		family("parent-unknown", reach, parentUnknown),
		family("parent-of-another", reach, parentOfAnother),
		family("parent-changed", reach, parentChanged),
		{chapter: 6, name: "parent-same-owner", clause: reach, needs: needsAdmin, run: parentSameOwner},
		{
			chapter: 6, name: "parent-gives-owner", needs: needsAdmin, run: parentGivesOwner,
			clause: "A child's owner is its parent's owner",
		},
		family("has-children", "A parent with children: DELETE 409 `has_children`.", hasChildren),
		family("unique-null", "`unique` is per owner", uniqueNull),
	}
}

// showsParent asserts that the item names its parent and the parent's label.
func (a *answer) showsParent(e *model.Entity, id, label string) {
	parent, _ := a.object()[e.Parent.Snake()].(map[string]any)
	if a.text(e.ParentKey()) != id || parent == nil {
		a.failf("%s: want %s %s and the parent as %s", e.Name, e.ParentKey(), id, e.Parent.Snake())
	}
	a.hasNames(parent, []string{"id", "label"})
	if parent["id"] != id || parent["label"] != label {
		a.failf("%s.%s is %v, want id %s and label %q", e.Name, e.Parent.Snake(), parent, id, label)
	}
}

func parentShown(t *T) {
	c := t.anybody()
	t.eachChild(func(e *model.Entity) {
		parent := c.make(e.Parent)
		label := parent.text(e.Parent.LabelField().Name)
		a := c.post(collection(e), c.payload(e).but(e.ParentKey(), parent.id())).is(201)
		a.showsParent(e, parent.id(), label)
		c.get(itemPath(e, a.text("id"))).is(200).showsParent(e, parent.id(), label)
	})
}

func parentLabelFollows(t *T) {
	c := t.anybody()
	t.eachChild(func(e *model.Entity) {
		parent := c.make(e.Parent)
		child := c.create(e, c.payload(e).but(e.ParentKey(), parent.id()))
		f := e.Parent.LabelField()
		label := sample(f, t.suite.next()).(string)
		c.put(itemPath(e.Parent, parent.id()), writable(e.Parent, parent).but(f.Name, label), `"1"`).is(200)
		c.get(itemPath(e, child.id())).is(200).head("ETag", `"1"`).showsParent(e, parent.id(), label)
	})
}

func parentRequired(t *T) {
	c := t.anybody()
	t.eachChild(func(e *model.Entity) {
		key := e.ParentKey()
		c.post(collection(e), c.payload(e).without(key)).invalid("/" + key + "=required").namesOnly("/" + key)
		c.post(collection(e), c.payload(e).but(key, nil)).invalid("/" + key + "=required|wrong_type")
		c.post(collection(e), c.payload(e).but(key, 7)).invalid("/" + key + "=wrong_type")
		c.post(collection(e), values{key: 7, "unknown": 1}).invalid("/"+key+"=wrong_type", "/unknown=unknown_field")
	})
}

func parentUnknown(t *T) {
	c := t.anybody()
	t.eachChild(func(e *model.Entity) {
		key := e.ParentKey()
		made := c.make(e)
		c.post(collection(e), c.payload(e).but(key, nobody)).invalid("/" + key + "=not_found")
		c.put(itemPath(e, made.id()), c.payload(e).but(key, nobody), `"1"`).invalid("/" + key + "=not_found")
		for _, id := range []string{"x", "", "1-1-1-1-1", nobody + "0", made.id(), "\u0000", strings.Repeat("a", 36)} {
			c.post(collection(e), c.payload(e).but(key, id)).invalid("/" + key + "=not_found|invalid_format|blank|required|too_long")
		}
	})
}

func parentOfAnother(t *T) {
	c, owner := t.user(), t.user()
	t.eachChild(func(e *model.Entity) {
		key, theirs := e.ParentKey(), owner.parent(e.Parent)
		made := c.make(e)
		c.post(collection(e), c.payload(e).but(key, theirs)).invalid("/" + key + "=not_found")
		c.put(itemPath(e, made.id()), c.payload(e).but(key, theirs), `"1"`).invalid("/" + key + "=not_found")
	})
}

func parentChanged(t *T) {
	c := t.anybody()
	t.eachChild(func(e *model.Entity) {
		made := c.make(e)
		other := c.make(e.Parent)
		label := other.text(e.Parent.LabelField().Name)
		a := c.put(itemPath(e, made.id()), writable(e, made).but(e.ParentKey(), other.id()), `"1"`).is(200)
		a.showsParent(e, other.id(), label)
		c.get(itemPath(e, made.id())).showsParent(e, other.id(), label)
	})
}

// parentSameOwner: an admin reaches both owners' things, but must not move a child from one to the other.
func parentSameOwner(t *T) {
	c, owner, admin := t.user(), t.user(), t.admin()
	t.eachChild(func(e *model.Entity) {
		made := c.make(e)
		body := writable(e, made).but(e.ParentKey(), owner.parent(e.Parent))
		admin.put(itemPath(e, made.id()), body, `"1"`).invalid("/" + e.ParentKey() + "=not_found")
		c.get(itemPath(e, made.id())).head("ETag", `"1"`)
	})
}

func parentGivesOwner(t *T) {
	owner, admin := t.user(), t.admin()
	t.eachChild(func(e *model.Entity) {
		body := owner.payload(e)
		a := admin.post(collection(e), body).is(201)
		if a.text("owner_id") != owner.id {
			a.failf("%s: owner_id is %s, want that of the parent's owner, %s", e.Name, a.text("owner_id"), owner.id)
		}
		owner.get(itemPath(e, a.text("id"))).is(200)
	})
}

func hasChildren(t *T) {
	c := t.anybody()
	t.eachChild(func(e *model.Entity) {
		parent := c.make(e.Parent)
		path := itemPath(e.Parent, parent.id())
		child := c.create(e, c.payload(e).but(e.ParentKey(), parent.id()))
		c.delete(path).refuses(409, "has_children")
		c.with("If-Match", `"7"`).delete(path).refuses(412, "precondition_failed")
		c.get(itemPath(e, child.id())).is(200)
		c.delete(itemPath(e, child.id())).is(204)
		c.delete(path).is(204)
	})
}

func uniqueNull(t *T) {
	c := t.anybody()
	t.eachField("unique field that may be null", func(f *model.Field) bool { return f.Unique && f.Nullable() },
		func(e *model.Entity, f *model.Field) {
			for range 2 {
				c.post(collection(e), c.payload(e).but(f.Name, nil)).is(201)
			}
		})
}
