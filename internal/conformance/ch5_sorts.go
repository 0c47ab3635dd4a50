package conformance

import (
	"cmp"
	"math/big"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

func sortChecks() []check {
	const clause = "`sort=field` or `-field`, default `-created_at`; allowed: created_at, updated_at and the fields with `sort`; " +
		"ties by id in the same direction."
	return []check{
		{chapter: 5, name: "sort-times", clause: clause, run: sortTimes},
		{chapter: 5, name: "sort-updated", clause: clause, run: sortUpdated},
		{chapter: 5, name: "sort-values", clause: clause, run: sortValues},
		{chapter: 5, name: "sort-ties", clause: "ties by id in the same direction", run: sortTies},
		{chapter: 5, name: "sort-text", clause: "Text sorts by its lower-cased form, code point order", run: sortText},
		{chapter: 5, name: "sort-not-allowed", clause: clause, run: sortNotAllowed},
	}
}

// inOrder asserts that the list comes in this order, and the other way round with a minus.
func (c *client) inOrder(e *model.Entity, name string, compare func(a, b item) int) {
	ordered := func(a, b item) int { return cmp.Or(compare(a, b), strings.Compare(a.id(), b.id())) }
	for _, direction := range []string{"", "-"} {
		a := c.list(e, "limit=100&sort="+direction+name)
		got := a.items()
		want := slices.Clone(got)
		slices.SortFunc(want, ordered)
		if direction == "-" {
			slices.Reverse(want)
		}
		if !slices.Equal(ids(got), ids(want)) {
			c.t.failf("%s with sort=%s%s comes as %s, want %s", e.Name, direction, name, column(got, name), column(want, name))
		}
	}
}

// column is what the items have in one field, for a message.
func column(items []item, name string) string {
	var cells []string
	for _, i := range items {
		cells = append(cells, numberText(i[name]))
	}
	return shorten(strings.Join(cells, " | "))
}

func byText(name string) func(a, b item) int {
	return func(a, b item) int { return strings.Compare(a.text(name), b.text(name)) }
}

// compareBy is the order of a field's values.
func compareBy(f *model.Field) func(a, b item) int {
	switch f.Type {
	case model.Integer, model.Decimal:
		return func(a, b item) int { return rational(a[f.Name]).Cmp(rational(b[f.Name])) }
	case model.Boolean:
		return func(a, b item) int { return strings.Compare(numberText(a[f.Name]), numberText(b[f.Name])) }
	default:
		return func(a, b item) int {
			return strings.Compare(strings.ToLower(a.text(f.Name)), strings.ToLower(b.text(f.Name)))
		}
	}
}

func rational(value any) *big.Rat {
	r, ok := new(big.Rat).SetString(numberText(value))
	if !ok {
		return new(big.Rat)
	}
	return r
}

func sortTimes(t *T) {
	c := t.user()
	t.eachEntity(func(e *model.Entity) {
		c.makeMany(e, 4)
		c.inOrder(e, "created_at", byText("created_at"))
	})
}

func sortUpdated(t *T) {
	c := t.user()
	t.eachEntity(func(e *model.Entity) {
		first := c.make(e)
		c.makeMany(e, 3)
		t.wait(5 * time.Millisecond) // so that the change is later by the clock of the answers
		c.put(itemPath(e, first.id()), writable(e, first), `"1"`).is(200)
		c.inOrder(e, "updated_at", byText("updated_at"))
		if a := c.list(e, "limit=1&sort=-updated_at"); a.items()[0].id() != first.id() {
			a.failf("%s: the item that was changed last is not first with sort=-updated_at", e.Name)
		}
	})
}

// sortValues makes items whose values do not come in the order in which they are made; for numbers the order of
// their digits is another one.
func sortValues(t *T) {
	c := t.user()
	t.eachField("field with sort", isSort, func(e *model.Entity, f *model.Field) {
		for _, n := range []int{3, 20, 1, 100, 2, 11} {
			value := sample(f, n)
			if f.Unique {
				value = sample(f, n+1000*t.suite.next())
			}
			c.create(e, c.payload(e).but(f.Name, value))
		}
		c.inOrder(e, f.Name, compareBy(f))
	})
}

func sortTies(t *T) {
	c := t.user()
	t.eachField("field with sort that is not unique", func(f *model.Field) bool { return f.Sort && !f.Unique },
		func(e *model.Entity, f *model.Field) {
			for _, n := range []int{2, 1, 2, 1, 2} {
				c.create(e, c.payload(e).but(f.Name, sample(f, n)))
			}
			c.inOrder(e, f.Name, compareBy(f))
			c.walksInOrder(e, f)
		})
}

// walksInOrder asserts that pages of two, one after another, are the whole list.
func (c *client) walksInOrder(e *model.Entity, f *model.Field) {
	for _, sort := range []string{f.Name, "-" + f.Name} {
		want := ids(c.list(e, "limit=100&sort="+sort).items())
		if got := c.walk(e, "limit=2&sort="+sort, nil); !slices.Equal(got, want) {
			c.t.failf("%s with sort=%s in pages of 2 is %v, in one page %v", e.Name, sort, got, want)
		}
	}
}

// walk follows the cursors from the first page to the last and returns the ids in the order they came. Between
// two pages it calls meanwhile, if there is one, with the number of pages so far.
func (c *client) walk(e *model.Entity, query string, meanwhile func(pages int)) []string {
	const most = 100
	var all []string
	cursor := ""
	for pages := 1; pages <= most; pages++ {
		a := c.list(e, query+cursor)
		all = append(all, ids(a.items())...)
		if a.cursor() == "" {
			return all
		}
		cursor = "&cursor=" + url.QueryEscape(a.cursor())
		if meanwhile != nil {
			meanwhile(pages)
		}
	}
	c.t.failf("%s: %d pages with %q and still a cursor", e.Name, most, query)
	return nil
}

// sortText: capitals stand with their small letters, and marks between and around the letters where their code
// points put them when letters are small.
func sortText(t *T) {
	c := t.user()
	textual := func(f *model.Field) bool { return f.Sort && f.Type == model.String }
	t.eachField("string with sort", textual, func(e *model.Entity, f *model.Field) {
		low, high := lengths(f)
		for _, text := range []string{"b", "A", "c", "_", "[", "0", "B", "a", "~", "Z"} {
			if f.Unique && high > 12 {
				text += strings.Repeat("0", max(0, 10-low)) + numberText(t.suite.next())
			}
			text += strings.Repeat("0", max(0, low-len(text)))
			c.create(e, c.payload(e).but(f.Name, text))
		}
		c.inOrder(e, f.Name, compareBy(f))
	})
}

func sortNotAllowed(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		refused := []string{"nonsense", "", "-", "--created_at", "+created_at", "CREATED_AT", "id", "owner_id", "version", "created_at,id"}
		for _, f := range fields(e, func(f *model.Field) bool { return !f.Sort }) {
			refused = append(refused, f.Name)
		}
		for _, sort := range refused {
			c.get(collection(e) + "?sort=" + url.QueryEscape(sort)).invalid("?sort")
		}
	})
}
