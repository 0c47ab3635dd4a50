package model

import (
	"slices"
	"strconv"
	"strings"

	"github.com/scaffolio/scaffolio/internal/nearest"
)

// types are the field types, in the order in which errors list them.
var types = []string{"string", "text", "integer", "decimal", "boolean", "date", "datetime", "enum", "url", "email"}

// otherNames are what people call the types elsewhere.
var otherNames = map[string]string{
	"str": "string", "varchar": "string", "char": "string", "int": "integer", "number": "integer or decimal",
	"bigint": "integer", "long": "integer", "float": "decimal", "double": "decimal", "money": "decimal",
	"numeric": "decimal", "bool": "boolean", "timestamp": "datetime", "time": "datetime", "uri": "url",
	"link": "url", "mail": "email", "choice": "enum", "select": "enum", "textarea": "text", "markdown": "text",
}

// Ranged tells whether a filter of the field has limits: <field>_min and <field>_max.
func (f *Field) Ranged() bool {
	return f.Type == Integer || f.Type == Decimal || f.Type == Date || f.Type == DateTime
}

// TextLike tells whether the field is sorted as text, by its lower-cased form.
func (f *Field) TextLike() bool { return f.Type == String || f.Type == Email || f.Type == Enum }

func (r *reader) checkField(rf *rawField) *Field {
	f := &Field{Name: rf.name.Text, Type: Type(rf.typ.Text)}
	switch {
	case !rf.name.Given():
		r.Fail(rf.Pos, "a field needs a name, such as title")
		return &Field{}
	case FieldNameProblem(f.Name) != "":
		r.Fail(rf.name.Pos, "%s", FieldNameProblem(f.Name))
		f.Name = ""
	}
	f.Label = r.label(rf.label, "label", Title(f.Name))
	if !r.fieldType(rf, f) {
		return f
	}
	f.Required = r.flag(rf.required, "required")
	f.Unique = r.flag(rf.unique, "unique")
	f.Search = r.flag(rf.search, "search")
	f.Sort = r.flag(rf.sort, "sort")
	f.Filter = r.flag(rf.filter, "filter")
	r.values(rf, f)
	r.scale(rf, f)
	r.limits(rf, f)
	r.defaults(rf, f)
	r.abilities(rf, f)
	return f
}

func (r *reader) fieldType(rf *rawField, f *Field) bool {
	if !rf.typ.Given() {
		r.Fail(rf.Pos, "the field %s needs a type: one of %s", rf.name.Text, strings.Join(types, ", "))
		return false
	}
	if slices.Contains(types, rf.typ.Text) {
		return true
	}
	hint := nearest.DidYouMean(rf.typ.Text, types)
	if other, ok := otherNames[strings.ToLower(rf.typ.Text)]; ok {
		hint = "; did you mean " + other + "?"
	}
	r.Fail(rf.typ.Pos, "there is no type %.60q%s (there are %s)", rf.typ.Text, hint, strings.Join(types, ", "))
	f.Type = ""
	return false
}

func (r *reader) flag(s scalar, what string) bool {
	if s.Given() && s.Kind != boolean {
		r.Fail(s.Pos, "%s is true or false, not %.40q", what, s.Text)
	}
	return s.Kind == boolean && strings.EqualFold(s.Text, "true")
}

func (r *reader) values(rf *rawField, f *Field) {
	if f.Type != Enum {
		if rf.valuesAt.Given() {
			r.Fail(rf.valuesAt.Pos, "values are for the type enum; %s is %s", f.Name, f.Type)
		}
		return
	}
	switch {
	case len(rf.values) == 0:
		r.Fail(rf.typ.Pos, "the enum %s needs values, such as [todo, done]", f.Name)
	case len(rf.values) > maxValues:
		r.Fail(rf.valuesAt.Pos, "%s has %d values; at most %d", f.Name, len(rf.values), maxValues)
	}
	seen := map[string]string{}
	for _, v := range rf.values {
		earlier, met := seen[Bare(v.Text)]
		switch {
		case v.Kind != textual:
			r.Fail(v.Pos, "%q can't be a value here: YAML takes it for a %s; values are names, such as todo (or write it in quotes)", v.Text, v.Kind)
		case ValueNameProblem(v.Text) != "":
			r.Fail(v.Pos, "%s", ValueNameProblem(v.Text))
		case met && earlier == v.Text:
			r.Fail(v.Pos, "%s has the value %s twice", f.Name, v.Text)
		case met:
			r.Fail(v.Pos, "the values %s and %s differ by underscores only, which is one name in most languages", earlier, v.Text)
		default:
			f.Values = append(f.Values, v.Text)
		}
		seen[Bare(v.Text)] = v.Text
	}
}

func (r *reader) scale(rf *rawField, f *Field) {
	if f.Type != Decimal {
		if rf.scale.Given() {
			r.Fail(rf.scale.Pos, "scale is for the type decimal; %s is %s", f.Name, f.Type)
		}
		return
	}
	f.Scale = 2
	if !rf.scale.Given() {
		return
	}
	n, err := strconv.Atoi(rf.scale.Text)
	if err != nil || rf.scale.Kind != number || n < 0 || n > 4 {
		r.Fail(rf.scale.Pos, "scale is the number of digits after the point, 0 to 4, not %.40q", rf.scale.Text)
		return
	}
	f.Scale = n
}

// abilities checks what a field of this type can be asked for.
func (r *reader) abilities(rf *rawField, f *Field) {
	refuse := func(s scalar, on bool, what, why string) {
		if on {
			r.Fail(s.Pos, "%s can't have %s: %s", f.Name, what, why)
		}
	}
	long := f.Type == Text || f.Type == URL
	flat := f.Type == Boolean
	refuse(rf.unique, f.Unique && (long || flat || f.Type == Enum), "unique", "that makes no sense for the type "+string(f.Type))
	refuse(rf.filter, f.Filter && long, "filter", "a "+string(f.Type)+" is too long for an index; 'search' looks into it")
	refuse(rf.sort, f.Sort && (long || flat), "sort", "there is no useful order for the type "+string(f.Type))
	searchable := f.Type == String || f.Type == Text || f.Type == Email || f.Type == URL
	refuse(rf.search, f.Search && !searchable, "search", "that looks for words, so it is for string, text, email and url; use filter")
	if f.Sort && !long && !flat {
		refuse(rf.sort, f.Nullable(), "sort", "some items would have no value here; make it required or give it a default")
		if n, err := strconv.Atoi(f.Max); f.Type == String && err == nil && n > 255 {
			r.Fail(rf.sort.Pos, "%s can't have sort: that needs a string of at most 255 characters (max is %d)", f.Name, n)
		}
	}
}
