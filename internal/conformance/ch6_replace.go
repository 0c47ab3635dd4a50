package conformance

import (
	"sync"

	"github.com/scaffolio/scaffolio/internal/model"
)

func replaceChecks() []check {
	replace := func(name, clause string, run func(*T)) check {
		return check{chapter: 6, name: name, clause: clause, run: run}
	}
	const tags = "needs `If-Match`: none 428; `*` or one strong tag, anything else or old 412"
	return []check{
		replace("put", "`PUT` (all writable fields …) … → 200, version + 1", put),
		replace("put-missing-optional", "a missing optional one becomes its default or null", putMissing),
		replace("put-missing-required", "`PUT` (all writable fields …)", putRequired),
		replace("put-without-if-match", tags, putWithout),
		replace("put-star", tags, putStar),
		replace("put-old-tag", tags, putOld),
		replace("put-bad-tag", tags, putBadTag),
		replace("put-parallel", "Of N parallel PUTs with one version exactly one succeeds.", putParallel),
		replace("put-refused-changes-nothing", "`PUT` … anything else or old 412", putRefused),
		replace("create-parallel", "parallel writes (…) else … fail", createParallel),
	}
}

func put(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		body := c.payload(e)
		a := c.put(itemPath(e, made.id()), body, `"1"`).is(200).head("ETag", `"2"`)
		a.holds(e, body)
		if numberText(a.object()["version"]) != "2" || a.text("id") != made.id() || a.text("owner_id") != c.id {
			a.failf("want the same item in version 2")
		}
		c.get(itemPath(e, made.id())).is(200).holds(e, body)
		c.put(itemPath(e, made.id()), body, `"2"`).is(200).head("ETag", `"3"`)
	})
}

func putMissing(t *T) {
	c := t.anybody()
	found := false
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		a := c.put(itemPath(e, made.id()), c.minimal(e), `"1"`).is(200)
		for _, f := range fields(e, func(f *model.Field) bool { return !f.Required }) {
			found = true
			if got, want := a.object()[f.Name], f.Default; numberText(got) != numberText(want) {
				a.failf("%s.%s is %s after it was left out, want %s", e.Name, f.Name, brief(got), brief(want))
			}
		}
	})
	if !found {
		t.skipf("the model has no optional field")
	}
}

func putRequired(t *T) {
	c := t.anybody()
	t.eachField("required field", func(f *model.Field) bool { return f.Required }, func(e *model.Entity, f *model.Field) {
		made := c.make(e)
		c.put(itemPath(e, made.id()), writable(e, made).without(f.Name), `"1"`).invalid("/" + f.Name + "=required")
	})
}

func putWithout(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		c.put(itemPath(e, made.id()), writable(e, made), "").refuses(428, "precondition_required")
	})
}

func putStar(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		for range 2 {
			c.put(itemPath(e, made.id()), writable(e, made), "*").is(200)
		}
		c.get(itemPath(e, made.id())).head("ETag", `"3"`)
	})
}

func putOld(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		path := itemPath(e, made.id())
		c.put(path, writable(e, made), `"1"`).is(200)
		c.put(path, writable(e, made), `"1"`).refuses(412, "precondition_failed")
		c.put(path, writable(e, made), `"3"`).refuses(412, "precondition_failed")
	})
}

func putBadTag(t *T) {
	c := t.anybody()
	e := t.first()
	made := c.make(e)
	for _, tag := range badTags() {
		c.put(itemPath(e, made.id()), writable(e, made), tag).refuses(412, "precondition_failed")
	}
	c.get(itemPath(e, made.id())).head("ETag", `"1"`)
}

// tally counts how often each status was answered, from several goroutines.
type tally struct {
	mu    sync.Mutex
	count map[int]int
}

func (y *tally) add(status int) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.count == nil {
		y.count = map[int]int{}
	}
	y.count[status]++
}

func putParallel(t *T) {
	c := t.anybody()
	e := t.first()
	made := c.make(e)
	const all = 12
	var answers tally
	t.together(all, func(int) {
		answers.add(c.put(itemPath(e, made.id()), writable(e, made), `"1"`).is(200, 412).Status)
	})
	if answers.count[200] != 1 {
		t.failf("of %d parallel PUTs with one version %d succeeded, want exactly 1", all, answers.count[200])
	}
	c.get(itemPath(e, made.id())).head("ETag", `"2"`)
}

func putRefused(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		path := itemPath(e, made.id())
		c.put(path, c.payload(e), `"7"`).is(412)
		c.put(path, c.payload(e), "").is(428)
		c.put(path, c.payload(e).but("unknown", 1), `"1"`).is(422)
		c.get(path).is(200).head("ETag", `"1"`).holds(e, writable(e, made))
	})
}

// createParallel makes many items at once: none may fail because another one is being written.
func createParallel(t *T) {
	c := t.anybody()
	e := t.first()
	var bodies []values
	for range 40 {
		bodies = append(bodies, c.payload(e))
	}
	t.together(len(bodies), func(i int) { c.post(collection(e), bodies[i]).is(201) })
}
