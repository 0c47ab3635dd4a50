package conformance

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func filterChecks() []check {
	const filters = "Filters for fields with `filter`: `field=value`"
	const search = "`q` (1–100): part of any `search` field without regard to ASCII case, `%` and `_` meaning themselves."
	return []check{
		{chapter: 5, name: "filter-value", clause: filters, run: filterValue},
		{chapter: 5, name: "filter-exact", clause: "Equality … compare code points exactly", run: filterExact},
		{chapter: 5, name: "filter-enum-any", clause: "enums may repeat (any of)", run: filterEnumAny},
		{
			chapter: 5, name: "filter-range", run: filterRange,
			clause: "integer, decimal, date, datetime also `field_min`, `field_max` (inclusive)",
		},
		{chapter: 5, name: "filter-bad-value", clause: "bad values: 422 naming each", run: filterBadValue},
		{chapter: 5, name: "filter-parent", clause: "The parent: `shelf_id=…`", run: filterParent},
		{
			chapter: 5, name: "filter-parent-unknown", run: filterParentUnknown,
			clause: "`shelf_id=…` (unknown or another's: an empty page)",
		},
		{chapter: 5, name: "filter-walk", clause: "`cursor` … tied to sort and filters", run: filterWalk},
		{chapter: 5, name: "search", clause: search, run: searchText},
		{chapter: 5, name: "search-any-field", clause: search, run: searchAnyField},
		{chapter: 5, name: "search-other-fields", clause: search, run: searchOtherFields},
		{chapter: 5, name: "search-literal", clause: search, run: searchLiteral},
		{chapter: 5, name: "search-length", clause: search, run: searchLength},
	}
}

// finds asserts that the query gives exactly those of the client's items that match.
func (c *client) finds(e *model.Entity, query string, matches func(item) bool) {
	want := slices.DeleteFunc(c.list(e, "limit=100").items(), func(i item) bool { return !matches(i) })
	a := c.list(e, "limit=100&"+query)
	if !slices.Equal(ids(a.items()), ids(want)) {
		a.failf("%s: %s gives %d items, want %d", e.Name, query, len(a.items()), len(want))
	}
}

func equals(f *model.Field, value any) func(item) bool {
	return func(i item) bool { return numberText(i[f.Name]) == numberText(value) }
}

func query(name string, value any) string { return name + "=" + url.QueryEscape(numberText(value)) }

func filterValue(t *T) {
	c := t.user()
	t.eachField("field with filter", isFilter, func(e *model.Entity, f *model.Field) {
		n := 500_000 + 10*t.suite.next() // far from what other fields' items are made of
		for i := range 3 {
			c.create(e, c.payload(e).but(f.Name, sample(f, n+i)))
		}
		for i := range 3 {
			c.finds(e, query(f.Name, sample(f, n+i)), equals(f, sample(f, n+i)))
		}
	})
}

func filterExact(t *T) {
	c := t.user()
	textual := func(f *model.Field) bool { return f.Filter && f.Type == model.String }
	t.eachField("string with filter", textual, func(e *model.Entity, f *model.Field) {
		low, _ := lengths(f)
		pad := strings.Repeat("x", low)
		for _, text := range []string{"abc", "ABC", "äbc", "a%c", "a_c"} {
			c.create(e, c.payload(e).but(f.Name, text+pad))
		}
		for _, text := range []string{"abc", "Abc", "äbc", "a%c", "a_c", "%", "ab"} {
			c.finds(e, query(f.Name, text+pad), equals(f, text+pad))
		}
	})
}

func filterEnumAny(t *T) {
	c := t.user()
	enum := func(f *model.Field) bool { return f.Filter && f.Type == model.Enum && len(f.Values) > 1 }
	t.eachField("enum with filter", enum, func(e *model.Entity, f *model.Field) {
		for _, value := range f.Values {
			c.create(e, c.payload(e).but(f.Name, value))
		}
		one, two := f.Values[0], f.Values[len(f.Values)-1]
		c.finds(e, query(f.Name, one)+"&"+query(f.Name, two), func(i item) bool { return i[f.Name] == one || i[f.Name] == two })
	})
}

func ranged(f *model.Field) bool {
	return ofType(model.Integer, model.Decimal, model.Date, model.DateTime)(f)
}

func filterRange(t *T) {
	c := t.user()
	t.eachField("number or time with filter", func(f *model.Field) bool { return f.Filter && ranged(f) },
		func(e *model.Entity, f *model.Field) {
			for _, n := range []int{1, 2, 3} {
				c.create(e, c.payload(e).but(f.Name, sample(f, n)))
			}
			middle := item{f.Name: sample(f, 2)}
			order := compareBy(f)
			atLeast := func(i item) bool { return i[f.Name] != nil && order(i, middle) >= 0 }
			atMost := func(i item) bool { return i[f.Name] != nil && order(i, middle) <= 0 }
			from, to := query(f.Name+"_min", sample(f, 2)), query(f.Name+"_max", sample(f, 2))
			c.finds(e, from, atLeast)
			c.finds(e, to, atMost)
			c.finds(e, from+"&"+to, func(i item) bool { return atLeast(i) && atMost(i) })
		})
}

// noValues are texts that no field of the type takes.
func noValues() map[model.Type][]string {
	return map[model.Type][]string{
		model.Integer:  {"x", "1.5", "", "99999999999999999999"},
		model.Decimal:  {"x", "1e3", "", "1,5", "99999999999999999999"},
		model.Boolean:  {"1", "yes", "TRUE", ""},
		model.Date:     {"2024-13-01", "2023-02-29", "today", "", "2024-01-01T00:00:00Z"},
		model.DateTime: {"2024-01-01", "now", "", "2024-01-01T25:00:00Z"},
		model.Enum:     {"nonsense", "", "%"},
	}
}

func filterBadValue(t *T) {
	c := t.anybody()
	bad := noValues()
	t.eachField("field with filter", isFilter, func(e *model.Entity, f *model.Field) {
		for _, text := range bad[f.Type] {
			names := []string{f.Name}
			if ranged(f) {
				names = append(names, f.Name+"_min", f.Name+"_max")
			}
			for _, name := range names {
				c.get(collection(e) + "?" + query(name, text)).invalid("?" + name).namesOnly("?" + name)
			}
		}
	})
}

func filterParent(t *T) {
	c := t.user()
	t.eachChild(func(e *model.Entity) {
		other := c.make(e.Parent).id()
		c.make(e)
		c.create(e, c.payload(e).but(e.ParentKey(), other))
		for _, parent := range []string{other, c.parent(e.Parent)} {
			c.finds(e, query(e.ParentKey(), parent), func(i item) bool { return i.text(e.ParentKey()) == parent })
		}
		c.finds(e, query(e.ParentKey(), other), func(i item) bool { return i.text(e.ParentKey()) == other })
	})
}

func filterParentUnknown(t *T) {
	c := t.user()
	t.eachChild(func(e *model.Entity) {
		c.make(e)
		c.finds(e, query(e.ParentKey(), nobody), func(item) bool { return false })
	})
}

func filterWalk(t *T) {
	c := t.user()
	t.eachField("field with filter", isFilter, func(e *model.Entity, f *model.Field) {
		if f.Unique {
			return
		}
		for _, n := range []int{1, 2, 1, 1, 2} {
			c.create(e, c.payload(e).but(f.Name, sample(f, n)))
		}
		filter := query(f.Name, sample(f, 1))
		want := ids(c.list(e, "limit=100&"+filter).items())
		if got := c.walk(e, "limit=2&"+filter, nil); !slices.Equal(got, want) || len(want) < 3 {
			t.failf("%s with %s in pages of 2 is %v, in one page %v", e.Name, filter, got, want)
		}
	})
}

// searchable is a search field that has room for some words.
func searchable(f *model.Field) bool {
	_, high := lengths(f)
	return f.Search && (f.Type == model.String || f.Type == model.Text) && high >= 12
}

// contains tells whether any search field of the item holds the text, in whatever ASCII case.
func contains(e *model.Entity, text string) func(item) bool {
	return func(i item) bool {
		return slices.ContainsFunc(fields(e, isSearch), func(f *model.Field) bool {
			return strings.Contains(strings.ToLower(i.text(f.Name)), strings.ToLower(text))
		})
	}
}

// searchMark is a text for a field that is long enough for it and unlike any other.
func (t *T) searchMark(f *model.Field, text string) string {
	low, high := lengths(f)
	text += numberText(t.suite.next())
	text += strings.Repeat("x", max(0, low-len(text)))
	return text[:min(len(text), high)]
}

func searchText(t *T) {
	c := t.user()
	t.eachField("search field", searchable, func(e *model.Entity, f *model.Field) {
		c.create(e, c.payload(e).but(f.Name, t.searchMark(f, "aNeedle")))
		c.make(e)
		for _, text := range []string{"needle", "NEEDLE", "eEdL", "aneedle"} {
			c.finds(e, query("q", text), contains(e, text))
		}
		c.finds(e, query("q", "haystack"), func(item) bool { return false })
	})
}

func searchAnyField(t *T) {
	c := t.user()
	t.eachField("search field", searchable, func(e *model.Entity, f *model.Field) {
		made := c.create(e, c.payload(e).but(f.Name, t.searchMark(f, "bNeedle")))
		a := c.list(e, "limit=100&q=bneedle")
		if !slices.Contains(ids(a.items()), made.id()) {
			a.failf("q does not look into %s.%s", e.Name, f.Name)
		}
	})
}

// searchOtherFields: what stands in a field without search is not found.
func searchOtherFields(t *T) {
	c := t.user()
	other := func(f *model.Field) bool {
		_, high := lengths(f)
		return !f.Search && (f.Type == model.String || f.Type == model.Text) && high >= 12
	}
	t.eachField("string or text without search", other, func(e *model.Entity, f *model.Field) {
		if len(fields(e, isSearch)) > 0 {
			c.create(e, c.payload(e).but(f.Name, t.searchMark(f, "cneedle")))
			c.finds(e, "q=cneedle", func(item) bool { return false })
		}
	})
}

func searchLiteral(t *T) {
	c := t.user()
	t.eachField("search field", searchable, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{"d%q", "d_q", "d\\q", "dxq", "d'q", "d\"q"} {
			c.create(e, c.payload(e).but(f.Name, t.searchMark(f, text)))
		}
		for _, text := range []string{"%", "_", "\\", "d%q", "d_q", "d\\q", "'", "\"", "%d", "[d]"} {
			c.finds(e, query("q", text), contains(e, text))
		}
	})
}

func searchLength(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		if len(fields(e, isSearch)) == 0 {
			c.get(collection(e)+"?q=x").is(200, 422)
			return
		}
		c.list(e, "q="+strings.Repeat("x", 100))
		c.list(e, "q="+url.QueryEscape(strings.Repeat("😀", 100)))
		c.get(collection(e) + "?q=").invalid("?q")
		c.get(collection(e) + "?q=" + strings.Repeat("x", 101)).invalid("?q")
	})
}

func walkChecks() []check {
	const clause = "Walking the pages while rows come and go never repeats nor loses a row that was there all the time."
	return []check{
		{chapter: 5, name: "walk-while-rows-come", clause: clause, run: walkWhileRowsCome},
		{chapter: 5, name: "walk-while-rows-go", clause: clause, run: walkWhileRowsGo},
	}
}

// stays asserts that the walk met each of the rows that stay once, and no row twice.
func (t *T) stays(e *model.Entity, sort string, got, stay []string) {
	seen := map[string]int{}
	for _, id := range got {
		seen[id]++
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if seen[id] > 1 {
			t.failf("%s with sort=%s: a row came %d times while walking", e.Name, sort, seen[id])
		}
	}
	for _, id := range stay {
		if seen[id] == 0 {
			t.failf("%s with sort=%s: a row that was there all the time did not come", e.Name, sort)
		}
	}
}

func walkWhileRowsCome(t *T) {
	t.eachEntity(func(e *model.Entity) {
		c := t.user()
		stay := c.makeMany(e, 7)
		for _, sort := range sorts(e) {
			got := c.walk(e, "limit=3&sort="+sort, func(pages int) {
				if pages <= 2 {
					c.make(e)
				}
			})
			t.stays(e, sort, got, stay)
		}
	})
}

func walkWhileRowsGo(t *T) {
	t.eachEntity(func(e *model.Entity) {
		c := t.user()
		made := c.makeMany(e, 5)
		for _, sort := range sorts(e) {
			made = append(made, c.makeMany(e, 2)...)
			first := c.list(e, "limit=3&sort="+sort).items()
			gone := []string{first[0].id(), first[2].id()} // the last row of the first page is what its cursor stands for
			got := c.walk(e, "limit=3&sort="+sort, func(pages int) {
				if pages == 1 {
					c.delete(itemPath(e, gone[0])).is(204)
					c.delete(itemPath(e, gone[1])).is(204)
				}
			})
			made = slices.DeleteFunc(made, func(id string) bool { return slices.Contains(gone, id) })
			t.stays(e, sort, got, made)
		}
	})
}
