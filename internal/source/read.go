package source

import (
	"github.com/goccy/go-yaml/ast"

	"github.com/scaffolio/scaffolio/internal/strictyaml"
)

type (
	pos    = strictyaml.Pos
	scalar = strictyaml.Scalar
)

// What a file says, before it is known to make sense.

type rawSource struct {
	title, summary, detail, order, docs, manners, interval scalar
	licence                                                struct{ name, url scalar }
	url, shape, path                                       scalar
	requestAt, itemAt, licenceAt                           pos
	headers                                                []*rawHeader
	entries                                                []*rawEntry
	item                                                   rawItem
	measures                                               []*rawMeasure
}

type rawHeader struct {
	strictyaml.Pos
	name, value, env, prefix, meaning, required scalar
}

type rawEntry struct {
	strictyaml.Pos
	names, values []scalar
}

type rawItem struct {
	name, one, many, time scalar
	keyAt, versionAt      pos
	key                   []*rawPart
	version               rawValue
	versionWord           scalar
	fields                []*rawField
}

// rawValue says where a value is taken from.
type rawValue struct{ from, path, form scalar }

type rawPart struct {
	strictyaml.Pos
	field scalar
	value rawValue
}

type rawField struct {
	strictyaml.Pos
	name, typ, label, required, filter, min, max, scale, otherwise, of scalar
	value                                                              rawValue
	values                                                             []scalar
	pairs                                                              [][2]scalar
	bands                                                              []*rawBand
	valuesAt, mapAt, bandsAt                                           scalar // textual where the key stands
}

type rawBand struct {
	strictyaml.Pos
	name, below scalar
}

type rawMeasure struct {
	strictyaml.Pos
	kinds []scalar // the key, such as max
	of    []scalar
	scale scalar
}

var (
	sourceKeys  = []string{"title", "summary", "detail", "order", "licence", "docs", "manners", "interval", "request", "items", "item", "measures"}
	licenceKeys = []string{"name", "url"}
	requestKeys = []string{"url", "headers", "each"}
	headerKeys  = []string{"name", "value", "env", "prefix", "meaning", "required"}
	itemsKeys   = []string{"shape", "path"}
	itemKeys    = []string{"name", "label", "key", "version", "time", "fields"}
	labelKeys   = []string{"one", "many"}
	valueKeys   = []string{"from", "path"}
	versionKeys = []string{"from", "path", "form"}
	fieldKeys   = []string{"name", "type", "label", "from", "path", "form", "required", "filter", "min", "max", "scale", "values", "map",
		"otherwise", "of", "bands"}
	bandKeys    = []string{"name", "below"}
	measureKeys = []string{"max", "mean", "min", "sum", "scale"}
)

// reader notes what is wrong with a source as it reads it.
type reader struct{ strictyaml.Reader }

// single reads the values of a mapping that has no others into the places named.
func (r *reader) single(n ast.Node, what string, keys []string, into map[string]*scalar) {
	r.Mapping(n, what, keys, func(key string, _ pos, v ast.Node) { *into[key] = r.Scalar(v, key) })
}

func (r *reader) source(n ast.Node) *rawSource {
	s := &rawSource{}
	single := map[string]*scalar{"title": &s.title, "summary": &s.summary, "detail": &s.detail, "order": &s.order, "docs": &s.docs,
		"manners": &s.manners, "interval": &s.interval}
	r.Mapping(n, "a source", sourceKeys, func(key string, where pos, v ast.Node) {
		switch key {
		case "licence":
			s.licenceAt = where
			r.single(v, key, licenceKeys, map[string]*scalar{"name": &s.licence.name, "url": &s.licence.url})
		case "request":
			s.requestAt = where
			r.request(v, s)
		case "items":
			r.single(v, key, itemsKeys, map[string]*scalar{"shape": &s.shape, "path": &s.path})
		case "item":
			s.itemAt = where
			r.item(v, &s.item)
		case "measures":
			for _, one := range r.List(v, key) {
				s.measures = append(s.measures, r.measure(one))
			}
		default:
			*single[key] = r.Scalar(v, key)
		}
	})
	return s
}

func (r *reader) request(n ast.Node, s *rawSource) {
	r.Mapping(n, "request", requestKeys, func(key string, _ pos, v ast.Node) {
		switch key {
		case "url":
			s.url = r.Scalar(v, key)
		case "headers":
			for _, one := range r.List(v, key) {
				h := &rawHeader{Pos: strictyaml.At(one)}
				r.single(one, "a header", headerKeys, map[string]*scalar{"name": &h.name, "value": &h.value, "env": &h.env,
					"prefix": &h.prefix, "meaning": &h.meaning, "required": &h.required})
				s.headers = append(s.headers, h)
			}
		case "each":
			for _, one := range r.List(v, key) {
				e := &rawEntry{Pos: strictyaml.At(one)}
				r.Pairs(one, "an entry of each", func(name scalar, v ast.Node) {
					e.names = append(e.names, name)
					e.values = append(e.values, r.Scalar(v, name.Text))
				})
				s.entries = append(s.entries, e)
			}
		}
	})
}

func (r *reader) item(n ast.Node, i *rawItem) {
	r.Mapping(n, "item", itemKeys, func(key string, where pos, v ast.Node) {
		switch key {
		case "name":
			i.name = r.Scalar(v, key)
		case "time":
			i.time = r.Scalar(v, key)
		case "label":
			r.single(v, key, labelKeys, map[string]*scalar{"one": &i.one, "many": &i.many})
		case "key":
			i.keyAt = where
			i.key = r.key(v)
		case "version":
			i.versionAt = where
			if isMapping(v) {
				r.single(v, key, versionKeys, i.version.places())
			} else {
				i.versionWord = r.Scalar(v, key)
			}
		case "fields":
			for _, one := range r.List(v, key) {
				if f := r.field(one); f != nil {
					i.fields = append(i.fields, f)
				}
			}
		}
	})
}

func (v *rawValue) places() map[string]*scalar {
	return map[string]*scalar{"from": &v.from, "path": &v.path, "form": &v.form}
}

func isMapping(n ast.Node) bool {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// key reads a part or a list of parts; a part is a field's name or says where the value is.
func (r *reader) key(n ast.Node) []*rawPart {
	nodes := []ast.Node{n}
	if seq, ok := n.(*ast.SequenceNode); ok {
		nodes = seq.Values
	}
	var parts []*rawPart
	for _, one := range nodes {
		p := &rawPart{Pos: strictyaml.At(one)}
		if isMapping(one) {
			r.single(one, "a part of the key", valueKeys, p.value.places())
		} else {
			p.field = r.Scalar(one, "a part of the key")
		}
		parts = append(parts, p)
	}
	return parts
}

// field reads a field; it is nil for what is no mapping at all.
func (r *reader) field(n ast.Node) *rawField {
	if !isMapping(n) {
		r.Mapping(n, "a field", fieldKeys, nil)
		return nil
	}
	f := &rawField{Pos: strictyaml.At(n)}
	single := map[string]*scalar{"name": &f.name, "type": &f.typ, "label": &f.label, "required": &f.required, "filter": &f.filter,
		"min": &f.min, "max": &f.max, "scale": &f.scale, "otherwise": &f.otherwise, "of": &f.of,
		"from": &f.value.from, "path": &f.value.path, "form": &f.value.form}
	r.Mapping(n, "a field", fieldKeys, func(key string, where pos, v ast.Node) {
		here := scalar{Pos: where, Kind: strictyaml.Textual, Text: key}
		switch key {
		case "values":
			f.valuesAt = here
			f.values = r.Scalars(v, key)
		case "map":
			f.mapAt = here
			r.Pairs(v, "map", func(api scalar, v ast.Node) {
				f.pairs = append(f.pairs, [2]scalar{api, r.Scalar(v, "a value of map")})
			})
		case "bands":
			f.bandsAt = here
			for _, one := range r.List(v, key) {
				b := &rawBand{Pos: strictyaml.At(one)}
				r.single(one, "a band", bandKeys, map[string]*scalar{"name": &b.name, "below": &b.below})
				f.bands = append(f.bands, b)
			}
		default:
			*single[key] = r.Scalar(v, key)
		}
	})
	return f
}

func (r *reader) measure(n ast.Node) *rawMeasure {
	m := &rawMeasure{Pos: strictyaml.At(n)}
	r.Mapping(n, "a measure", measureKeys, func(key string, where pos, v ast.Node) {
		if key == "scale" {
			m.scale = r.Scalar(v, key)
			return
		}
		m.kinds = append(m.kinds, scalar{Pos: where, Kind: strictyaml.Textual, Text: key})
		m.of = append(m.of, r.Scalar(v, key))
	})
	return m
}
