package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/strictyaml"
)

// ShorthandGrammar is the whole of what --entity takes, for help texts.
const ShorthandGrammar = `An entity on one line: NAME [in PARENT]: FIELD FIELD …   ("<" may stand for "in")

  Book in Shelf: title! pages!:integer(1..9999) price:decimal(2) status=enum(to_read,done) loved=false

  title          an optional string
  title!         required
  :TYPE          string text integer decimal boolean date datetime enum url email ("=" may stand for ":")
  :string(80)    at most 80 characters;  (2..80) at least 2
  :integer(1..9) limits; (1..) or (..9) one of them
  :decimal(2)    two digits after the point;  (2, 0..99.50) with limits
  :enum(a, b)    one of these
  =VALUE         the default; it also tells the type: =false, =0, =1.50, ="some words"
  =enum(a, b)    an enum whose default is its first value
  [unique, search, sort, filter]   what the field can do; without brackets it gets what suits it, [] is none`

// ParseShorthand reads a model from lines such as "Book: title! author! status=enum(todo,read)", one for each
// entity. Errors say which line and which character of it.
func ParseShorthand(lines []string) (*Model, error) {
	r := &reader{strictyaml.Reader{File: "--entity"}}
	raw := &rawModel{Pos: posAt(1, 1)}
	for i, line := range lines {
		s := &shorthand{reader: r, text: []rune(line), line: i + 1}
		if e := s.entity(); e != nil {
			raw.entities = append(raw.entities, e)
		}
	}
	if len(r.Errs) > 0 {
		return nil, r.shorthandErrors(len(lines))
	}
	m := r.check(raw)
	if len(r.Errs) > 0 {
		return nil, r.shorthandErrors(len(lines))
	}
	return m, nil
}

// shorthandErrors turns the line of each error into the number of its --entity.
func (r *reader) shorthandErrors(lines int) error {
	errs := r.Errs.Sorted()
	for _, e := range errs {
		if lines > 1 {
			e.File = fmt.Sprintf("--entity %d", e.Line)
		}
		e.Line = 0
	}
	return errs
}

// shorthand reads one line.
type shorthand struct {
	*reader
	text []rune
	at   int
	line int
}

const maxShorthand = 4096

func (s *shorthand) entity() *rawEntity {
	if len(s.text) > maxShorthand {
		s.Fail(s.here(), "this has %d characters; at most %d (a file given by --model may be larger)", len(s.text), maxShorthand)
		return nil
	}
	e := &rawEntity{Pos: s.here()}
	s.space()
	e.name = s.word("an entity's name, such as Book")
	s.space()
	if s.take('<') || s.takeWord("in") {
		s.space()
		e.parent = s.word("the parent's name after 'in', such as Shelf")
		s.space()
	}
	if !s.take(':') {
		s.unexpected("a colon after the entity's name, as in 'Book: title!'")
		return nil
	}
	for s.separator(); s.at < len(s.text); s.separator() {
		f := s.field()
		if f == nil {
			return nil
		}
		e.fields = append(e.fields, f)
		if s.at < len(s.text) && !strings.ContainsRune(" \t\n,", s.text[s.at]) {
			s.unexpected("a space")
			return nil
		}
	}
	s.suit(e)
	return e
}

func (s *shorthand) field() *rawField {
	f := &rawField{Pos: s.here(), name: s.word("a field's name, such as title")}
	if !f.name.Given() {
		return nil
	}
	s.mark(f)
	if s.take(':') && !s.typed(f) {
		return nil
	}
	s.mark(f)
	if s.take('=') && !s.defaulted(f) {
		return nil
	}
	s.mark(f)
	if s.peek() == '[' && !s.abilities(f) {
		return nil
	}
	if !f.typ.Given() {
		f.typ = scalarAt(f.Pos, textual, "string")
	}
	return f
}

// mark reads what may stand behind the name or behind the type: ! for required, ? for optional.
func (s *shorthand) mark(f *rawField) {
	if s.peek() == '!' && !f.required.Given() {
		s.at++
		f.required = scalarAt(posAt(s.line, s.at), boolean, "true")
	} else if s.peek() == '?' {
		s.at++
	}
}

// typed reads a type with its arguments.
func (s *shorthand) typed(f *rawField) bool {
	f.typ = s.word("a type after the colon, such as integer")
	if !f.typ.Given() {
		return false
	}
	if !s.take('(') {
		return true
	}
	args, ok := s.until(')')
	if !ok {
		return false
	}
	switch f.typ.Text {
	case "enum":
		f.valuesAt, f.values = f.typ, args
	case "decimal":
		if len(args) > 0 && !strings.Contains(args[0].Text, "..") {
			f.scale, args = args[0], args[1:]
		}
		return s.limitArguments(f, args)
	default:
		return s.limitArguments(f, args)
	}
	return true
}

// limitArguments reads (80), (2..80), (1..) or (..9).
func (s *shorthand) limitArguments(f *rawField, args []scalar) bool {
	if len(args) == 0 {
		return true
	}
	if len(args) > 1 {
		s.Fail(args[1].Pos, "%s takes one limit such as 1..9, not %q too", f.typ.Text, args[1].Text)
		return false
	}
	low, high, both := strings.Cut(args[0].Text, "..")
	if !both {
		low, high = "", args[0].Text
	}
	limit := func(text string) scalar {
		if text == "" {
			return scalar{}
		}
		return scalarAt(args[0].Pos, number, text)
	}
	f.min, f.max = limit(low), limit(high)
	return true
}

// defaulted reads what follows an equals sign: a value, or an enum whose first value is the default.
func (s *shorthand) defaulted(f *rawField) bool {
	if !f.typ.Given() && slices.Contains(types, s.peekWord()) {
		if !s.typed(f) {
			return false
		}
		s.mark(f)
		if len(f.values) > 0 && !f.required.Given() {
			f.def = f.values[0]
		}
		return true
	}
	bare := s.peek() != '"'
	v, ok := s.value(" \t\n,[")
	if !ok {
		return false
	}
	if meant := nearest.Of(v.Text, types); bare && !f.typ.Given() && v.Kind == textual && meant != "" {
		s.Fail(v.Pos, "there is no type %q; did you mean %s? (a default that is a word has quotes: %s=\"%s\")", v.Text, meant, f.name.Text, v.Text)
		return false
	}
	f.def = v
	if !f.typ.Given() {
		f.typ = scalarAt(v.Pos, textual, typeOf(v))
	}
	if f.typ.Text == "boolean" && (v.Text == "true" || v.Text == "false") {
		f.def.Kind = boolean
	}
	if f.typ.Text == "integer" && v.Kind != textual {
		f.def.Kind = number
	}
	if slices.Contains([]string{"string", "text"}, f.typ.Text) {
		f.def.Kind = textual
	}
	return true
}

// typeOf is the type that a default gives away.
func typeOf(v scalar) string {
	switch {
	case v.Kind != number:
		if v.Kind == boolean {
			return "boolean"
		}
		return "string"
	case strings.Contains(v.Text, "."):
		return "decimal"
	}
	return "integer"
}

// abilities reads [sort, filter].
func (s *shorthand) abilities(f *rawField) bool {
	where := s.here()
	s.at++
	words, ok := s.until(']')
	if !ok {
		return false
	}
	f.examplesAt = scalarAt(where, boolean, "chosen") // suit leaves this field alone
	can := map[string]*scalar{"unique": &f.unique, "search": &f.search, "sort": &f.sort, "filter": &f.filter}
	names := []string{"unique", "search", "sort", "filter"}
	for _, w := range words {
		flag, ok := can[w.Text]
		if !ok {
			s.Fail(w.Pos, "a field can have %s, not %q%s", strings.Join(names, ", "), w.Text, nearest.DidYouMean(w.Text, names))
			return false
		}
		*flag = scalarAt(w.Pos, boolean, "true")
	}
	return true
}
