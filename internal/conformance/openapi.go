package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// openapiDocument is an OpenAPI 3.1 document as far as it is looked at here. A library would check more of it, but
// the one that can reads all of JSON Schema whenever any command of the tool starts; the suite's own tests hold the
// built-in documents against it.
type openapiDocument struct {
	OpenAPI string
	Info    struct{ Title, Version string }
	Servers []struct{ URL string }
	Paths   map[string]map[string]json.RawMessage
	Schemes map[string]map[string]any
	root    any // all of it
	faults  []string
}

// openapiOperation is one operation of a document.
type openapiOperation struct {
	OperationID string
	Parameters  []map[string]any
	RequestBody map[string]any
	Responses   map[string]map[string]any
	Security    []map[string][]string
}

// methods are the keys of a path that hold an operation.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// readOpenAPI reads a document; an error means that it isn't one.
func readOpenAPI(data []byte) (*openapiDocument, error) {
	doc := &openapiDocument{}
	var components struct {
		Components struct {
			SecuritySchemes map[string]map[string]any
		}
	}
	for _, into := range []any{doc, &doc.root, &components} {
		if err := json.Unmarshal(data, into); err != nil {
			return nil, err
		}
	}
	doc.Schemes = components.Components.SecuritySchemes
	return doc, nil
}

func (d *openapiDocument) fault(format string, args ...any) {
	d.faults = append(d.faults, fmt.Sprintf(format, args...))
}

// validate returns what is wrong with the document, nothing if it is valid.
func (d *openapiDocument) validate() []string {
	d.faults = nil
	if !strings.HasPrefix(d.OpenAPI, "3.1.") {
		d.fault("openapi is %q, want 3.1", d.OpenAPI)
	}
	if d.Info.Title == "" || d.Info.Version == "" {
		d.fault("info has no title or no version")
	}
	if len(d.Paths) == 0 {
		d.fault("there are no paths")
	}
	for name, scheme := range d.Schemes {
		if !slices.Contains([]any{"http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"}, scheme["type"]) {
			d.fault("securitySchemes/%s has no known type", name)
		}
	}
	ids, shapes := map[string]string{}, map[string]string{}
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		if !strings.HasPrefix(path, "/") {
			d.fault("the path %s doesn't begin with a slash", path)
		}
		if other, taken := shapes[anyParameter(path)]; taken {
			d.fault("the paths %s and %s are the same", other, path)
		}
		shapes[anyParameter(path)] = path
		d.path(path, ids)
	}
	d.walk("#", d.root)
	return d.faults
}

// path checks what stands below one path.
func (d *openapiDocument) path(path string, ids map[string]string) {
	var shared []map[string]any
	if raw, ok := d.Paths[path]["parameters"]; ok && json.Unmarshal(raw, &shared) != nil {
		d.fault("%s: parameters is no list of objects", path)
	}
	for _, key := range slices.Sorted(maps.Keys(d.Paths[path])) {
		if !slices.Contains(methods, key) {
			if !slices.Contains([]string{"parameters", "summary", "description", "servers", "$ref"}, key) && !strings.HasPrefix(key, "x-") {
				d.fault("%s: nothing is called %s here", path, key)
			}
			continue
		}
		var op openapiOperation
		where := strings.ToUpper(key) + " " + path
		if err := json.Unmarshal(d.Paths[path][key], &op); err != nil {
			d.fault("%s: %v", where, err)
			continue
		}
		if other, taken := ids[op.OperationID]; taken && op.OperationID != "" {
			d.fault("%s and %s have one operationId", where, other)
		}
		ids[op.OperationID] = where
		d.operation(where, path, op, shared)
	}
}

func (d *openapiDocument) operation(where, path string, op openapiOperation, shared []map[string]any) {
	if len(op.Responses) == 0 {
		d.fault("%s: there are no responses", where)
	}
	for status, response := range op.Responses {
		if !statusKey().MatchString(status) {
			d.fault("%s: %q is no status", where, status)
		}
		if _, ok := d.resolve(response)["description"].(string); !ok {
			d.fault("%s: response %s has no description", where, status)
		}
	}
	if op.RequestBody != nil {
		if content, _ := d.resolve(op.RequestBody)["content"].(map[string]any); len(content) == 0 {
			d.fault("%s: the request body has no content", where)
		}
	}
	for _, need := range op.Security {
		for name := range need {
			if _, ok := d.Schemes[name]; !ok {
				d.fault("%s: there is no security scheme %s", where, name)
			}
		}
	}
	d.parameters(where, path, append(slices.Clone(shared), op.Parameters...))
}

// parameters checks that each is complete, and that those of the path are the ones in its braces.
func (d *openapiDocument) parameters(where, path string, list []map[string]any) {
	open := map[string]bool{}
	for _, match := range inBraces().FindAllStringSubmatch(path, -1) {
		open[match[1]] = true
	}
	seen := map[string]bool{}
	for _, parameter := range list {
		p := d.resolve(parameter)
		name, _ := p["name"].(string)
		in, _ := p["in"].(string)
		if name == "" || !slices.Contains([]string{"path", "query", "header", "cookie"}, in) {
			d.fault("%s: a parameter has no name or no place", where)
		}
		if seen[in+" "+name] {
			d.fault("%s: the parameter %s is there twice", where, name)
		}
		seen[in+" "+name] = true
		if p["schema"] == nil && p["content"] == nil {
			d.fault("%s: the parameter %s has no schema", where, name)
		}
		if in == "path" && (!open[name] || p["required"] != true) {
			d.fault("%s: the parameter %s isn't in the path, or isn't required", where, name)
		}
		if in == "path" {
			delete(open, name)
		}
	}
	for name := range open {
		d.fault("%s: the parameter {%s} isn't described", where, name)
	}
}

var (
	statusKey = lazily(`^([1-5]([0-9][0-9]|XX)|default)$`)
	inBraces  = lazily(`\{([^{}]*)\}`)
)

// resolve follows a reference.
func (d *openapiDocument) resolve(v map[string]any) map[string]any {
	for range 10 {
		reference, ok := v["$ref"].(string)
		if !ok {
			return v
		}
		v, _ = d.at(reference).(map[string]any)
	}
	return nil
}

// at is what a reference inside the document points to, or nil.
func (d *openapiDocument) at(reference string) any {
	pointer, ok := strings.CutPrefix(reference, "#")
	if !ok {
		return nil
	}
	v := d.root
	for _, step := range strings.Split(pointer, "/")[1:] {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		switch node := v.(type) {
		case map[string]any:
			v = node[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(node) {
				return nil
			}
			v = node[i]
		default:
			return nil
		}
	}
	return v
}

// walk checks the references and schemas in v, which is no schema itself.
func (d *openapiDocument) walk(where string, v any) {
	switch v := v.(type) {
	case map[string]any:
		d.reference(where, v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch inner := where + "/" + key; key {
			case "example", "examples": // values, not to be looked into
			case "schema":
				d.schema(inner, v[key])
			case "schemas":
				d.each(inner, v[key])
			default:
				d.walk(inner, v[key])
			}
		}
	case []any:
		for i, item := range v {
			d.walk(where+"/"+strconv.Itoa(i), item)
		}
	}
}

func (d *openapiDocument) reference(where string, node map[string]any) {
	if reference, ok := node["$ref"].(string); ok && d.at(reference) == nil {
		d.fault("%s: %s leads nowhere", where, reference)
	}
}

// each checks an object whose values are schemas.
func (d *openapiDocument) each(where string, v any) {
	named, ok := v.(map[string]any)
	if !ok {
		d.fault("%s is no object", where)
	}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		d.schema(where+"/"+name, named[name])
	}
}

// schema checks a schema: the keywords that documents of services use, and the schemas inside it.
func (d *openapiDocument) schema(where string, v any) {
	if _, ok := v.(bool); ok {
		return
	}
	s, ok := v.(map[string]any)
	if !ok {
		d.fault("%s is no schema", where)
		return
	}
	d.reference(where, s)
	types, many := s["type"].([]any)
	if one, has := s["type"]; has && !many {
		types = []any{one}
	}
	for _, name := range types {
		if !slices.Contains([]any{"null", "boolean", "object", "array", "number", "string", "integer"}, name) {
			d.fault("%s: there is no type %v", where, name)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s)) {
		d.keyword(where+"/"+key, key, s[key])
	}
}

// keyword checks one keyword of a schema.
func (d *openapiDocument) keyword(where, key string, v any) {
	switch key {
	case "properties", "patternProperties", "$defs":
		d.each(where, v)
	case "items", "additionalProperties", "not":
		d.schema(where, v)
	case "allOf", "anyOf", "oneOf":
		list, ok := v.([]any)
		if !ok || len(list) == 0 {
			d.fault("%s is no list", where)
		}
		for i, inner := range list {
			d.schema(where+"/"+strconv.Itoa(i), inner)
		}
	case "required", "enum":
		if _, ok := v.([]any); !ok {
			d.fault("%s is no list", where)
		}
	case "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems":
		if _, ok := v.(float64); !ok {
			d.fault("%s is no number", where)
		}
	case "pattern", "format", "description", "title":
		if _, ok := v.(string); !ok {
			d.fault("%s is no text", where)
		}
	case "nullable":
		d.fault("%s is of OpenAPI 3.0; in 3.1 the type is a list with null in it", where)
	}
}
