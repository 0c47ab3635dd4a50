package conformance

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/scaffolio/scaffolio/internal/model"
)

func messageChecks() []check {
	return []check{
		{chapter: 1, name: "json-utf8", clause: "UTF-8 JSON", run: jsonUTF8},
		{chapter: 1, name: "names-snake-case", clause: "`snake_case` names", run: namesSnakeCase},
		{
			chapter: 1, name: "every-field-present", run: everyFieldPresent,
			clause: "Every field is always present in an answer, `null` where it has no value.",
		},
		{
			chapter: 1, name: "times-utc-milliseconds", run: timesUTC,
			clause: "Times: RFC 3339 UTC with milliseconds, `2026-11-20T10:00:00.123Z`",
		},
		{chapter: 1, name: "times-cut", clause: "cut, not rounded", run: timesCut},
		{
			chapter: 1, name: "request-id-taken", run: requestIDTaken,
			clause: "`X-Request-ID`: taken from the request when it matches `[A-Za-z0-9._-]{1,64}`",
		},
		{chapter: 1, name: "request-id-replaced", clause: "else made", run: requestIDReplaced},
		{chapter: 1, name: "request-id-unique", clause: "else made; on every answer", run: requestIDUnique},
		{chapter: 1, name: "request-id-not-in-body", clause: "never in a body", run: requestIDNotInBody},
	}
}

// isJSON asserts that an answer is plain JSON: UTF-8, whether it says so or not.
func (a *answer) isJSON() {
	if kind := a.Header.Get("Content-Type"); !regexp.MustCompile(`^application/json(; ?charset=(?i:utf-8))?$`).MatchString(kind) {
		a.failf("Content-Type is %q, want application/json", kind)
	}
}

func jsonUTF8(t *T) {
	c := t.user()
	const name = "Zoë Ünïcode 😀 文字"
	a := c.patch(api+"/users/me", values{"name": name}).is(200)
	a.isJSON()
	if !utf8.Valid(a.Body) {
		a.failf("the body is not UTF-8")
	}
	if got := a.text("name"); got != name {
		a.failf("name came back as %q, want %q", got, name)
	}
}

func namesSnakeCase(t *T) {
	c := t.user()
	snake := regexp.MustCompile(`^[a-z][a-z0-9_.]*$`)
	for _, path := range []string{"/users/me", "/dashboard"} {
		a := c.get(api + path).is(200)
		eachName(a.object(), func(name string) {
			if !snake.MatchString(name) {
				a.failf("the name %q is not snake_case", name)
			}
		})
	}
}

func eachName(value any, f func(string)) {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			f(name)
			eachName(value[name], f)
		}
	case []any:
		for _, v := range value {
			eachName(v, f)
		}
	}
}

// itemNames are the names in an item of the entity.
func itemNames(e *model.Entity) []string {
	names := []string{"id", "owner_id", "created_at", "updated_at", "version"}
	for _, f := range e.Fields {
		names = append(names, f.Name)
	}
	if e.Parent != nil {
		names = append(names, e.ParentKey(), e.Parent.Snake())
	}
	slices.Sort(names)
	return names
}

// hasNames asserts that the object has exactly these names.
func (a *answer) hasNames(object map[string]any, want []string) {
	got := slices.Sorted(maps.Keys(object))
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		a.failf("the names are %s, want %s", strings.Join(got, " "), strings.Join(want, " "))
	}
}

func everyFieldPresent(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		a := c.post(collection(e), c.minimal(e)).is(201)
		a.hasNames(a.object(), itemNames(e))
		for _, f := range e.Fields {
			if value := a.object()[f.Name]; value != nil && f.Nullable() {
				a.failf("%q is %v though it was not given, want null", f.Name, value)
			}
		}
	})
}

var timeForm = lazily(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$`)

func timesUTC(t *T) {
	c := t.anybody()
	a := c.get(api + "/users/me").is(200)
	if at := a.text("created_at"); !timeForm().MatchString(at) {
		a.failf("created_at is %q", at)
	}
	a = c.post(collection(t.first()), c.payload(t.first())).is(201)
	for _, name := range []string{"created_at", "updated_at"} {
		if at := a.text(name); !timeForm().MatchString(at) {
			a.failf("%s is %q", name, at)
		}
	}
}

func timesCut(t *T) {
	c := t.user()
	t.eachField("field of type datetime", ofType(model.DateTime), func(e *model.Entity, f *model.Field) {
		c.stores(e, f, "2024-05-06T07:08:09.9999Z", "2024-05-06T07:08:09.999Z")
	})
}

func requestIDTaken(t *T) {
	for _, id := range []string{"a", "Trace-1.2_3", strings.Repeat("x", 64)} {
		for _, path := range []string{"/livez", api + "/users/me", "/nowhere"} {
			t.anon().with("X-Request-ID", id).get(path).head("X-Request-ID", id)
		}
	}
}

func requestIDReplaced(t *T) {
	good := regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
	for _, id := range []string{"", strings.Repeat("x", 65), "two words", "a/b", "a\"b", "ümlaut", "a,b", "$(id)"} {
		a := t.anon().with("X-Request-ID", id).get("/livez")
		if got := a.Header.Get("X-Request-ID"); got == id || !good.MatchString(got) {
			a.failf("X-Request-ID %q was answered with %q, want one made by the service", id, got)
		}
	}
}

func requestIDUnique(t *T) {
	seen := map[string]bool{}
	for range 5 {
		a := t.anon().get("/livez")
		id := a.Header.Get("X-Request-ID")
		if id == "" || seen[id] {
			a.failf("X-Request-ID is %q, want one that no other request has", id)
		}
		seen[id] = true
	}
}

func requestIDNotInBody(t *T) {
	c := t.user().with("X-Request-ID", "find-me-in-the-body")
	for _, a := range []*answer{
		c.get(api + "/users/me"), c.get("/nowhere"), c.post(api+"/auth/login", "{"), c.get("/livez"),
	} {
		if strings.Contains(string(a.Body), "find-me-in-the-body") {
			a.failf("the request's id is in the body")
		}
	}
}

// stores asserts that the field takes the value and tells it as want, at once and when asked again.
func (c *client) stores(e *model.Entity, f *model.Field, value, want any) {
	a := c.post(collection(e), c.payload(e).but(f.Name, value))
	if a.Status != 201 {
		a.failf("%s.%s must take %s", e.Name, f.Name, brief(value))
	}
	again := c.get(itemPath(e, item(a.object()).id())).is(200)
	for _, got := range []any{a.object()[f.Name], again.object()[f.Name]} {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			c.t.failf("%s.%s: sent %s, got back %s, want %s", e.Name, f.Name, brief(value), brief(got), brief(want))
		}
	}
}

// refusesValue asserts that the field does not take the value, for the reason given as in invalid.
func (c *client) refusesValue(e *model.Entity, f *model.Field, value any, codes string) {
	a := c.post(collection(e), c.payload(e).but(f.Name, value))
	if a.Status != 422 {
		a.failf("%s.%s must refuse %s", e.Name, f.Name, brief(value))
	}
	a.invalid("/" + f.Name + "=" + codes)
}

func brief(value any) string { return shorten(fmt.Sprintf("%#v", value)) }
