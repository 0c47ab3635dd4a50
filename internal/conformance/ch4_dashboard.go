package conformance

import (
	"encoding/json"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

func dashboardChecks() []check {
	const clause = "`GET /dashboard`, by role: `{\"scope\":\"own\"|\"all\",\"users\":n|null,\"totals\":{…},\"created_per_day\":[…],\"by\":{…}}`."
	return []check{
		{chapter: 4, name: "dashboard-own", clause: clause, run: dashboardOwn},
		{chapter: 4, name: "dashboard-all", clause: clause, run: dashboardAll, needs: needsAdmin},
		{chapter: 4, name: "dashboard-totals", clause: "`totals`: {\"books\":12,…}", run: dashboardTotals},
		{
			chapter: 4, name: "dashboard-days", run: dashboardDays,
			clause: "`created_per_day`: all entities together, 30 days, today (UTC) last, zeros included",
		},
		{chapter: 4, name: "dashboard-by", clause: "`by`: every enum field with `filter`, all values", run: dashboardBy},
	}
}

// dashboard is the overview of a client.
type dashboard struct {
	answer        *answer
	Scope         string                            `json:"scope"`
	Users         *json.Number                      `json:"users"`
	Totals        map[string]json.Number            `json:"totals"`
	CreatedPerDay []dayCount                        `json:"created_per_day"`
	By            map[string]map[string]json.Number `json:"by"`
}

type dayCount struct {
	Date  string      `json:"date"`
	Count json.Number `json:"count"`
}

func (c *client) dashboard() dashboard {
	a := c.get(api + "/dashboard").is(200)
	a.hasNames(a.object(), []string{"scope", "users", "totals", "created_per_day", "by"})
	d := dashboard{answer: a}
	a.decode(&d)
	return d
}

func dashboardOwn(t *T) {
	if d := t.user().dashboard(); d.Scope != "own" || d.Users != nil {
		d.answer.failf("want scope own and users null")
	}
}

func dashboardAll(t *T) {
	t.account()
	before := t.admin().dashboard()
	if before.Scope != "all" || before.Users == nil {
		before.answer.failf("want scope all and the number of users")
	}
	c := t.user()
	e := t.first()
	c.make(e)
	after := t.admin().dashboard()
	if !grew(*before.Users, *after.Users) || !grew(before.Totals[e.PluralSnake()], after.Totals[e.PluralSnake()]) {
		after.answer.failf("neither a new user nor their items were added to %s", shorten(string(before.answer.Body)))
	}
}

func grew(before, after json.Number) bool {
	b, errBefore := before.Int64()
	a, errAfter := after.Int64()
	return errBefore == nil && errAfter == nil && a > b
}

func dashboardTotals(t *T) {
	c := t.user()
	want := map[string]string{}
	t.eachEntity(func(e *model.Entity) { want[e.PluralSnake()] = "0" })
	c.dashboard().hasTotals(want)
	e := t.first()
	c.make(e)
	last := c.make(e)
	made := c.dashboard()
	if made.Totals[e.PluralSnake()] != "2" {
		made.answer.failf("totals.%s is %s after two were made", e.PluralSnake(), made.Totals[e.PluralSnake()])
	}
	c.delete(itemPath(e, last.id())).is(204)
	if left := c.dashboard(); left.Totals[e.PluralSnake()] != "1" {
		left.answer.failf("totals.%s is %s after one of two was deleted", e.PluralSnake(), left.Totals[e.PluralSnake()])
	}
}

func (d dashboard) hasTotals(want map[string]string) {
	if len(d.Totals) != len(want) {
		d.answer.failf("totals has %d entries, want %d", len(d.Totals), len(want))
	}
	for name, number := range want {
		if d.Totals[name].String() != number {
			d.answer.failf("totals.%s is %q, want %s", name, d.Totals[name], number)
		}
	}
}

func dashboardDays(t *T) {
	c := t.user()
	today := time.Now().UTC()
	made := 0
	t.eachEntity(func(e *model.Entity) { c.make(e) })
	t.eachEntity(func(e *model.Entity) { made += len(c.get(collection(e) + "?limit=100").is(200).items()) })
	d := c.dashboard()
	if time.Now().UTC().Day() != today.Day() {
		t.skipf("midnight passed while the check ran")
	}
	if len(d.CreatedPerDay) != 30 {
		d.answer.failf("created_per_day has %d days, want 30", len(d.CreatedPerDay))
	}
	for i, day := range d.CreatedPerDay {
		want := today.AddDate(0, 0, i-29).Format(time.DateOnly)
		count := "0"
		if i == 29 {
			count = numberText(made)
		}
		if day.Date != want || day.Count.String() != count {
			d.answer.failf("day %d is %s with %s, want %s with %s", i+1, day.Date, day.Count, want, count)
		}
	}
}

func dashboardBy(t *T) {
	c := t.user()
	filtered := func(f *model.Field) bool { return f.Type == model.Enum && f.Filter }
	before := c.dashboard()
	want := 0
	t.eachField("enum field with a filter", filtered, func(e *model.Entity, f *model.Field) {
		want++
		name := e.PluralSnake() + "." + f.Name
		for _, value := range f.Values {
			if before.By[name][value] != "0" {
				before.answer.failf("by[%q][%q] is %q for a new account, want 0", name, value, before.By[name][value])
			}
		}
		c.create(e, c.payload(e).but(f.Name, f.Values[0]))
		after := c.dashboard()
		if !grew(before.By[name][f.Values[0]], after.By[name][f.Values[0]]) || len(after.By[name]) != len(f.Values) {
			after.answer.failf("by[%q] is %v after one with %s was made", name, after.By[name], f.Values[0])
		}
	})
	if len(before.By) != want {
		before.answer.failf("by has %d entries, want %d", len(before.By), want)
	}
}
