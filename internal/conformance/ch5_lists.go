package conformance

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func listChecks() []check {
	list := func(name, clause string, run func(*T)) check {
		return check{chapter: 5, name: name, clause: clause, run: run}
	}
	const pages = "`GET` → 200 `{\"items\":[…],\"next_cursor\":\"…\"|null}` (null on the last page)"
	const cursors = "`cursor` opaque (base64url of JSON), tied to sort and filters; undecodable or another's: 422"
	const parameters = "Unknown or repeated parameters (enums aside) and bad values: 422 naming each."
	return []check{
		list("create", "`POST` → 201, `Location` (path), `ETag`, the item.", create),
		list("list", pages, listOwn),
		list("list-empty", pages, listEmpty),
		list("list-last-page", pages, listLastPage),
		list("list-items-whole", pages, listItemsWhole),
		list("link-next", "with a cursor, `Link: <path?query>; rel=\"next\"`", linkNext),
		list("limit-default", "`limit` 1–100, default 20", limitDefault),
		list("limit-range", "`limit` 1–100, default 20", limitRange),
		list("cursor-undecodable", cursors, cursorUndecodable),
		list("cursor-tampered", cursors, cursorTampered),
		list("cursor-other-sort", cursors, cursorOtherSort),
		list("cursor-other-filter", cursors, cursorOtherFilter),
		list("parameters-unknown", parameters, parametersUnknown),
		list("parameters-repeated", parameters, parametersRepeated),
		list("parameters-hostile", "No stack trace, SQL … ever leaves the service; never 500", parametersHostile),
	}
}

// list asks for a page; the query is what stands behind the question mark.
func (c *client) list(e *model.Entity, query string) *answer {
	path := collection(e)
	if query != "" {
		path += "?" + query
	}
	return c.get(path).is(200)
}

// cursor is the page's next_cursor, "" on the last page.
func (a *answer) cursor() string {
	switch cursor := a.object()["next_cursor"].(type) {
	case nil:
		return ""
	case string:
		return cursor
	default:
		a.failf("next_cursor is neither a string nor null")
		return ""
	}
}

func ids(items []item) []string {
	var all []string
	for _, i := range items {
		all = append(all, i.id())
	}
	return all
}

// makeMany makes n items with every field set and returns their ids, oldest first.
func (c *client) makeMany(e *model.Entity, n int) []string {
	var made []string
	for range n {
		made = append(made, c.make(e).id())
	}
	return made
}

func create(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		body := c.payload(e)
		a := c.post(collection(e), body).is(201)
		a.head("Location", itemPath(e, a.text("id"))).head("ETag", `"1"`)
		a.holds(e, body)
		c.get(itemPath(e, a.text("id"))).is(200).holds(e, body)
	})
}

// holds asserts that the answer is an item with these values.
func (a *answer) holds(e *model.Entity, body values) {
	got := a.object()
	a.hasNames(got, itemNames(e))
	for _, name := range slices.Sorted(maps.Keys(body)) {
		if want := body[name]; numberText(got[name]) != numberText(want) {
			a.failf("%s.%s came back as %s, want %s", e.Name, name, brief(got[name]), brief(want))
		}
	}
}

func listOwn(t *T) {
	c := t.user()
	t.eachEntity(func(e *model.Entity) {
		made := c.makeMany(e, 3)
		slices.Reverse(made)
		a := c.list(e, "")
		a.hasNames(a.object(), []string{"items", "next_cursor"})
		if got := ids(a.items()); !slices.Equal(got[:min(3, len(got))], made) {
			a.failf("%s: the list begins with %v, want the newest first: %v", e.Name, got, made)
		}
	})
}

func listEmpty(t *T) {
	c := t.user()
	t.eachEntity(func(e *model.Entity) {
		a := c.list(e, "")
		if len(a.items()) != 0 || a.cursor() != "" {
			a.failf("want no items and no cursor for a new account")
		}
		if a.Header.Get("Link") != "" {
			a.failf("a page without a cursor has Link %q", a.Header.Get("Link"))
		}
	})
}

func listLastPage(t *T) {
	c := t.user()
	e := t.first()
	c.makeMany(e, 4)
	total := len(c.list(e, "limit=100").items())
	a := c.list(e, "limit="+numberText(total))
	if len(a.items()) != total || a.cursor() != "" || a.Header.Get("Link") != "" {
		a.failf("a page that holds all %d items has a cursor", total)
	}
	a = c.list(e, "limit="+numberText(total-1))
	if len(a.items()) != total-1 || a.cursor() == "" {
		a.failf("a page that lacks one of %d items has no cursor", total)
	}
	last := c.list(e, "limit="+numberText(total-1)+"&cursor="+url.QueryEscape(a.cursor()))
	if len(last.items()) != 1 || last.cursor() != "" {
		last.failf("want the one item that is left and no cursor")
	}
}

func listItemsWhole(t *T) {
	c := t.user() // whose newest item is the one that is made here
	t.eachEntity(func(e *model.Entity) {
		made := c.make(e)
		listed := c.list(e, "limit=1").items()[0]
		one := c.get(itemPath(e, made.id())).is(200)
		if whole := item(one.object()); jsonText(t, whole) != jsonText(t, listed) {
			one.failf("%s: the item in the list is another: %s", e.Name, shorten(jsonText(t, listed)))
		}
	})
}

func jsonText(t *T, value any) string { return string(jsonBody(t, value)) }

var linkForm = lazily(`^<(/[^>]*)>; ?rel="?next"?$`)

func linkNext(t *T) {
	c := t.anybody()
	e := t.first()
	c.makeMany(e, 3)
	a := c.list(e, "limit=1&sort=created_at")
	parts := linkForm().FindStringSubmatch(a.Header.Get("Link"))
	if parts == nil {
		a.failf("Link is %q, want <path?query>; rel=\"next\"", a.Header.Get("Link"))
	}
	byLink := c.get(parts[1]).is(200)
	byCursor := c.list(e, "limit=1&sort=created_at&cursor="+url.QueryEscape(a.cursor()))
	if !slices.Equal(ids(byLink.items()), ids(byCursor.items())) {
		byLink.failf("the link leads to another page than the cursor: %s", shorten(string(byCursor.Body)))
	}
}

func limitDefault(t *T) {
	c := t.user()
	e := t.first()
	c.makeMany(e, 21)
	if a := c.list(e, ""); len(a.items()) != 20 || a.cursor() == "" {
		a.failf("a page without limit has %d items, want 20 and a cursor", len(a.items()))
	}
	if a := c.list(e, "limit=100"); len(a.items()) != 21 || a.cursor() != "" {
		a.failf("limit=100 gives %d of 21 items", len(a.items()))
	}
}

func limitRange(t *T) {
	c := t.anybody()
	e := t.first()
	c.makeMany(e, 2)
	if a := c.list(e, "limit=1"); len(a.items()) != 1 {
		a.failf("limit=1 gives %d items", len(a.items()))
	}
	c.list(e, "limit=100")
	for _, limit := range []string{"0", "101", "-1", "1.5", "ten", "", "1e1", "99999999999999999999", "%2010", "10x"} {
		c.get(collection(e) + "?limit=" + limit).invalid("?limit")
	}
}

func cursorUndecodable(t *T) {
	c := t.anybody()
	e := t.first()
	c.makeMany(e, 2)
	encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for _, cursor := range []string{
		"", "!", "abc", "%00", encode(""), encode("{}"), encode("[]"), encode("null"), encode("1"), encode("no json"),
		encode(`{"sort":"-created_at"}`), encode(strings.Repeat("[", 2000)), strings.Repeat("A", 3000), "..%2F..",
	} {
		c.get(collection(e) + "?cursor=" + cursor).invalid("?cursor").namesOnly("?cursor")
	}
}

// cursorTampered changes a real cursor's parts one by one: the service may notice or not, but never falls over.
func cursorTampered(t *T) {
	if t.suite.polite {
		t.skipf("would look like an attack on somebody else's service")
	}
	c := t.user()
	t.eachEntity(func(e *model.Entity) {
		c.makeMany(e, 2)
		for _, sort := range sortKinds(e) {
			cursor := c.list(e, "limit=1&sort="+sort).cursor()
			for _, forged := range forgedCursors(t, cursor) {
				c.get(collection(e)+"?limit=1&sort="+sort+"&cursor="+forged).is(200, 422)
			}
		}
	})
}

func forgedCursors(t *T, cursor string) []string {
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(cursor, "="))
	if err != nil {
		t.failf("the cursor %q is not base64url", cursor)
	}
	var object map[string]any
	if json.Unmarshal(text, &object) != nil {
		return []string{cursor[:len(cursor)/2]} // a list, or whatever JSON it is: opaque
	}
	forged := []string{cursor[:len(cursor)/2]}
	for name := range object {
		for _, value := range []any{nil, 1, "x\x00", "", []int{}, 1e300, "9999-99-99T99:99:99Z", nobody} {
			forged = append(forged, encodePart(changedTo(object, name, value)))
		}
	}
	return forged
}

func changedTo(object map[string]any, name string, value any) map[string]any {
	object = maps.Clone(object)
	object[name] = value
	return object
}

func cursorOtherSort(t *T) {
	c := t.anybody()
	e := t.first()
	c.makeMany(e, 2)
	cursor := url.QueryEscape(c.list(e, "limit=1").cursor())
	for _, sort := range []string{"created_at", "updated_at", "-updated_at"} {
		c.get(collection(e) + "?limit=1&sort=" + sort + "&cursor=" + cursor).invalid("?cursor")
	}
	c.list(e, "limit=1&sort=-created_at&cursor="+cursor)
}

func cursorOtherFilter(t *T) {
	c := t.anybody()
	found := false
	t.eachEntity(func(e *model.Entity) {
		filters := anyFilter(c, e)
		if filters == "" {
			return
		}
		found = true
		c.makeMany(e, 2)
		cursor := url.QueryEscape(c.list(e, "limit=1").cursor())
		c.get(collection(e) + "?limit=1&" + filters + "&cursor=" + cursor).invalid("?cursor")
	})
	if !found {
		t.skipf("no entity of the model has a filter")
	}
}

// anyFilter is a good filter of the entity as a query, or "".
func anyFilter(c *client, e *model.Entity) string {
	for _, f := range fields(e, isFilter) {
		return f.Name + "=" + url.QueryEscape(numberText(sample(f, 1)))
	}
	switch {
	case e.Parent != nil:
		return e.ParentKey() + "=" + c.parent(e.Parent)
	case len(fields(e, isSearch)) > 0:
		return "q=sample"
	}
	return ""
}

func isFilter(f *model.Field) bool { return f.Filter }
func isSearch(f *model.Field) bool { return f.Search }
func isSort(f *model.Field) bool   { return f.Sort }

// sorts lists every order that the entity's list has.
func sorts(e *model.Entity) []string {
	names := []string{"created_at", "updated_at"}
	for _, f := range fields(e, isSort) {
		names = append(names, f.Name)
	}
	var all []string
	for _, name := range names {
		all = append(all, name, "-"+name)
	}
	return all
}

// sortKinds lists one order for each type of value that the entity's list can be sorted by.
func sortKinds(e *model.Entity) []string {
	kinds := []string{"created_at"}
	seen := map[model.Type]bool{}
	for _, f := range fields(e, isSort) {
		if !seen[f.Type] {
			kinds = append(kinds, "-"+f.Name)
		}
		seen[f.Type] = true
	}
	return kinds
}

func parametersUnknown(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		path := collection(e)
		c.get(path+"?nonsense=1&other=2&limit=x").invalid("?nonsense", "?other", "?limit")
		c.get(path + "?Limit=5").invalid("?Limit")
		c.get(path + "?owner_id=" + c.id).invalid("?owner_id")
		for _, f := range fields(e, func(f *model.Field) bool { return !f.Filter && !isParameter(e, f.Name) }) {
			c.get(path + "?" + f.Name + "=" + url.QueryEscape(numberText(sample(f, 1)))).invalid("?" + f.Name)
		}
		for _, f := range fields(e, ofType(model.String, model.Boolean, model.Enum, model.Email, model.URL)) {
			if !isParameter(e, f.Name+"_min") {
				c.get(path + "?" + f.Name + "_min=1").invalid("?" + f.Name + "_min")
			}
		}
	})
}

// isParameter tells whether the entity's list takes a parameter of this name for another reason than a filter of
// the field so called.
func isParameter(e *model.Entity, name string) bool {
	own := []string{"limit", "cursor", "sort", "q", e.ParentKey()}
	return slices.Contains(own, name) || slices.ContainsFunc(e.Fields, func(f *model.Field) bool {
		return f.Filter && (f.Name == name || ranged(f) && (f.Name+"_min" == name || f.Name+"_max" == name))
	})
}

func parametersRepeated(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		path := collection(e)
		c.get(path + "?limit=5&limit=5").invalid("?limit")
		c.get(path + "?sort=created_at&sort=-created_at").invalid("?sort")
		for _, f := range fields(e, func(f *model.Field) bool { return f.Filter && f.Type != model.Enum }) {
			value := url.QueryEscape(numberText(sample(f, 1)))
			c.get(path + "?" + f.Name + "=" + value + "&" + f.Name + "=" + value).invalid("?" + f.Name)
		}
		if e.Parent != nil {
			c.get(path + "?" + e.ParentKey() + "=" + nobody + "&" + e.ParentKey() + "=" + nobody).invalid("?" + e.ParentKey())
		}
	})
}

// parametersHostile sends what breaks parsers and databases; any answer is good but a server's error.
func parametersHostile(t *T) {
	if t.suite.polite {
		t.skipf("would look like an attack on somebody else's service")
	}
	c := t.anybody()
	hostile := []string{"%00", "%ff%fe", "%ed%a0%80", "%", "%zz", "'%20OR%201=1--", "%F0%9F%98%80", "\\", "%5C%27", strings.Repeat("9", 400), "-0", "NaN"}
	t.eachEntity(func(e *model.Entity) {
		names := []string{"q", "sort", "limit", "cursor", "nonsense"}
		for _, f := range fields(e, isFilter) {
			names = append(names, f.Name, f.Name+"_min")
		}
		if e.Parent != nil {
			names = append(names, e.ParentKey())
		}
		for _, name := range names {
			for _, value := range hostile {
				c.get(collection(e)+"?"+name+"="+value).is(200, 400, 404, 422)
			}
		}
	})
}
