package model

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxEntities = 6
	maxFields   = 30
	maxSorts    = 6
	maxFilters  = 6
	maxValues   = 50
	maxExamples = 50
)

var (
	entityName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]{0,39}$`)
	snakeName  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
)

// check turns what a file says into a model, or notes why it can't be one.
func (r *reader) check(raw *rawModel) *Model {
	m := &Model{
		Title:   r.label(raw.title, "title", ""),
		Summary: r.label(raw.summary, "summary", ""),
		Detail:  strings.TrimSpace(raw.detail.text),
	}
	switch n := len(raw.entities); {
	case n == 0 && len(r.errs) == 0:
		r.fail(raw.pos, "a model needs at least one entity")
	case n > maxEntities:
		r.fail(raw.entities[maxEntities].pos, "this is entity %d of %d; a model has at most %d", maxEntities+1, n, maxEntities)
	}
	for _, re := range raw.entities {
		m.Entities = append(m.Entities, r.entityHead(re))
	}
	r.distinctEntities(raw, m)
	r.parents(raw, m)
	for i, re := range raw.entities {
		r.fields(re, m.Entities[i])
	}
	r.parentLabels(raw, m)
	if m.Title == "" && len(m.Entities) > 0 {
		m.Title = m.Entities[0].Label.Many
	}
	return m
}

func (r *reader) entityHead(re *rawEntity) *Entity {
	e := &Entity{Name: re.name.text, ParentName: re.parent.text}
	switch {
	case !re.name.given():
		r.fail(re.pos, "an entity needs a name, such as Book")
		return e
	case !entityName.MatchString(e.Name):
		r.fail(re.name.pos, "%.60q can't be an entity's name: that is a capital followed by up to 39 letters and digits, such as Book or BookClub%s",
			e.Name, suggestEntity(e.Name))
		return e
	}
	e.PluralName = Plural(e.Name)
	for _, name := range []string{e.Snake(), e.PluralSnake()} {
		if why, ok := reservedNames()[name]; ok {
			r.fail(re.name.pos, "%s is taken: %s", e.Name, why)
			break
		}
	}
	for prefix, why := range reservedPrefixes {
		if strings.HasPrefix(e.PluralSnake(), prefix) {
			r.fail(re.name.pos, "%s can't be an entity's name: %s", e.Name, why)
		}
	}
	e.Label.One = r.label(re.one, "label", Title(e.Name))
	e.Label.Many = r.label(re.many, "label", Title(e.PluralName))
	if re.one.given() != re.many.given() {
		r.fail(re.pos, "the label of %s needs both 'one' and 'many'", e.Name)
	}
	return e
}

func suggestEntity(name string) string {
	if s := Pascal(name); s != name && entityName.MatchString(s) {
		return "; how about " + s + "?"
	}
	return ""
}

// label is any text of one line that people read.
func (r *reader) label(s scalar, what, otherwise string) string {
	if !s.given() {
		return otherwise
	}
	text := strings.TrimSpace(s.text)
	switch {
	case s.kind == null || text == "":
		r.fail(s.pos, "%s is empty; leave it out instead", what)
	case strings.ContainsFunc(text, isControl):
		r.fail(s.pos, "%s is one line of text, without control characters", what)
	case utf8.RuneCountInString(text) > 200:
		r.fail(s.pos, "%s has %d characters; at most 200 are shown well", what, utf8.RuneCountInString(text))
	}
	return text
}

// isControl tells the characters that break a line or turn text around, which no label may hold.
func isControl(c rune) bool {
	return unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || '\u202a' <= c && c <= '\u202e' || '\u2066' <= c && c <= '\u2069'
}

// distinctEntities refuses entities that would share a table, a route or a type.
func (r *reader) distinctEntities(raw *rawModel, m *Model) {
	for i, e := range m.Entities {
		for _, earlier := range m.Entities[:i] {
			if e.PluralName == "" || earlier.PluralName == "" {
				continue
			}
			where := raw.entities[i].name.pos
			switch {
			case e.Name == earlier.Name:
				r.fail(where, "the entity %s is there twice", e.Name)
			case bare(e.Name) == bare(earlier.Name):
				r.fail(where, "%s and %s are one name in most places; rename one of them", e.Name, earlier.Name)
			case bare(e.PluralName) == bare(earlier.PluralName):
				r.fail(where, "%s and %s have one plural, %s, and so one table; rename one of them", e.Name, earlier.Name, earlier.PluralName)
			case bare(e.Name) == bare(earlier.PluralName), bare(e.PluralName) == bare(earlier.Name):
				r.fail(where, "%s is the plural of %s; rename one of them", e.Name, earlier.Name)
			case strings.EqualFold(e.Label.One, earlier.Label.One), strings.EqualFold(e.Label.Many, earlier.Label.Many):
				r.fail(where, "%s and %s have one label, %q, so nobody could tell them apart", e.Name, earlier.Name, e.Label.One)
			case derived(e.Name, earlier.Name):
				r.fail(where, "%s and %s collide: a project derives type names such as %s from an entity's name; rename one of them", e.Name, earlier.Name, longer(e.Name, earlier.Name))
			}
		}
	}
}

// bare is what is left of a name where languages write it in different ways: x_1 and x1 are both X1 in Go.
func bare(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// derivedSuffixes are what a project may put behind an entity's name to name the types around it.
var derivedSuffixes = []string{"Input", "Page", "Filter", "Query", "Form", "Store", "Handler", "Service", "Controller",
	"Repository", "Response", "Request", "Test", "Row", "Patch", "Create", "Update", "Read", "Ref", "Body"}

func derived(a, b string) bool {
	long := longer(a, b)
	short := a
	if long == a {
		short = b
	}
	rest, ok := strings.CutPrefix(long, short)
	return ok && known(rest, derivedSuffixes)
}

func longer(a, b string) string {
	if len(a) > len(b) {
		return a
	}
	return b
}

// parents links children to parents and refuses cycles.
func (r *reader) parents(raw *rawModel, m *Model) {
	byName := map[string]*Entity{}
	var names []string
	for _, e := range m.Entities {
		byName[e.Name] = e
		names = append(names, e.Name)
	}
	for i, e := range m.Entities {
		parent := raw.entities[i].parent
		if !parent.given() {
			continue
		}
		p, ok := byName[parent.text]
		if !ok || p.Name == "" {
			r.fail(parent.pos, "%s has the parent %q, which is no entity of this model%s", e.Name, parent.text, didYouMean(parent.text, names))
			e.ParentName = ""
			continue
		}
		if loop := cycle(e, p); loop != "" {
			r.fail(parent.pos, "parents go round in a circle: %s; one of them has to do without", loop)
			e.ParentName = ""
			continue
		}
		e.Parent = p
		p.Children = append(p.Children, e)
	}
}

func cycle(e, parent *Entity) string {
	path := e.Name
	for p := parent; p != nil; p = p.Parent {
		path += " in " + p.Name
		if p == e {
			return path
		}
	}
	return ""
}

// parentLabels makes sure that a child can name its parent.
func (r *reader) parentLabels(raw *rawModel, m *Model) {
	for i, e := range m.Entities {
		if e.Parent != nil && e.Parent.LabelField() == nil {
			r.fail(raw.entities[i].parent.pos, "%s is a parent, so it needs a field of type string: its first one stands for it in each %s", e.ParentName, e.Name)
		}
	}
}
