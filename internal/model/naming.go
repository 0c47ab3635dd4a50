package model

import (
	"slices"
	"strings"
	"sync"

	"github.com/gertd/go-pluralize"
)

// Words splits a name into its lower-case words: "BookClub" and "book_club" are both "book", "club".
// A run of capitals is one word ("APIKey" is "api", "key"); a capital after a digit begins a new one.
func Words(name string) []string {
	var words []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case !isLower(c) && !isUpper(c) && !isDigit(c):
			flush()
			continue
		case isUpper(c) && i > 0 && startsWord(name, i):
			flush()
		}
		word.WriteByte(c)
	}
	flush()
	return words
}

// startsWord tells whether the capital at i begins a word: it follows a small letter or a digit, or it is
// the last capital of a run that goes on in small letters.
func startsWord(name string, i int) bool {
	if !isUpper(name[i-1]) {
		return true
	}
	return i+1 < len(name) && isLower(name[i+1])
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// Snake writes a name as book_club.
func Snake(name string) string { return strings.Join(Words(name), "_") }

// Kebab writes a name as book-club.
func Kebab(name string) string { return strings.Join(Words(name), "-") }

// Pascal writes a name as BookClub.
func Pascal(name string) string {
	var b strings.Builder
	for _, w := range Words(name) {
		b.WriteString(capital(w))
	}
	return b.String()
}

// Camel writes a name as bookClub.
func Camel(name string) string {
	p := Pascal(name)
	if p == "" {
		return ""
	}
	// Only the first word is small: its capital is the only letter to change, as Pascal leaves "api" as "Api".
	return strings.ToLower(p[:1]) + p[1:]
}

// Title writes a name as people would: "book_club" is "Book club".
func Title(name string) string { return capital(strings.Join(Words(name), " ")) }

func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// plurals is the English pluraliser. It compiles some hundred expressions, so it is made on first use; its
// Plural only reads.
var plurals = sync.OnceValue(pluralize.NewClient)

// Plural makes the last word of a name plural and keeps the way the name is written: "BookClub" is
// "BookClubs" and "book_club" is "book_clubs".
func Plural(name string) string {
	words := Words(name)
	if len(words) == 0 {
		return name
	}
	last := words[len(words)-1]
	words[len(words)-1] = plurals().Plural(last)
	switch {
	case strings.Contains(name, "_"):
		return strings.Join(words, "_")
	case strings.Contains(name, "-"):
		return strings.Join(words, "-")
	case strings.Contains(name, " "):
		return name[:len(name)-len(last)] + words[len(words)-1]
	case isUpper(name[0]):
		// Keep the capitals of the words that do not change ("APIKey" is "APIKeys").
		return name[:len(name)-len(last)] + capital(words[len(words)-1])
	}
	return words[len(words)-1]
}

// Snake is the name as book_club: files, variables of snake-case languages.
func (e *Entity) Snake() string { return Snake(e.Name) }

// Kebab is the name as book-club.
func (e *Entity) Kebab() string { return Kebab(e.Name) }

// Camel is the name as bookClub.
func (e *Entity) Camel() string { return Camel(e.Name) }

// Pascal is the name as BookClub, also where the model writes BOOKClub.
func (e *Entity) Pascal() string { return Pascal(e.Name) }

// PluralSnake is the plural as book_clubs: the table.
func (e *Entity) PluralSnake() string { return Snake(e.PluralName) }

// PluralKebab is the plural as book-clubs: the route.
func (e *Entity) PluralKebab() string { return Kebab(e.PluralName) }

// PluralCamel is the plural as bookClubs.
func (e *Entity) PluralCamel() string { return Camel(e.PluralName) }

// PluralPascal is the plural as BookClubs.
func (e *Entity) PluralPascal() string { return Pascal(e.PluralName) }

// ParentKey is the name of the field that holds the parent's id, such as shelf_id, or "" without a parent.
func (e *Entity) ParentKey() string {
	if e.ParentName == "" {
		return ""
	}
	return Snake(e.ParentName) + "_id"
}

// LabelField is the field that stands for an item where it is mentioned: the first string. It is nil when
// there is none.
func (e *Entity) LabelField() *Field {
	for _, f := range e.Fields {
		if f.Type == String {
			return f
		}
	}
	return nil
}

// Sorts are the fields that lists can be sorted by.
func (e *Entity) Sorts() []*Field { return e.having(func(f *Field) bool { return f.Sort }) }

// Filters are the fields that lists can be filtered by.
func (e *Entity) Filters() []*Field { return e.having(func(f *Field) bool { return f.Filter }) }

// Searches are the fields that the search looks into.
func (e *Entity) Searches() []*Field { return e.having(func(f *Field) bool { return f.Search }) }

func (e *Entity) having(what func(*Field) bool) []*Field {
	var out []*Field
	for _, f := range e.Fields {
		if what(f) {
			out = append(out, f)
		}
	}
	return out
}

// ParentsFirst are all entities in an order in which each comes after its parent, as tables are made.
func (m *Model) ParentsFirst() []*Entity {
	var out []*Entity
	done := map[*Entity]bool{}
	var visit func(*Entity)
	visit = func(e *Entity) {
		if e == nil || done[e] {
			return
		}
		done[e] = true
		visit(e.Parent)
		out = append(out, e)
	}
	for _, e := range m.Entities {
		visit(e)
	}
	return out
}

// String is the entity's name, so that a template that prints an entity prints that.
func (e *Entity) String() string { return e.Name }

// Pascal is the name as PageCount.
func (f *Field) Pascal() string { return Pascal(f.Name) }

// Camel is the name as pageCount.
func (f *Field) Camel() string { return Camel(f.Name) }

// Kebab is the name as page-count.
func (f *Field) Kebab() string { return Kebab(f.Name) }

// Is tells whether the field has one of these types.
func (f *Field) Is(types ...string) bool { return slices.Contains(types, string(f.Type)) }

// Nullable tells whether an item may have no value here: the field is neither required nor has a default.
func (f *Field) Nullable() bool { return !f.Required && f.Default == nil }

// String is the field's name, so that a template that prints a field prints that.
func (f *Field) String() string { return f.Name }
