package fake

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

// cursor says where a page ended.
type cursor struct {
	Sort    string `json:"s"`
	Filters string `json:"f"`
	Key     string `json:"k"`
	ID      string `json:"i"`
	Skip    int    `json:"n,omitempty"`
}

// parameters are a list's query, with what is wrong in it.
type parameters struct {
	values url.Values
	errors []fieldError
}

// parameters refuses what is not known or repeated; a name that ends in a star may be repeated.
func (c *call) parameters(known ...string) *parameters {
	p := &parameters{}
	p.values, _ = url.ParseQuery(c.request.URL.RawQuery)
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		many := slices.Contains(known, name+"*")
		if !many && (!slices.Contains(known, name) || len(p.values[name]) > 1) {
			p.bad(name)
		}
	}
	return p
}

func (p *parameters) bad(name string)        { p.errors = append(p.errors, parameter(name)) }
func (p *parameters) given(name string) bool { return p.values.Has(name) }
func (p *parameters) get(name string) string { return p.values.Get(name) }

func (p *parameters) limit() int {
	if !p.given("limit") {
		return 20
	}
	n, err := strconv.Atoi(p.get("limit"))
	if err != nil || n < 1 || n > 100 {
		p.bad("limit")
	}
	return n
}

func (p *parameters) search() string {
	if n := len([]rune(p.get("q"))); p.given("q") && (n < 1 || n > 100) {
		p.bad("q")
	}
	return p.get("q")
}

func (c *call) nextCursor(from cursor) string {
	return encode(from)
}

// listing is what a request for a list asks for.
type listing struct {
	sort, field string
	descending  bool
	key         func(*item) string
	filters     []func(*item) bool
	limit       int
	from        *cursor
	said        string // the filters as text
}

func known(e *model.Entity) []string {
	names := []string{"limit", "cursor", "sort", "q"}
	if e.Parent != nil {
		names = append(names, e.ParentKey())
	}
	for _, f := range e.Fields {
		switch {
		case !f.Filter:
		case f.Type == model.Enum:
			names = append(names, f.Name+"*")
		case ranged(f):
			names = append(names, f.Name, f.Name+"_min", f.Name+"_max")
		default:
			names = append(names, f.Name)
		}
	}
	return names
}

func ranged(f *model.Field) bool {
	return slices.Contains([]model.Type{model.Integer, model.Decimal, model.Date, model.DateTime}, f.Type)
}

// listing reads a list's query.
func (c *call) listing(e *model.Entity) (listing, []fieldError) {
	p := c.parameters(known(e)...)
	l := listing{sort: "-created_at", limit: p.limit()}
	if p.given("sort") {
		l.sort = p.get("sort")
	}
	l.field, l.descending = strings.CutPrefix(l.sort, "-")
	if l.key = keyOf(e, l.field); l.key == nil {
		p.bad("sort")
	}
	if q := p.search(); q != "" {
		l.filters = append(l.filters, func(i *item) bool { return c.holds(e, i, q) })
	}
	if key := e.ParentKey(); key != "" && p.given(key) {
		l.filters = append(l.filters, func(i *item) bool { return i.values[key] == p.get(key) })
	}
	for _, f := range e.Fields {
		if f.Filter {
			l.filters = append(l.filters, c.filters(p, f)...)
		}
	}
	l.said = saidFilters(p.values)
	if p.given("cursor") {
		if l.from = readCursor(p.get("cursor")); l.from == nil || l.from.Sort != l.sort || l.from.Filters != l.said && !c.is("cursor-other-filter") {
			p.bad("cursor")
		}
	}
	return l, p.errors
}

func readCursor(text string) *cursor {
	var from cursor
	if decode(text, &from) != nil || from.ID == "" {
		return nil
	}
	return &from
}

func saidFilters(values url.Values) string {
	values = maps.Clone(values)
	for _, name := range []string{"limit", "cursor", "sort"} {
		values.Del(name)
	}
	return values.Encode()
}

// keyOf is how a list is sorted by a field; nil when it can't be.
func keyOf(e *model.Entity, name string) func(*item) string {
	switch name {
	case "created_at":
		return func(i *item) string { return i.created }
	case "updated_at":
		return func(i *item) string { return i.updated }
	}
	for _, f := range e.Fields {
		if f.Sort && f.Name == name {
			return func(i *item) string { return sortKey(f, i.values[name]) }
		}
	}
	return nil
}

// filters reads what the query asks of one field.
func (c *call) filters(p *parameters, f *model.Field) []func(*item) bool {
	var all []func(*item) bool
	if wanted, ok := c.wanted(p, f, f.Name); ok {
		all = append(all, func(i *item) bool {
			return slices.ContainsFunc(wanted, func(w any) bool { return w == i.values[f.Name] })
		})
	}
	if !ranged(f) {
		return all
	}
	if low, ok := c.wanted(p, f, f.Name+"_min"); ok {
		all = append(all, func(i *item) bool {
			return i.values[f.Name] != nil && sortKey(f, i.values[f.Name]) >= sortKey(f, low[0])
		})
	}
	if high, ok := c.wanted(p, f, f.Name+"_max"); ok {
		all = append(all, func(i *item) bool {
			return i.values[f.Name] != nil && sortKey(f, i.values[f.Name]) <= sortKey(f, high[0])
		})
	}
	return all
}

// wanted are the values that a parameter names, read as the field's.
func (c *call) wanted(p *parameters, f *model.Field, name string) ([]any, bool) {
	var all []any
	for _, text := range p.values[name] {
		var given any = text
		switch f.Type {
		case model.Integer:
			given = json.Number(text)
		case model.Boolean:
			given = map[string]any{"true": true, "false": false}[text]
		}
		free := *f
		free.Min, free.Max = "", ""
		value, code := c.value(&free, given)
		if code != "" {
			p.bad(name)
			return nil, false
		}
		all = append(all, value)
	}
	return all, len(all) > 0
}

func (c *call) list(e *model.Entity) Answer {
	l, errors := c.listing(e)
	if len(errors) > 0 {
		return c.invalid(errors)
	}
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	found := slices.DeleteFunc(slices.Clone(c.data.items[e.Name]), func(i *item) bool {
		return !c.within(i) || slices.ContainsFunc(l.filters, func(f func(*item) bool) bool { return !f(i) })
	})
	slices.SortFunc(found, l.compare)
	found = l.rest(c, found)
	items, next := []any{}, any(nil)
	for n, i := range found {
		if n == l.limit {
			last := found[n-1]
			from := cursor{Sort: l.sort, Filters: l.said, Key: l.key(last), ID: last.id, Skip: l.limit}
			if l.from != nil {
				from.Skip += l.from.Skip
			}
			next = c.nextCursor(from)
			c.link(next.(string))
			break
		}
		items = append(items, c.shown(e, i))
	}
	return c.json(200, map[string]any{"items": items, "next_cursor": next})
}

func (c *call) link(next string) {
	query, _ := url.ParseQuery(c.request.URL.RawQuery)
	query.Set("cursor", next)
	c.header.Set("Link", fmt.Sprintf("<%s?%s>; rel=\"next\"", c.request.URL.Path, query.Encode()))
}

func (l listing) compare(a, b *item) int {
	order := cmp.Or(cmp.Compare(l.key(a), l.key(b)), cmp.Compare(a.id, b.id))
	if l.descending {
		return -order
	}
	return order
}

// rest is what comes behind the cursor.
func (l listing) rest(c *call, found []*item) []*item {
	if l.from == nil {
		return found
	}
	if c.is("walk-while-rows-come") {
		return found[min(l.from.Skip, len(found)):]
	}
	if c.is("walk-while-rows-go") {
		at := slices.IndexFunc(found, func(i *item) bool { return i.id == l.from.ID })
		if at < 0 {
			return nil
		}
		return found[at+1:]
	}
	return slices.DeleteFunc(found, func(i *item) bool {
		order := cmp.Or(cmp.Compare(l.key(i), l.from.Key), cmp.Compare(i.id, l.from.ID))
		if l.descending {
			order = -order
		}
		return order <= 0
	})
}
