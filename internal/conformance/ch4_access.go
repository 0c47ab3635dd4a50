package conformance

import (
	"fmt"
	"slices"

	"github.com/scaffolio/scaffolio/internal/contract"
	"github.com/scaffolio/scaffolio/internal/model"
)

func accessChecks() []check {
	access := func(name, clause string, run func(*T)) check {
		return check{chapter: 4, name: name, clause: clause, run: run}
	}
	const others = "Another's thing is answered exactly as one that doesn't exist (same status, same body)."
	byAdmin := func(name, clause string, run func(*T)) check {
		return check{chapter: 4, name: name, clause: clause, run: run, needs: needsAdmin}
	}
	return []check{
		access("bearer-everywhere", "Everything but `/auth/*` needs a bearer.", bearerEverywhere),
		access("auth-open", "Everything but `/auth/*` needs a bearer.", authOpen),
		access("others-get", others, func(t *T) { t.eachOthers(othersGet) }),
		access("others-put", others, func(t *T) { t.eachOthers(othersPut) }),
		access("others-delete", others, func(t *T) { t.eachOthers(othersDelete) }),
		access("others-list", "A user reaches their own things only.", othersList),
		access("others-parent", others, othersParent),
		byAdmin("admin-reaches-items", "An admin reaches everybody's.", adminReachesItems),
		byAdmin("admin-reaches-lists", "An admin reaches everybody's.", adminReachesLists),
		byAdmin("admin-keeps-owner", "An admin reaches everybody's.", adminKeepsOwner),
	}
}

func bearerEverywhere(t *T) {
	for _, op := range contract.Operations(t.suite.target.Model) {
		if op.Auth != contract.Bearer && op.Auth != contract.Admin {
			continue
		}
		var body any
		if op.Body {
			body = values{}
		}
		path := fill(op.Path)
		t.anon().call(op.Method, path, body).refuses(401, "unauthenticated")
		// The same path, written otherwise: RFC 3986, section 6.2.2.2.
		t.anon().call(op.Method, fmt.Sprintf("/%%%x%s", path[1], path[2:]), body).is(401, 404)
	}
}

func authOpen(t *T) {
	t.anon().post(api+"/auth/register", values{}).is(422)
	t.anon().post(api+"/auth/login", values{}).is(422)
	t.anon().post(api+"/auth/logout", nil).is(204)
}

// eachOthers hands on, for each entity, somebody else's item and the client who tries to reach it.
func (t *T) eachOthers(try func(c, owner *client, e *model.Entity, theirs item)) {
	c, owner := t.user(), t.user()
	t.eachEntity(func(e *model.Entity) { try(c, owner, e, owner.make(e)) })
}

func othersGet(c, owner *client, e *model.Entity, theirs item) {
	a := c.get(itemPath(e, theirs.id()))
	a.refuses(404, "not_found")
	a.sameRefusal(c.get(itemPath(e, nobody)))
	owner.get(itemPath(e, theirs.id())).is(200)
}

func othersPut(c, owner *client, e *model.Entity, theirs item) {
	mine := c.payload(e)
	for _, tag := range []string{`"1"`, `"7"`, "*", ""} {
		a := c.put(itemPath(e, theirs.id()), mine, tag)
		a.sameRefusal(c.put(itemPath(e, nobody), mine, tag))
		if tag != "" {
			a.refuses(404, "not_found")
		}
	}
	if got := owner.get(itemPath(e, theirs.id())).is(200).object(); numberText(got["version"]) != "1" {
		c.t.failf("%s: somebody else's PUT changed it to version %v", e.Name, got["version"])
	}
}

func othersDelete(c, owner *client, e *model.Entity, theirs item) {
	for _, c := range []*client{c, c.with("If-Match", `"1"`), c.with("If-Match", `"7"`)} {
		a := c.delete(itemPath(e, theirs.id()))
		a.refuses(404, "not_found")
		a.sameRefusal(c.delete(itemPath(e, nobody)))
	}
	owner.get(itemPath(e, theirs.id())).is(200)
}

func othersList(t *T) {
	t.eachOthers(func(c, _ *client, e *model.Entity, theirs item) {
		a := c.get(collection(e) + "?limit=100").is(200)
		if slices.ContainsFunc(a.items(), func(i item) bool { return i.id() == theirs.id() }) {
			a.failf("%s: somebody else's item is in the list", e.Name)
		}
	})
}

// othersParent tries to put a child under somebody else's parent, and to list its children.
func othersParent(t *T) {
	c, owner := t.user(), t.user()
	t.eachChild(func(e *model.Entity) {
		owner.make(e)
		body, key := c.payload(e), e.ParentKey()
		a := c.post(collection(e), body.but(key, owner.parent(e.Parent)))
		a.invalid("/" + key + "=not_found")
		a.sameRefusal(c.post(collection(e), body.but(key, nobody)))
		list := c.get(collection(e) + "?" + key + "=" + owner.parent(e.Parent)).is(200)
		if len(list.items()) > 0 {
			list.failf("somebody else's children are listed")
		}
	})
}

func adminReachesItems(t *T) {
	owner, admin := t.user(), t.admin()
	t.eachEntity(func(e *model.Entity) {
		made := owner.make(e)
		path := itemPath(e, made.id())
		admin.get(path).is(200)
		admin.put(path, writable(e, made), `"1"`).is(200)
		admin.delete(path).is(204)
		owner.get(path).is(404)
	})
}

func adminReachesLists(t *T) {
	owner, admin := t.user(), t.admin()
	t.eachEntity(func(e *model.Entity) {
		made := owner.make(e)
		a := admin.get(collection(e) + "?limit=100").is(200)
		if !slices.ContainsFunc(a.items(), func(i item) bool { return i.id() == made.id() }) {
			a.failf("%s: the newest item of a user is not in the admin's list", e.Name)
		}
		if e.Parent != nil {
			list := admin.get(collection(e) + "?" + e.ParentKey() + "=" + owner.parent(e.Parent)).is(200)
			if len(list.items()) == 0 {
				list.failf("%s: a user's children are not listed for the admin", e.Name)
			}
		}
	})
}

func adminKeepsOwner(t *T) {
	owner, admin := t.user(), t.admin()
	t.eachEntity(func(e *model.Entity) {
		made := owner.make(e)
		a := admin.put(itemPath(e, made.id()), writable(e, made), "*").is(200)
		if a.text("owner_id") != owner.id {
			a.failf("%s: owner_id is %s after the admin's PUT, want the owner's %s", e.Name, a.text("owner_id"), owner.id)
		}
		owner.get(itemPath(e, made.id())).is(200)
	})
}

// numberText is a JSON number in its digits.
func numberText(value any) string { return fmt.Sprint(value) }
