package conformance

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// values is the body of a create or replace request, and what comes back of it.
type values map[string]any

// but is the same values with one changed.
func (v values) but(name string, value any) values {
	changed := maps.Clone(v)
	changed[name] = value
	return changed
}

// without is the same values with some left out.
func (v values) without(names ...string) values {
	changed := maps.Clone(v)
	for _, name := range names {
		delete(changed, name)
	}
	return changed
}

// payload is a valid body for the entity with every field set, under a parent of the client's own.
func (c *client) payload(e *model.Entity) values {
	n := c.t.suite.next()
	v := values{}
	for _, f := range e.Fields {
		v[f.Name] = sample(f, n)
	}
	if e.Parent != nil {
		v[e.ParentKey()] = c.parent(e.Parent)
	}
	return v
}

// minimal is a valid body for the entity with only what is required.
func (c *client) minimal(e *model.Entity) values {
	v := c.payload(e)
	for _, f := range e.Fields {
		if !f.Required {
			delete(v, f.Name)
		}
	}
	return v
}

// parent is the id of one of the client's items of the entity, made when first asked for.
func (c *client) parent(e *model.Entity) string {
	if c.parents[e.Name] == "" {
		c.parents[e.Name] = c.create(e, c.payload(e)).id()
	}
	return c.parents[e.Name]
}

// item is an item as the service told it.
type item map[string]any

func (i item) id() string { return i.text("id") }

func (i item) text(name string) string {
	text, _ := i[name].(string)
	return text
}

// create makes an item, which must succeed.
func (c *client) create(e *model.Entity, v values) item {
	return item(c.post(collection(e), v).is(201).object())
}

// make makes an item with every field set.
func (c *client) make(e *model.Entity) item { return c.create(e, c.payload(e)) }

func collection(e *model.Entity) string          { return api + "/" + e.PluralKebab() }
func itemPath(e *model.Entity, id string) string { return collection(e) + "/" + id }

// writable is the item's writable part, as a body that replaces it by itself.
func writable(e *model.Entity, i item) values {
	v := values{}
	for _, f := range e.Fields {
		v[f.Name] = i[f.Name]
	}
	if e.Parent != nil {
		v[e.ParentKey()] = i[e.ParentKey()]
	}
	return v
}

// sample is the n-th valid value of a field. Values grow with n as far as the field's limits allow, and two
// different n give different values where the field has room for them.
func sample(f *model.Field, n int) any {
	switch f.Type {
	case model.String:
		return sampleText(f, n, "Sample ")
	case model.Text:
		return sampleText(f, n, "Some lines\nabout ")
	case model.Integer:
		low, high := integerLimits(f)
		return within(low, high, n)
	case model.Decimal:
		low, high := decimalLimits(f)
		return decimalText(within(low, high, n), f.Scale)
	case model.Boolean:
		return n%2 == 0
	case model.Date:
		return firstDay().AddDate(0, 0, n%20000).Format(time.DateOnly)
	case model.DateTime:
		return firstDay().Add(time.Duration(n) * time.Minute).Format(dateTimeForm)
	case model.Enum:
		return f.Values[n%len(f.Values)]
	case model.URL:
		return fmt.Sprintf("https://example.com/things/%d?a=b", n)
	case model.Email:
		return fmt.Sprintf("reader-%d@example.com", n)
	}
	return nil
}

const dateTimeForm = "2006-01-02T15:04:05.000Z"

func firstDay() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }

// sampleText fits the number into the field's lengths, with the words in front where there is room.
func sampleText(f *model.Field, n int, words string) string {
	low, high := lengths(f)
	text := strconv.FormatInt(int64(n), 36)
	if pad := min(max(low, 5), high) - len(text); pad > 0 {
		text = strings.Repeat("0", pad) + text
	}
	if len(text) > high {
		text = text[len(text)-high:]
	}
	if len(words)+len(text) <= high {
		text = words + text
	}
	return text
}

// lengths are the least and most code points of a string or text.
func lengths(f *model.Field) (low, high int) {
	low, _ = strconv.Atoi(f.Min)
	high, err := strconv.Atoi(f.Max)
	if err != nil {
		high = map[model.Type]int{model.String: 255, model.Text: 10000}[f.Type]
	}
	return low, high
}

const mostInteger = 1<<53 - 1

func integerLimits(f *model.Field) (low, high int64) {
	low, high = -mostInteger, mostInteger
	if n, err := strconv.ParseInt(f.Min, 10, 64); err == nil {
		low = n
	}
	if n, err := strconv.ParseInt(f.Max, 10, 64); err == nil {
		high = n
	}
	return low, high
}

// decimalLimits are the least and greatest value of a decimal, counted in its last digit.
func decimalLimits(f *model.Field) (low, high int64) {
	const most = 999_999_999_999_999
	low, high = -most, most
	if n, ok := scaled(f.Min, f.Scale); ok {
		low = n
	}
	if n, ok := scaled(f.Max, f.Scale); ok {
		high = n
	}
	return low, high
}

// scaled is a decimal number counted in its last digit.
func scaled(text string, scale int) (int64, bool) {
	r, ok := new(big.Rat).SetString(text)
	if text == "" || !ok {
		return 0, false
	}
	r.Mul(r, new(big.Rat).SetInt64(pow10(scale)))
	return new(big.Int).Quo(r.Num(), r.Denom()).Int64(), true
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// decimalText writes a number counted in its last digit with exactly so many digits after the point.
func decimalText(n int64, scale int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	if scale == 0 {
		return sign + strconv.FormatInt(n, 10)
	}
	return fmt.Sprintf("%s%d.%0*d", sign, n/pow10(scale), scale, n%pow10(scale))
}

// within is the n-th number from the limit nearest to zero on, round and round.
func within(low, high int64, n int) int64 {
	start := max(low, min(high, 0))
	return start + int64(n)%min(high-start+1, 1<<40)
}

// fields lists the entity's fields for which it holds.
func fields(e *model.Entity, holds func(*model.Field) bool) []*model.Field {
	return slices.DeleteFunc(slices.Clone(e.Fields), func(f *model.Field) bool { return !holds(f) })
}

func ofType(types ...model.Type) func(*model.Field) bool {
	return func(f *model.Field) bool { return slices.Contains(types, f.Type) }
}

// eachEntity calls f for every entity of the model.
func (t *T) eachEntity(f func(e *model.Entity)) {
	for _, e := range t.suite.target.Model.Entities {
		f(e)
	}
}

// eachField calls f for every field for which it holds, and skips the check when there is none.
func (t *T) eachField(what string, holds func(*model.Field) bool, f func(*model.Entity, *model.Field)) {
	found := false
	t.eachEntity(func(e *model.Entity) {
		for _, field := range fields(e, holds) {
			found = true
			f(e, field)
		}
	})
	if !found {
		t.skipf("the model has no %s", what)
	}
}

// eachChild calls f for every entity that has a parent, and skips the check when there is none.
func (t *T) eachChild(f func(e *model.Entity)) {
	found := false
	t.eachEntity(func(e *model.Entity) {
		if e.Parent != nil {
			found = true
			f(e)
		}
	})
	if !found {
		t.skipf("the model has no entity with a parent")
	}
}

// first is the model's first entity, for what is the same in all of them.
func (t *T) first() *model.Entity { return t.suite.target.Model.Entities[0] }
