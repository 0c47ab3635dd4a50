package model

import "github.com/scaffolio/scaffolio/internal/strictyaml"

// What a file or a shorthand says, before it is known to make sense: every value with its place.

type (
	pos    = strictyaml.Pos
	scalar = strictyaml.Scalar
)

const (
	textual = strictyaml.Textual
	number  = strictyaml.Number
	boolean = strictyaml.Boolean
	null    = strictyaml.Null
)

type rawModel struct {
	strictyaml.Pos
	title, summary, detail scalar
	entities               []*rawEntity
}

type rawEntity struct {
	strictyaml.Pos
	name, parent, one, many scalar
	fields                  []*rawField
}

type rawField struct {
	strictyaml.Pos
	name, typ, label                       scalar
	required, unique, search, sort, filter scalar
	min, max, scale, def                   scalar
	values, examples                       []scalar
	valuesAt                               scalar // textual where the key values stands
	examplesAt                             scalar
}

func posAt(line, column int) pos { return pos{Line: line, Column: column} }

func scalarAt(where pos, kind strictyaml.Kind, text string) scalar {
	return scalar{Pos: where, Kind: kind, Text: text}
}
