package model

// What a file or a shorthand says, before it is known to make sense: every value with its place.

type pos struct{ line, column int }

// scalar is one value as written. The zero scalar is one that was not given.
type scalar struct {
	pos
	kind scalarKind
	text string
}

type scalarKind int

const (
	absent scalarKind = iota
	textual
	number
	boolean
	null
)

func (s scalar) given() bool { return s.kind != absent }

type rawModel struct {
	pos
	title, summary, detail scalar
	entities               []*rawEntity
}

type rawEntity struct {
	pos
	name, parent, one, many scalar
	fields                  []*rawField
}

type rawField struct {
	pos
	name, typ, label                       scalar
	required, unique, search, sort, filter scalar
	min, max, scale, def                   scalar
	values, examples                       []scalar
	valuesAt                               scalar // textual where the key values stands
	examplesAt                             scalar
}
