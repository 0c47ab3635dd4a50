package model

import (
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/nearest"
)

const (
	maxEntities = 6
	maxFields   = 30
	maxSorts    = 6
	maxFilters  = 6
	maxValues   = 50
	maxExamples = 50

	// maxTableName leaves room for _id: PostgreSQL takes names of 63 bytes, MySQL and MariaDB of 64 characters.
	maxTableName = 60
)

// check turns what a file says into a model, or notes why it can't be one.
func (r *reader) check(raw *rawModel) *Model {
	m := &Model{
		Title:   r.label(raw.title, "title", ""),
		Summary: r.label(raw.summary, "summary", ""),
		Detail:  strings.TrimSpace(raw.detail.Text),
	}
	switch n := len(raw.entities); {
	case n == 0 && len(r.Errs) == 0:
		r.Fail(raw.Pos, "a model needs at least one entity")
	case n > maxEntities:
		r.Fail(raw.entities[maxEntities].Pos, "this is entity %d of %d; a model has at most %d", maxEntities+1, n, maxEntities)
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
	e := &Entity{Name: re.name.Text, ParentName: re.parent.Text}
	switch {
	case !re.name.Given():
		r.Fail(re.Pos, "an entity needs a name, such as Book")
		return e
	case EntityNameProblem(e.Name) != "":
		r.Fail(re.name.Pos, "%s", EntityNameProblem(e.Name))
		return e
	}
	e.PluralName = Plural(e.Name)
	if n := len(e.PluralSnake()); n > maxTableName {
		r.Fail(re.name.Pos, "the table of %s would be called %s, which is %d characters; it can have %d", e.Name, e.PluralSnake(), n, maxTableName)
	}
	for _, name := range []string{e.Snake(), e.PluralSnake()} {
		if why, ok := reservedNames()[name]; ok {
			r.Fail(re.name.Pos, "%s is taken: %s", e.Name, why)
			break
		}
	}
	for prefix, why := range reservedPrefixes {
		if strings.HasPrefix(e.PluralSnake(), prefix) {
			r.Fail(re.name.Pos, "%s can't be an entity's name: %s", e.Name, why)
		}
	}
	e.Label.One = r.label(re.one, "label", Title(e.Name))
	e.Label.Many = r.label(re.many, "label", Title(e.PluralName))
	if re.one.Given() != re.many.Given() {
		r.Fail(re.Pos, "the label of %s needs both 'one' and 'many'", e.Name)
	}
	return e
}

// label is any text of one line that people read.
func (r *reader) label(s scalar, what, otherwise string) string {
	if !s.Given() {
		return otherwise
	}
	text := strings.TrimSpace(s.Text)
	switch problem := LabelProblem(text); {
	case s.Kind == null:
		r.Fail(s.Pos, "%s is empty; leave it out instead", what)
	case problem != "":
		r.Fail(s.Pos, "%s %s", what, problem)
	}
	return text
}

// distinctEntities refuses entities that would share a table, a route or a type.
func (r *reader) distinctEntities(raw *rawModel, m *Model) {
	for i, e := range m.Entities {
		for _, earlier := range m.Entities[:i] {
			if e.PluralName == "" || earlier.PluralName == "" {
				continue
			}
			where := raw.entities[i].name.Pos
			switch {
			case e.Name == earlier.Name:
				r.Fail(where, "the entity %s is there twice", e.Name)
			case Bare(e.Name) == Bare(earlier.Name):
				r.Fail(where, "%s and %s are one name in most places; rename one of them", e.Name, earlier.Name)
			case Bare(e.PluralName) == Bare(earlier.PluralName):
				r.Fail(where, "%s and %s have one plural, %s, and so one table; rename one of them", e.Name, earlier.Name, earlier.PluralName)
			case Bare(e.Name) == Bare(earlier.PluralName), Bare(e.PluralName) == Bare(earlier.Name):
				r.Fail(where, "%s is the plural of %s; rename one of them", e.Name, earlier.Name)
			case strings.EqualFold(e.Label.One, earlier.Label.One), strings.EqualFold(e.Label.Many, earlier.Label.Many):
				r.Fail(where, "%s and %s have one label, %q, so nobody could tell them apart", e.Name, earlier.Name, e.Label.One)
			case derived(e.Name, earlier.Name):
				r.Fail(where, "%s and %s collide: a project derives type names such as %s from an entity's name; rename one of them", e.Name, earlier.Name, longer(e.Name, earlier.Name))
			}
		}
	}
}

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
	return ok && slices.Contains(derivedSuffixes, rest)
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
		if !parent.Given() {
			continue
		}
		p, ok := byName[parent.Text]
		if !ok || p.Name == "" {
			r.Fail(parent.Pos, "%s has the parent %q, which is no entity of this model%s", e.Name, parent.Text, nearest.DidYouMean(parent.Text, names))
			e.ParentName = ""
			continue
		}
		if loop := cycle(e, p); loop != "" {
			r.Fail(parent.Pos, "parents go round in a circle: %s; one of them has to do without", loop)
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
			r.Fail(raw.entities[i].parent.Pos, "%s is a parent, so it needs a field of type string: its first one stands for it in each %s", e.ParentName, e.Name)
		}
	}
}
