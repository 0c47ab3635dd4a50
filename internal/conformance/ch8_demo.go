package conformance

import (
	"github.com/scaffolio/scaffolio/internal/model"
)

func demoChecks() []check {
	const demo = "`SEED_DEMO=true` with `DEMO_PASSWORD` makes once the account `demo@example.com` with some 25 plausible items for " +
		"each entity; it can't change its password or be deleted."
	seeded := func(name string, run func(*T)) check {
		return check{chapter: 8, name: name, clause: demo, needs: needsStart, run: run}
	}
	return []check{
		seeded("demo-account", demoAccount),
		seeded("demo-items", demoItems),
		seeded("demo-keeps-password", demoKeepsPassword),
		seeded("demo-not-deleted", demoNotDeleted),
		seeded("demo-made-once", demoOnce),
		seeded("demo-only-when-asked", demoOnlyWhenAsked),
	}
}

const (
	demoEmail    = "demo@example.com"
	demoPassword = "a demo for everybody"
)

func demoStart() StartOptions { return env("SEED_DEMO", "true", "DEMO_PASSWORD", demoPassword) }

// demo is a client of the demo account.
func (t *T) demo() *client {
	return t.shared("demo", demoStart()).member(demoEmail, demoPassword)
}

func demoAccount(t *T) {
	a := t.demo().get(api + "/users/me").is(200)
	if a.text("email") != demoEmail || a.text("role") != "user" {
		a.failf("want %s with role user", demoEmail)
	}
}

func demoItems(t *T) {
	c := t.demo()
	t.eachEntity(func(e *model.Entity) {
		a := c.list(e, "limit=100")
		if n := len(a.items()); n < 3 || n > 40 || n < 15 && !hasUniqueChoice(e) {
			a.failf("%s: the demo has %d items, want some 25", e.Name, n)
		}
		for _, i := range a.items() {
			c.put(itemPath(e, i.id()), writable(e, i), "*").is(200)
		}
	})
}

// hasUniqueChoice tells whether a unique field has room for a few values only.
func hasUniqueChoice(e *model.Entity) bool {
	return len(fields(e, func(f *model.Field) bool { return f.Unique && f.Type != model.String })) > 0
}

func demoKeepsPassword(t *T) {
	c := t.demo()
	c.changePassword(demoPassword, otherPassword).refuses(403, "forbidden")
	c.login().is(200)
}

func demoNotDeleted(t *T) {
	c := t.demo()
	c.deleteAccount(demoPassword).refuses(403, "forbidden")
	c.alive()
}

func demoOnce(t *T) {
	o := demoStart().on(t.check.name)
	before := t.start(o)
	c := before.member(demoEmail, demoPassword)
	e := t.suite.target.Model.Entities[len(t.suite.target.Model.Entities)-1]
	page := c.list(e, "limit=1")
	if len(page.items()) == 0 {
		page.failf("%s: the demo has no items", e.Name)
	}
	last := page.items()[0]
	for _, child := range e.Children {
		for _, i := range c.list(child, query(child.ParentKey(), last.id())+"&limit=100").items() {
			c.delete(itemPath(child, i.id()))
		}
	}
	c.delete(itemPath(e, last.id()))
	want := c.dashboard().Totals[e.PluralSnake()]
	stop(before.Instance)
	after := t.start(o).member(demoEmail, demoPassword)
	if got := after.dashboard(); got.Totals[e.PluralSnake()] != want {
		got.answer.failf("%s: %s items after a restart, %s before", e.Name, got.Totals[e.PluralSnake()], want)
	}
}

func demoOnlyWhenAsked(t *T) {
	c := t.development().anon()
	c.email, c.password = demoEmail, demoPassword
	c.login().refuses(401, "invalid_credentials")
}
