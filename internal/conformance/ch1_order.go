package conformance

import (
	"net/http"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

const orderClause = "Order of refusals: 429 by address → 401 → unknown path 404 → 405 → 403 → 413 or 415 → 400 → 422 of shape and " +
	"values → 429 of login → 428 → 404 of the thing → 412 → 422 of the parent → 409"

func orderChecks() []check {
	order := func(name string, run func(*T)) check {
		return check{chapter: 1, name: "order-" + name, clause: orderClause, run: run}
	}
	return []check{
		order("401-before-405", func(t *T) {
			t.anon().call(http.MethodPatch, collection(t.first()), nil).refuses(401, "unauthenticated")
		}),
		order("401-before-body", bearerBeforeBody),
		order("401-before-413", func(t *T) {
			t.tooLarge(t.anon().dressed(t.large(false)), 401)
		}),
		order("401-same-for-unknown", unknownWithoutToken),
		order("405-before-403", func(t *T) {
			t.anybody().call(http.MethodDelete, api+"/admin/users", nil).refuses(405, "method_not_allowed")
		}),
		order("405-before-415", func(t *T) {
			t.anybody().plain(http.MethodPatch, collection(t.first()), "{").refuses(405, "method_not_allowed")
		}),
		order("403-before-body", forbiddenBeforeBody),
		order("415-before-400", func(t *T) {
			t.anybody().plain(http.MethodPost, collection(t.first()), "{").refuses(415, "unsupported_media_type")
		}),
		order("413-before-400", func(t *T) {
			t.anybody().post(collection(t.first()), "{"+strings.Repeat("x", 2<<20)).is(413)
		}),
		order("422-before-428", func(t *T) {
			c := t.anybody()
			e := t.first()
			id := c.make(e).id()
			c.put(itemPath(e, id), values{"unknown": 1}, "").invalid("/unknown=unknown_field")
		}),
		order("422-before-404", func(t *T) {
			t.anybody().put(itemPath(t.first(), nobody), values{"unknown": 1}, `"1"`).invalid("/unknown=unknown_field")
		}),
		order("428-before-404", func(t *T) {
			c := t.anybody()
			c.put(itemPath(t.first(), nobody), c.payload(t.first()), "").refuses(428, "precondition_required")
		}),
		order("404-before-412", func(t *T) {
			c := t.anybody()
			c.put(itemPath(t.first(), nobody), c.payload(t.first()), `"99"`).refuses(404, "not_found")
			c.with("If-Match", `"99"`).delete(itemPath(t.first(), nobody)).refuses(404, "not_found")
		}),
		order("412-before-parent", preconditionBeforeParent),
		order("412-before-409", preconditionBeforeConflict),
		order("parent-before-409", parentBeforeConflict),
		order("422-before-parent", shapeBeforeParent),
	}
}

// plain sends a body as text/plain.
func (c *client) plain(method, path, body string) *answer {
	return c.send(Request{Method: method, Path: path, Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte(body)})
}

func bearerBeforeBody(t *T) {
	path := collection(t.first())
	for _, c := range []*client{t.anon(), t.anon().with("Authorization", "Bearer nonsense")} {
		c.post(path, "{").is(401)
		c.plain(http.MethodPost, path, "{").is(401)
		c.post(path, values{"unknown": 1}).is(401)
		c.put(itemPath(t.first(), nobody), "{", "").is(401)
		c.get(path + "?limit=0").is(401)
	}
}

func unknownWithoutToken(t *T) {
	want := t.anon().get(api+"/nowhere").is(401, 404)
	for _, path := range []string{api + "/else", api + "/auths/login", api + "/users", collection(t.first()) + "/1/2"} {
		t.anon().get(path).is(want.Status)
	}
}

func forbiddenBeforeBody(t *T) {
	c := t.anybody()
	path := api + "/admin/users/" + nobody
	c.patch(path, "{").refuses(403, "forbidden")
	c.plain(http.MethodPatch, path, "{").refuses(403, "forbidden")
	c.patch(path, values{"unknown": 1}).refuses(403, "forbidden")
	c.get(api+"/admin/users?limit=0").refuses(403, "forbidden")
}

func preconditionBeforeParent(t *T) {
	c := t.anybody()
	t.eachChild(func(e *model.Entity) {
		made := c.make(e)
		c.put(itemPath(e, made.id()), c.payload(e).but(e.ParentKey(), nobody), `"99"`).refuses(412, "precondition_failed")
	})
}

func preconditionBeforeConflict(t *T) {
	c := t.anybody()
	t.eachField("unique field", isUnique, func(e *model.Entity, f *model.Field) {
		first, second := c.make(e), c.make(e)
		body := writable(e, second).but(f.Name, first[f.Name])
		c.put(itemPath(e, second.id()), body, `"99"`).refuses(412, "precondition_failed")
	})
}

func parentBeforeConflict(t *T) {
	c := t.anybody()
	t.eachField("unique field in an entity with a parent",
		func(f *model.Field) bool { return f.Unique && t.parentOf(f) != nil },
		func(e *model.Entity, f *model.Field) {
			made := c.make(e)
			body := writable(e, made).but(e.ParentKey(), nobody)
			c.post(collection(e), body).invalid("/" + e.ParentKey() + "=not_found")
		})
}

func shapeBeforeParent(t *T) {
	c := t.anybody()
	t.eachChild(func(e *model.Entity) {
		body := c.payload(e).but(e.ParentKey(), nobody).but("unknown", 1)
		c.post(collection(e), body).invalid("/unknown=unknown_field").namesOnly("/unknown")
	})
}

func isUnique(f *model.Field) bool { return f.Unique }

// parentOf is the parent of the entity that has the field.
func (t *T) parentOf(f *model.Field) *model.Entity {
	for _, e := range t.suite.target.Model.Entities {
		for _, other := range e.Fields {
			if other == f {
				return e.Parent
			}
		}
	}
	return nil
}
