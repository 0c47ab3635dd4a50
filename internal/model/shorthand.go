package model

import (
	"slices"
	"strings"
	"unicode"
)

// shorthandFile is what errors about a line of shorthand name as their file.
const shorthandFile = "--entity"

// ParseShorthand reads a model from lines such as
//
//	Book < Shelf: title! pages=integer(1..10000) price=decimal(2) status=enum(todo,read)
//
// one for each entity: its name, its parent, its fields. A field is a string unless it says otherwise, and is
// required when marked with "!". What a list of such things needs follows from the types: text is searched,
// choices and dates are filtered, what is never empty is sorted. A file says more, and more exactly.
//
// Errors name the line, from 1, and the column.
func ParseShorthand(lines []string) (*Model, error) {
	r := &reader{file: shorthandFile}
	raw := &rawModel{pos: pos{1, 1}}
	for i, line := range lines {
		p := &shorthand{reader: r, line: i + 1, text: []rune(line)}
		raw.entities = append(raw.entities, p.entity())
	}
	if len(r.errs) > 0 {
		return nil, r.errs.sorted()
	}
	m := r.check(raw)
	if len(r.errs) > 0 {
		return nil, r.errs.sorted()
	}
	return m, nil
}

// shorthand reads one line.
type shorthand struct {
	*reader
	line int
	text []rune
	at   int
}

func (p *shorthand) pos() pos { return pos{p.line, p.at + 1} }

func (p *shorthand) failHere(format string, args ...any) {
	p.fail(p.pos(), format, args...)
	p.at = len(p.text)
}

// skip passes over white space, and over the commas that some put between fields.
func (p *shorthand) skip(commas bool) {
	for p.at < len(p.text) && (unicode.IsSpace(p.text[p.at]) || commas && p.text[p.at] == ',') {
		p.at++
	}
}

// next reports whether c comes next, and passes over it.
func (p *shorthand) next(c rune) bool {
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

// word is what stands up to a space or a mark.
func (p *shorthand) word() scalar {
	start := p.at
	for p.at < len(p.text) && !unicode.IsSpace(p.text[p.at]) && !strings.ContainsRune("<:=!(),", p.text[p.at]) {
		p.at++
	}
	if start == p.at {
		return scalar{}
	}
	return scalar{pos{p.line, start + 1}, textual, string(p.text[start:p.at])}
}

func (p *shorthand) entity() *rawEntity {
	p.skip(false)
	e := &rawEntity{pos: p.pos(), name: p.word()}
	if !e.name.given() {
		p.failHere("a line begins with the name of a thing, as in: Book: title! author!")
		return e
	}
	p.skip(false)
	if p.next('<') {
		p.skip(false)
		if e.parent = p.word(); !e.parent.given() {
			p.failHere("behind < stands the parent, as in: Book < Shelf: title!")
			return e
		}
		p.skip(false)
	}
	if p.at == len(p.text) || !p.next(':') {
		p.failHere("behind the name comes a colon, then the fields, as in: %s: title! author!", e.name.text)
		return e
	}
	for p.skip(true); p.at < len(p.text); p.skip(true) {
		e.fields = append(e.fields, p.field())
	}
	if len(e.fields) == 0 && len(p.errs) == 0 {
		p.failHere("%s needs a field, as in: %s: title!", e.name.text, e.name.text)
	}
	p.imply(e)
	return e
}

func (p *shorthand) field() *rawField {
	f := &rawField{pos: p.pos(), name: p.word()}
	if !f.name.given() {
		p.failHere("%q doesn't belong here; a field is like title, title! or pages=integer", p.text[p.at])
		return f
	}
	required := p.next('!')
	if p.next('=') || p.next(':') {
		if f.typ = p.word(); !f.typ.given() {
			p.failHere("the field %s has no type; one is like %s=integer", f.name.text, f.name.text)
			return f
		}
		if p.next('(') {
			p.arguments(f)
		}
	} else {
		f.typ = scalar{f.name.pos, textual, string(String)}
	}
	if p.next('!') || required {
		f.required = scalar{f.pos, boolean, "true"}
	}
	if p.at < len(p.text) && !unicode.IsSpace(p.text[p.at]) && p.text[p.at] != ',' {
		p.failHere("%q doesn't belong here; a field ends with a space", p.text[p.at])
	}
	return f
}

// arguments are what stands in parentheses behind a type.
func (p *shorthand) arguments(f *rawField) {
	start := p.at
	for p.at < len(p.text) && p.text[p.at] != ')' {
		p.at++
	}
	inside := p.text[start:p.at]
	if !p.next(')') {
		p.failHere("the parenthesis behind %s isn't closed", f.typ.text)
		return
	}
	where := pos{p.line, start + 1}
	text := strings.TrimSpace(string(inside))
	switch Type(f.typ.text) {
	case Enum:
		f.valuesAt = scalar{where, textual, "values"}
		f.values = p.values(inside, start)
	case Decimal:
		f.scale = scalar{where, number, text}
	case String, Text, Integer:
		low, high, isRange := strings.Cut(text, "..")
		switch {
		case isRange:
			f.min, f.max = bound(where, low), bound(where, high)
		default:
			f.max = bound(where, text)
		}
	default:
		p.fail(where, "%s takes nothing in parentheses", f.typ.text)
	}
}

func bound(where pos, text string) scalar {
	if text = strings.TrimSpace(text); text == "" {
		return scalar{}
	}
	return scalar{where, number, text}
}

// values are separated by commas.
func (p *shorthand) values(inside []rune, start int) []scalar {
	var out []scalar
	begin := 0
	for i := 0; i <= len(inside); i++ {
		if i < len(inside) && inside[i] != ',' {
			continue
		}
		part := inside[begin:i]
		lead := len(part) - len([]rune(strings.TrimLeftFunc(string(part), unicode.IsSpace)))
		out = append(out, scalar{pos{p.line, start + begin + lead + 1}, textual, strings.TrimSpace(string(part))})
		begin = i + 1
	}
	return out
}

// imply sets what follows from a field's type, within the limits of a model.
func (p *shorthand) imply(e *rawEntity) {
	yes := scalar{e.pos, boolean, "true"}
	sorts, filters := 0, 0
	for _, f := range e.fields {
		t := Type(f.typ.text)
		if t == String || t == Text {
			f.search = yes
		}
		if slices.Contains([]Type{Enum, Boolean, Date}, t) && filters < maxFilters {
			f.filter = yes
			filters++
		}
		if t == Boolean && !f.required.given() {
			f.def = scalar{f.pos, boolean, "false"}
		}
		if t == Enum && !f.required.given() && len(f.values) > 0 {
			f.def = f.values[0]
		}
		sortable := slices.Contains([]Type{String, Integer, Decimal, Date, DateTime}, t) && f.required.given()
		if sortable && sorts < maxSorts && !longString(t, f.max) {
			f.sort = yes
			sorts++
		}
	}
}

// longString tells a string that may be longer than one that is sorted.
func longString(t Type, max scalar) bool {
	return t == String && (len(max.text) > 3 || len(max.text) == 3 && max.text > "255")
}
