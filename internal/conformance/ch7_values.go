package conformance

import (
	"encoding/json"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func valueChecks() []check {
	value := func(name, clause string, run func(*T)) check {
		return check{chapter: 7, name: name, clause: clause, run: run}
	}
	return []check{
		value("errors-at-once", "All errors of a body are told at once.", errorsAtOnce),
		value("no-coercion", "No coercion: `\"5\"` is no integer, `1` no boolean, `\"true\"` neither.", noCoercion),
		value("required", "Codes: `required`", required),
		value("null-optional", "null where it has no value", nullOptional),
		value("defaults", "a missing optional one becomes its default or null", defaults),
		value("unknown-field", "Codes: … `unknown_field`", unknownField),
		value("enum", "enum: one of its values, exactly", enumValues),
		value("boolean", "boolean: true, false", booleanValues),
	}
}

func wrongTypes(f *model.Field) []any {
	switch f.Type {
	case model.Integer:
		return []any{"5", "", true, 1.5, []int{5}, map[string]int{"a": 5}}
	case model.Boolean:
		return []any{1, 0, "true", "false", "", []bool{true}, map[string]bool{}}
	default:
		return []any{5, 1.5, true, false, []string{"x"}, map[string]string{"x": "y"}}
	}
}

func errorsAtOnce(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		body := values{"unknown": 1}
		places := []string{"/unknown=unknown_field"}
		for _, f := range e.Fields {
			body[f.Name] = wrongTypes(f)[0]
			places = append(places, "/"+f.Name+"=wrong_type")
		}
		if e.Parent != nil {
			body[e.ParentKey()] = 7
			places = append(places, "/"+e.ParentKey()+"=wrong_type")
		}
		c.post(collection(e), body).invalid(places...)
		made := c.make(e)
		c.put(itemPath(e, made.id()), body, `"1"`).invalid(places...)
	})
}

func anyField(*model.Field) bool { return true }

func noCoercion(t *T) {
	c := t.anybody()
	t.eachField("field", anyField, func(e *model.Entity, f *model.Field) {
		for _, value := range wrongTypes(f) {
			c.refusesValue(e, f, value, "wrong_type")
		}
	})
}

func required(t *T) {
	c := t.anybody()
	t.eachField("required field", func(f *model.Field) bool { return f.Required }, func(e *model.Entity, f *model.Field) {
		where := "/" + f.Name
		c.post(collection(e), c.payload(e).without(f.Name)).invalid(where + "=required").namesOnly(where)
		c.post(collection(e), c.payload(e).but(f.Name, nil)).invalid(where + "=required|wrong_type").namesOnly(where)
	})
}

func nullOptional(t *T) {
	c := t.anybody()
	t.eachField("field that may be null", (*model.Field).Nullable, func(e *model.Entity, f *model.Field) {
		c.stores(e, f, nil, nil)
	})
}

func defaults(t *T) {
	c := t.anybody()
	t.eachField("field with a default", func(f *model.Field) bool { return f.Default != nil },
		func(e *model.Entity, f *model.Field) {
			a := c.post(collection(e), c.payload(e).without(f.Name))
			if f.Required {
				a.is(201, 422) // whether required wins over a default is the model's business
				return
			}
			if got := a.is(201).object()[f.Name]; numberText(got) != numberText(f.Default) {
				a.failf("%s.%s is %s when left out, want its default %s", e.Name, f.Name, brief(got), brief(f.Default))
			}
		})
}

func unknownField(t *T) {
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		body := c.payload(e).but("unknown", 1).but("$ref", "x").but("__proto__", values{"x": 1})
		c.post(collection(e), body).
			invalid("/unknown=unknown_field", "/$ref=unknown_field", "/__proto__=unknown_field")
	})
}

func enumValues(t *T) {
	c := t.user()
	t.eachField("enum", ofType(model.Enum), func(e *model.Entity, f *model.Field) {
		for _, value := range f.Values {
			if !f.Unique {
				c.stores(e, f, value, value)
			}
		}
		for _, value := range []string{"", "nonsense", strings.ToUpper(f.Values[0]), f.Values[0] + " ", " " + f.Values[0]} {
			c.refusesValue(e, f, value, "not_allowed")
		}
	})
}

func booleanValues(t *T) {
	c := t.user()
	t.eachField("boolean", ofType(model.Boolean), func(e *model.Entity, f *model.Field) {
		c.stores(e, f, true, true)
		c.stores(e, f, false, false)
	})
}

// exact is a number whose digits go into the body as they are.
func exact(digits string) json.Number { return json.Number(digits) }
