package model

import (
	"github.com/goccy/go-yaml/ast"

	"github.com/scaffolio/scaffolio/internal/strictyaml"
)

var (
	modelKeys  = []string{"title", "summary", "detail", "entities"}
	entityKeys = []string{"name", "label", "parent", "fields"}
	labelKeys  = []string{"one", "many"}
	fieldKeys  = []string{"name", "type", "label", "required", "unique", "search", "sort", "filter", "values",
		"scale", "min", "max", "default", "examples"}
)

func (r *reader) model(n ast.Node) *rawModel {
	m := &rawModel{Pos: strictyaml.At(n)}
	r.Mapping(n, "a model", modelKeys, func(key string, where pos, v ast.Node) {
		switch key {
		case "title":
			m.title = r.Scalar(v, "title")
		case "summary":
			m.summary = r.Scalar(v, "summary")
		case "detail":
			m.detail = r.Scalar(v, "detail")
		case "entities":
			m.Pos = where
			for _, item := range r.List(v, "entities") {
				m.entities = append(m.entities, r.entity(item))
			}
		}
	})
	return m
}

func (r *reader) entity(n ast.Node) *rawEntity {
	e := &rawEntity{Pos: strictyaml.At(n)}
	r.Mapping(n, "an entity", entityKeys, func(key string, where pos, v ast.Node) {
		switch key {
		case "name":
			e.name = r.Scalar(v, "name")
		case "parent":
			e.parent = r.Scalar(v, "parent")
		case "label":
			r.Mapping(v, "label", labelKeys, func(key string, _ pos, v ast.Node) {
				if key == "one" {
					e.one = r.Scalar(v, "one")
				} else {
					e.many = r.Scalar(v, "many")
				}
			})
		case "fields":
			for _, item := range r.List(v, "fields") {
				e.fields = append(e.fields, r.field(item))
			}
		}
	})
	return e
}

func (r *reader) field(n ast.Node) *rawField {
	f := &rawField{Pos: strictyaml.At(n)}
	single := map[string]*scalar{
		"name": &f.name, "type": &f.typ, "label": &f.label, "required": &f.required, "unique": &f.unique,
		"search": &f.search, "sort": &f.sort, "filter": &f.filter, "scale": &f.scale, "min": &f.min,
		"max": &f.max, "default": &f.def,
	}
	r.Mapping(n, "a field", fieldKeys, func(key string, where pos, v ast.Node) {
		switch key {
		case "values":
			f.valuesAt = scalarAt(where, textual, key)
			f.values = r.Scalars(v, key)
		case "examples":
			f.examplesAt = scalarAt(where, textual, key)
			f.examples = r.Scalars(v, key)
		default:
			*single[key] = r.Scalar(v, key)
		}
	})
	return f
}
