package source

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// Compose writes an answer of the API that Extract makes these records of: its reverse, for tests that need an API to
// say what they want. A time in seconds loses its milliseconds, and what comes from the answer as a whole is that of
// the last record. It fails where paths contradict each other, such as a and a.b.
func (s *Source) Compose(records []*Record) ([]byte, error) {
	if s.Shape == Single && len(records) != 1 {
		return nil, fmt.Errorf("a source whose shape is single has one item in an answer, not %d", len(records))
	}
	var root any
	list := []any{}
	object := map[string]any{}
	for _, rec := range records {
		c := &composer{source: s, record: rec, root: root}
		c.fields()
		c.key()
		c.version()
		if c.err != nil {
			return nil, c.err
		}
		root = c.root
		list = append(list, c.item)
		object[c.name] = c.item
	}
	items := map[Shape]any{List: list, Map: object, Columns: s.columnsOf(list)}[s.Shape]
	if s.Shape == Single {
		items = list[0]
	}
	root, err := set(root, s.At, items)
	if err != nil {
		return nil, err
	}
	return json.Marshal(root)
}

// columnsOf turns items into columns.
func (s *Source) columnsOf(items []any) map[string]any {
	columns := map[string]any{}
	for _, name := range s.Columns() {
		column := make([]any, len(items))
		for i, one := range items {
			if row, ok := one.(map[string]any); ok {
				column[i] = row[name]
			}
		}
		columns[name] = column
	}
	return columns
}

// composer makes one item.
type composer struct {
	source     *Source
	record     *Record
	item, root any
	name       string // of the member, in a map
	err        error
}

// put sets a value where it comes from. One that is there already stays: a key may be a field, too.
func (c *composer) put(from Origin, path Path, v any, replace bool) {
	if c.err != nil {
		return
	}
	switch from {
	case FromName:
		if replace || c.name == "" {
			c.name = fmt.Sprint(v)
		}
	case FromItem:
		if replace || path.Lookup(c.item) == nil {
			c.item, c.err = set(c.item, path, v)
		}
	case FromAnswer:
		if replace || path.Lookup(c.root) == nil {
			c.root, c.err = set(c.root, path, v)
		}
	}
}

func (c *composer) fields() {
	for i, f := range c.source.Item.Fields {
		if f.From != FromEntry && f.From != FromField {
			c.put(f.From, f.Path, f.api(c.record.Values[i]), true)
		}
	}
}

func (c *composer) key() {
	parts := []string{c.record.Key}
	if len(c.source.Item.Key) > 1 {
		parts = strings.Split(c.record.Key, "~")
	}
	for i, p := range c.source.Item.Key {
		if p.Field == nil && i < len(parts) {
			c.put(p.From, p.Path, parts[i], false)
		}
	}
}

func (c *composer) version() {
	if v := c.source.Item.Version; !v.Fetched {
		c.put(v.From, v.Path, versionOf(v.Form, c.record.Version), false)
	}
}

func versionOf(form Form, n int64) any {
	switch form {
	case EpochS:
		return n / 1000
	case AsText:
		return strconv.FormatInt(n, 10)
	case AsRFC3339:
		return time.UnixMilli(n).UTC().Format(timeShape)
	}
	return n
}

// api is how the API writes a value of ours.
func (f *Field) api(v any) any {
	if v == nil {
		return nil
	}
	switch f.Type {
	case model.Boolean:
		yes := v == true
		switch f.Form {
		case AsNumber:
			return map[bool]int{true: 1}[yes]
		case AsText:
			return strconv.FormatBool(yes)
		}
	case model.DateTime:
		if t := timeOf(v); f.Form == EpochS {
			return t.Unix()
		} else if f.Form == EpochMS {
			return t.UnixMilli()
		}
	case model.Enum:
		return f.apiValue(v)
	case model.String, model.Decimal, model.Integer:
		if f.Form == AsNumber {
			return json.Number(fmt.Sprint(v))
		}
		return fmt.Sprint(v)
	}
	return v
}

// apiValue is the API's value for one of an enum; nil for one that only stands for others.
func (f *Field) apiValue(v any) any {
	if len(f.Map) == 0 {
		return v
	}
	i := slices.IndexFunc(f.Map, func(p Pair) bool { return p.Ours == v })
	if i < 0 {
		return nil
	}
	switch f.Form {
	case AsNumber:
		return json.Number(f.Map[i].API)
	case AsBoolean:
		return f.Map[i].API == "true"
	}
	return f.Map[i].API
}

// set puts a value at the end of a path, and makes the objects and lists that lead there.
func set(in any, path Path, v any) (any, error) {
	if len(path) == 0 {
		if in != nil {
			return nil, fmt.Errorf("two values would stand at one place, or one within another")
		}
		return v, nil
	}
	step := path[0]
	if step.IsIndex {
		list, ok := in.([]any)
		if in != nil && !ok {
			return nil, fmt.Errorf("[%d] would be in something that is no list", step.Index)
		}
		for len(list) <= step.Index {
			list = append(list, nil)
		}
		inner, err := set(within(list[step.Index], path), path[1:], v)
		list[step.Index] = inner
		return list, err
	}
	object, ok := in.(map[string]any)
	if in != nil && !ok {
		return nil, fmt.Errorf("%s would be in something that is no object", step.Name)
	}
	if object == nil {
		object = map[string]any{}
	}
	inner, err := set(within(object[step.Name], path), path[1:], v)
	object[step.Name] = inner
	return object, err
}

// within is what stands where a path goes on; at its end a single value makes room for another.
func within(there any, path Path) any {
	switch there.(type) {
	case map[string]any, []any:
		return there
	}
	if len(path) == 1 {
		return nil
	}
	return there
}
