package model

import (
	"slices"
	"strconv"
	"strings"
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
	f := &Field{Name: rf.name.text, Type: Type(rf.typ.text)}
	switch {
	case !rf.name.given():
		r.fail(rf.pos, "a field needs a name, such as title")
		return &Field{}
	case !snakeName.MatchString(f.Name):
		r.fail(rf.name.pos, "%.60q can't be a field's name: that is a small letter followed by up to 39 small letters, digits and underscores, such as page_count%s",
			f.Name, suggestField(f.Name))
		f.Name = ""
	case strings.HasSuffix(f.Name, "_"), strings.Contains(f.Name, "__"):
		r.fail(rf.name.pos, "%s can't be a field's name: underscores stand alone and between words", f.Name)
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

func suggestField(name string) string {
	if s := Snake(name); s != name && snakeName.MatchString(s) {
		return "; how about " + s + "?"
	}
	return ""
}

func (r *reader) fieldType(rf *rawField, f *Field) bool {
	if !rf.typ.given() {
		r.fail(rf.pos, "the field %s needs a type: one of %s", rf.name.text, strings.Join(types, ", "))
		return false
	}
	if slices.Contains(types, rf.typ.text) {
		return true
	}
	hint := didYouMean(rf.typ.text, types)
	if other, ok := otherNames[strings.ToLower(rf.typ.text)]; ok {
		hint = "; did you mean " + other + "?"
	}
	r.fail(rf.typ.pos, "there is no type %.60q%s (there are %s)", rf.typ.text, hint, strings.Join(types, ", "))
	f.Type = ""
	return false
}

func (r *reader) flag(s scalar, what string) bool {
	if s.given() && s.kind != boolean {
		r.fail(s.pos, "%s is true or false, not %.40q", what, s.text)
	}
	return s.kind == boolean && strings.EqualFold(s.text, "true")
}

func (r *reader) values(rf *rawField, f *Field) {
	if f.Type != Enum {
		if rf.valuesAt.given() {
			r.fail(rf.valuesAt.pos, "values are for the type enum; %s is %s", f.Name, f.Type)
		}
		return
	}
	switch {
	case len(rf.values) == 0:
		r.fail(rf.typ.pos, "the enum %s needs values, such as [todo, done]", f.Name)
	case len(rf.values) > maxValues:
		r.fail(rf.valuesAt.pos, "%s has %d values; at most %d", f.Name, len(rf.values), maxValues)
	}
	seen := map[string]string{}
	for _, v := range rf.values {
		earlier, met := seen[bare(v.text)]
		switch {
		case v.kind != textual:
			r.fail(v.pos, "%q can't be a value here: YAML takes it for a %s; values are names, such as todo (or write it in quotes)", v.text, kindName(v.kind))
		case !snakeName.MatchString(v.text), strings.HasSuffix(v.text, "_"), strings.Contains(v.text, "__"):
			r.fail(v.pos, "%.60q can't be a value: values are names such as to_read (a small letter, then small letters, digits, underscores)%s", v.text, suggestField(v.text))
		case met && earlier == v.text:
			r.fail(v.pos, "%s has the value %s twice", f.Name, v.text)
		case met:
			r.fail(v.pos, "the values %s and %s differ by underscores only, which is one name in most languages", earlier, v.text)
		default:
			f.Values = append(f.Values, v.text)
		}
		seen[bare(v.text)] = v.text
	}
}

func kindName(k scalarKind) string {
	return map[scalarKind]string{textual: "text", number: "number", boolean: "boolean", null: "null"}[k]
}

func (r *reader) scale(rf *rawField, f *Field) {
	if f.Type != Decimal {
		if rf.scale.given() {
			r.fail(rf.scale.pos, "scale is for the type decimal; %s is %s", f.Name, f.Type)
		}
		return
	}
	f.Scale = 2
	if !rf.scale.given() {
		return
	}
	n, err := strconv.Atoi(rf.scale.text)
	if err != nil || rf.scale.kind != number || n < 0 || n > 4 {
		r.fail(rf.scale.pos, "scale is the number of digits after the point, 0 to 4, not %.40q", rf.scale.text)
		return
	}
	f.Scale = n
}

// abilities checks what a field of this type can be asked for.
func (r *reader) abilities(rf *rawField, f *Field) {
	refuse := func(s scalar, on bool, what, why string) {
		if on {
			r.fail(s.pos, "%s can't have %s: %s", f.Name, what, why)
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
			r.fail(rf.sort.pos, "%s can't have sort: that needs a string of at most 255 characters (max is %d)", f.Name, n)
		}
	}
}
