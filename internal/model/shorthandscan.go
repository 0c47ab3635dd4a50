package model

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

func (s *shorthand) here() pos { return posAt(s.line, s.at+1) }

func (s *shorthand) peek() rune {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *shorthand) take(c rune) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

func (s *shorthand) space() {
	for s.at < len(s.text) && unicode.IsSpace(s.text[s.at]) {
		s.at++
	}
}

// separator skips what may stand between fields.
func (s *shorthand) separator() {
	for s.at < len(s.text) && (unicode.IsSpace(s.text[s.at]) || s.text[s.at] == ',') {
		s.at++
	}
}

func wordRune(c rune) bool { return c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c) }

func (s *shorthand) peekWord() string {
	end := s.at
	for end < len(s.text) && wordRune(s.text[end]) {
		end++
	}
	return string(s.text[s.at:end])
}

func (s *shorthand) takeWord(word string) bool {
	if s.peekWord() != word {
		return false
	}
	s.at += len(word)
	return true
}

func (s *shorthand) word(what string) scalar {
	where := s.here()
	w := s.peekWord()
	if w == "" {
		s.unexpected(what)
		return scalar{}
	}
	s.at += len([]rune(w))
	return scalarAt(where, textual, w)
}

func (s *shorthand) unexpected(wanted string) {
	if s.at >= len(s.text) {
		s.Fail(s.here(), "it ends where %s is wanted", wanted)
		return
	}
	s.Fail(s.here(), "%q stands where %s is wanted", string(s.text[s.at]), wanted)
}

// until reads values with commas between them up to a closing bracket.
func (s *shorthand) until(closing rune) ([]scalar, bool) {
	var out []scalar
	for {
		s.separator()
		if s.take(closing) {
			return out, true
		}
		if s.at >= len(s.text) {
			s.unexpected("the closing " + string(closing))
			return nil, false
		}
		v, ok := s.value(", \t\n" + string(closing))
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
}

var numeric = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// value reads one value: "in quotes", or as it stands up to one of the characters of end.
func (s *shorthand) value(end string) (scalar, bool) {
	where := s.here()
	if s.peek() == '"' {
		return s.quoted()
	}
	from := s.at
	for s.at < len(s.text) && !strings.ContainsRune(end, s.text[s.at]) {
		s.at++
	}
	text := string(s.text[from:s.at])
	switch {
	case text == "":
		s.unexpected("a value")
		return scalar{}, false
	case text == "true" || text == "false":
		if strings.ContainsRune(end, ')') {
			return scalarAt(where, textual, text), true // a value of an enum
		}
		return scalarAt(where, boolean, text), true
	case numeric.MatchString(text):
		return scalarAt(where, number, text), true
	}
	return scalarAt(where, textual, text), true
}

func (s *shorthand) quoted() (scalar, bool) {
	where, from := s.here(), s.at
	for s.at++; s.at < len(s.text) && s.text[s.at] != '"'; s.at++ {
		if s.text[s.at] == '\\' {
			s.at++
		}
	}
	if s.at >= len(s.text) {
		s.at = len(s.text)
		s.Fail(where, "these quotes are not closed")
		return scalar{}, false
	}
	s.at++
	text, err := strconv.Unquote(string(s.text[from:s.at]))
	if err != nil {
		s.Fail(where, `in quotes, only \" and \\ are special`)
		return scalar{}, false
	}
	return scalarAt(where, textual, text), true
}

// suit gives fields without brackets what suits their type: search for strings, a filter for choices and days,
// an order where there is always a value; of each no more than an entity may have. A boolean is false unless
// something else is said.
func (s *shorthand) suit(e *rawEntity) {
	sorts, filters := 0, 0
	for _, f := range e.fields {
		sorts += count(f.sort)
		filters += count(f.filter)
	}
	for _, f := range e.fields {
		chosen := f.examplesAt.Given()
		if f.typ.Text == "boolean" && !f.required.Given() && !f.def.Given() {
			f.def = scalarAt(f.Pos, boolean, "false")
		}
		f.examplesAt = scalar{}
		if chosen {
			continue
		}
		on := scalarAt(f.Pos, boolean, "true")
		always := f.required.Given() || f.def.Given()
		switch f.typ.Text {
		case "string", "text":
			f.search = on
		case "enum", "boolean", "date":
			if filters < maxFilters {
				f.filter, filters = on, filters+1
			}
		}
		if always && suitsOrder(f) && sorts < maxSorts {
			f.sort, sorts = on, sorts+1
		}
	}
}

func suitsOrder(f *rawField) bool {
	switch f.typ.Text {
	case "string":
		n, err := strconv.Atoi(f.max.Text)
		return !f.max.Given() || err == nil && n <= 255
	case "integer", "decimal", "date", "datetime":
		return true
	}
	return false
}

func count(s scalar) int {
	if s.Given() {
		return 1
	}
	return 0
}
