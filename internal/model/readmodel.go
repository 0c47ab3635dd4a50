package model

import "github.com/goccy/go-yaml/ast"

var (
	modelKeys  = []string{"title", "summary", "detail", "entities"}
	entityKeys = []string{"name", "label", "parent", "fields"}
	labelKeys  = []string{"one", "many"}
	fieldKeys  = []string{"name", "type", "label", "required", "unique", "search", "sort", "filter", "values",
		"scale", "min", "max", "default", "examples"}
)

func (r *reader) model(n ast.Node) *rawModel {
	m := &rawModel{pos: at(n)}
	r.mapping(n, "a model", modelKeys, func(key string, where pos, v ast.Node) {
		switch key {
		case "title":
			m.title = r.scalar(v, "title")
		case "summary":
			m.summary = r.scalar(v, "summary")
		case "detail":
			m.detail = r.scalar(v, "detail")
		case "entities":
			m.pos = where
			for _, item := range r.list(v, "entities") {
				m.entities = append(m.entities, r.entity(item))
			}
		}
	})
	return m
}

func (r *reader) entity(n ast.Node) *rawEntity {
	e := &rawEntity{pos: at(n)}
	r.mapping(n, "an entity", entityKeys, func(key string, where pos, v ast.Node) {
		switch key {
		case "name":
			e.name = r.scalar(v, "name")
		case "parent":
			e.parent = r.scalar(v, "parent")
		case "label":
			r.mapping(v, "label", labelKeys, func(key string, _ pos, v ast.Node) {
				if key == "one" {
					e.one = r.scalar(v, "one")
				} else {
					e.many = r.scalar(v, "many")
				}
			})
		case "fields":
			for _, item := range r.list(v, "fields") {
				e.fields = append(e.fields, r.field(item))
			}
		}
	})
	return e
}

func (r *reader) field(n ast.Node) *rawField {
	f := &rawField{pos: at(n)}
	single := map[string]*scalar{
		"name": &f.name, "type": &f.typ, "label": &f.label, "required": &f.required, "unique": &f.unique,
		"search": &f.search, "sort": &f.sort, "filter": &f.filter, "scale": &f.scale, "min": &f.min,
		"max": &f.max, "default": &f.def,
	}
	r.mapping(n, "a field", fieldKeys, func(key string, where pos, v ast.Node) {
		switch key {
		case "values":
			f.valuesAt = scalar{where, textual, key}
			f.values = r.scalars(v, key)
		case "examples":
			f.examplesAt = scalar{where, textual, key}
			f.examples = r.scalars(v, key)
		default:
			*single[key] = r.scalar(v, key)
		}
	})
	return f
}
