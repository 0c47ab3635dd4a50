package conformance

import (
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func uniqueChecks() []check {
	unique := func(name, clause string, run func(*T)) check {
		return check{chapter: 6, name: name, clause: clause, run: run}
	}
	const per = "`unique` is per owner: 409 `not_unique`"
	return []check{
		unique("unique-create", per, uniqueCreate),
		unique("unique-put", per, uniquePut),
		unique("unique-own-value", per, uniqueOwnValue),
		unique("unique-per-owner", per, uniquePerOwner),
		unique("unique-freed", per, uniqueFreed),
		unique("unique-code-points", "Equality and `unique` compare code points exactly.", uniqueCodePoints),
		unique("unique-parallel", "of N parallel creations exactly one succeeds", uniqueParallel),
	}
}

// takenBy asserts that the answer refuses the field's value because another item has it.
func (a *answer) takenBy(f *model.Field) {
	p := a.refuses(409, "not_unique")
	found := false
	for _, e := range p.Errors {
		found = found || e.where() == "/"+f.Name
	}
	if !found {
		a.failf("errors does not name /%s", f.Name)
	}
}

func uniqueCreate(t *T) {
	c := t.anybody()
	t.eachField("unique field", isUnique, func(e *model.Entity, f *model.Field) {
		made := c.make(e)
		c.post(collection(e), c.payload(e).but(f.Name, made[f.Name])).takenBy(f)
		if _, high := lengths(f); f.Type == model.String && high > len(made.text(f.Name)) {
			c.post(collection(e), c.payload(e).but(f.Name, "  "+made.text(f.Name)+" ")).takenBy(f)
		}
	})
}

func uniquePut(t *T) {
	c := t.anybody()
	t.eachField("unique field", isUnique, func(e *model.Entity, f *model.Field) {
		first, second := c.make(e), c.make(e)
		c.put(itemPath(e, second.id()), writable(e, second).but(f.Name, first[f.Name]), `"1"`).takenBy(f)
		c.get(itemPath(e, second.id())).head("ETag", `"1"`)
	})
}

func uniqueOwnValue(t *T) {
	c := t.anybody()
	t.eachField("unique field", isUnique, func(e *model.Entity, _ *model.Field) {
		made := c.make(e)
		c.put(itemPath(e, made.id()), writable(e, made), `"1"`).is(200)
	})
}

func uniquePerOwner(t *T) {
	one, two := t.user(), t.user()
	t.eachField("unique field", isUnique, func(e *model.Entity, f *model.Field) {
		made := one.make(e)
		two.post(collection(e), two.payload(e).but(f.Name, made[f.Name])).is(201)
	})
}

func uniqueFreed(t *T) {
	c := t.anybody()
	t.eachField("unique field", isUnique, func(e *model.Entity, f *model.Field) {
		made := c.make(e)
		c.delete(itemPath(e, made.id())).is(204)
		c.post(collection(e), c.payload(e).but(f.Name, made[f.Name])).is(201)
	})
}

// uniqueCodePoints: what a database may hold to be the same text is not the same value.
func uniqueCodePoints(t *T) {
	c := t.user()
	textual := func(f *model.Field) bool {
		low, high := lengths(f)
		return f.Unique && f.Type == model.String && low <= 6 && high >= 12
	}
	t.eachField("unique string", textual, func(e *model.Entity, f *model.Field) {
		low, _ := lengths(f)
		pad := strings.Repeat("x", low)
		for _, text := range []string{"cafe", "CAFE", "café", "cafe\u0301", "Cafe", "cafe😀", "cafe😁", "ﬁ", "fi", "ß", "ss", "ca\u200dfe"} {
			c.post(collection(e), c.payload(e).but(f.Name, text+pad)).is(201)
		}
	})
}

func uniqueParallel(t *T) {
	c := t.anybody()
	const all = 8
	t.eachField("unique field", isUnique, func(e *model.Entity, f *model.Field) {
		value := sample(f, t.suite.next())
		var bodies []values
		for range all {
			bodies = append(bodies, c.payload(e).but(f.Name, value))
		}
		var answers tally
		t.together(all, func(i int) { answers.add(c.post(collection(e), bodies[i]).is(201, 409).Status) })
		if answers.count[201] != 1 {
			t.failf("%s.%s: of %d parallel creations with one value %d succeeded, want exactly 1", e.Name, f.Name, all, answers.count[201])
		}
	})
}
