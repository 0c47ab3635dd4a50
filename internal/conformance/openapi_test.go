package conformance

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
	"github.com/scaffolio/scaffolio/templates"
)

// rendered are the OpenAPI documents of the built-in pack for the good models, by file name.
func rendered(t *testing.T) map[string][]byte {
	t.Helper()
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../testdata/models/good/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no good models", err)
	}
	documents := map[string][]byte{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := model.Parse(file, data)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := render.Render(context.Background(), p, render.Input{
			Answers: map[string]string{"language": "go", "type": "crud", "database": "sqlite", "domain": "x", "ci": "github", "license": "mit"},
			Model:   m,
			Project: render.Project{Name: "demo", Title: "Demo", Module: "example.com/demo", Author: "Ada", License: "mit", Year: 2026},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range plan.Files {
			if path.Base(f.Path) == "openapi.json" {
				documents[filepath.Base(file)] = f.Data
			}
		}
	}
	if len(documents) != len(files) {
		t.Fatalf("%d models made %d documents", len(files), len(documents))
	}
	return documents
}

// TestOpenAPIOfThePackIsValid asks the check here, and a library that knows all of OpenAPI.
func TestOpenAPIOfThePackIsValid(t *testing.T) {
	for name, data := range rendered(t) {
		doc, err := readOpenAPI(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if faults := doc.validate(); len(faults) > 0 {
			t.Errorf("%s: %s", name, strings.Join(faults, "\n"))
		}
		library, err := openapi3.NewLoader().LoadFromData(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := library.Validate(context.Background()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const validDocument = `{"openapi": "3.1.0", "info": {"title": "T", "version": "1"},
 "paths": {"/a/{id}": {
  "parameters": [{"$ref": "#/components/parameters/Id"}],
  "get": {"operationId": "getA", "security": [{"bearer": []}],
   "parameters": [{"name": "q", "in": "query", "schema": {"type": ["string", "null"], "pattern": "^x"}}],
   "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}, "example": {"$ref": "not one"}}}},
                 "default": {"$ref": "#/components/responses/Bad"}}},
  "put": {"operationId": "putA", "requestBody": {"content": {"application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/A"}]}}}},
   "responses": {"204": {"description": "done"}}}}},
 "components": {
  "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
  "parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}},
  "responses": {"Bad": {"description": "bad"}},
  "schemas": {"A": {"type": "object", "required": ["properties"], "properties": {
    "properties": {"type": "string"}, "required": {"type": "boolean"}, "enum": {"enum": ["a"]}, "items": {"type": "array", "items": {"type": "integer", "minimum": 1}}}}}}}`

func TestOpenAPIFaultsAreFound(t *testing.T) {
	doc, err := readOpenAPI([]byte(validDocument))
	if err != nil || len(doc.validate()) > 0 {
		t.Fatalf("the valid document is refused: %v, %v", err, doc.validate())
	}
	for _, c := range []struct{ old, new, want string }{
		{`"3.1.0"`, `"3.0.3"`, "want 3.1"},
		{`"title": "T"`, `"title": ""`, "no title"},
		{`"/a/{id}"`, `"a/{id}"`, "doesn't begin with a slash"},
		{`"/a/{id}"`, `"/a/{key}"`, "{key} isn't described"},
		{`"/a/{id}"`, `"/a"`, "isn't in the path"},
		{`"required": true`, `"required": false`, "isn't required"},
		{`"put": {`, `"putt": {`, "nothing is called putt"},
		{`"putA"`, `"getA"`, "have one operationId"},
		{`{"204": {"description": "done"}}`, `{}`, "no responses"},
		{`"204"`, `"2004"`, "is no status"},
		{`"description": "done"`, `"descriptions": "done"`, "has no description"},
		{`"description": "bad"`, `"descriptions": "bad"`, "has no description"},
		{`[{"bearer": []}]`, `[{"basic": []}]`, "no security scheme basic"},
		{`"type": "http"`, `"type": "https"`, "no known type"},
		{`"name": "q", "in"`, `"nam": "q", "in"`, "has no name"},
		{`"in": "query"`, `"in": "body"`, "no place"},
		{`"name": "q", "in": "query"`, `"name": "id", "in": "path", "required": true`, "there twice"},
		{`"in": "path", "required": true, "schema": {"type": "string"}`, `"in": "path", "required": true`, "has no schema"},
		{`{"application/json": {"schema": {"allOf"`, `{}, "x": {"application/json": {"schema": {"allOf"`, "no content"},
		{`"#/components/responses/Bad"`, `"#/components/responses/Worse"`, "leads nowhere"},
		{`[{"$ref": "#/components/schemas/A"}]`, `[{"$ref": "#/components/schemas/B"}]`, "leads nowhere"},
		{`[{"$ref": "#/components/schemas/A"}]`, `[]`, "is no list"},
		{`["string", "null"]`, `["string", "none"]`, "no type none"},
		{`"type": "boolean"`, `"type": "bool"`, "no type bool"},
		{`"minimum": 1`, `"minimum": "1"`, "is no number"},
		{`"pattern": "^x"`, `"pattern": 1`, "is no text"},
		{`["properties"]`, `true`, "is no list"},
		{`{"type": "boolean"}`, `"boolean"`, "is no schema"},
		{`"type": "boolean"`, `"nullable": true`, "is of OpenAPI 3.0"},
	} {
		broken := strings.Replace(validDocument, c.old, c.new, 1)
		if broken == validDocument {
			t.Fatalf("%s isn't in the document", c.old)
		}
		doc, err := readOpenAPI([]byte(broken))
		if err != nil {
			t.Fatalf("%s: %v", c.new, err)
		}
		if faults := strings.Join(doc.validate(), "\n"); !strings.Contains(faults, c.want) {
			t.Errorf("%s: found %q, want %q", c.new, faults, c.want)
		}
	}
	for _, bad := range []string{"", "[]", "{", `{"paths": []}`, `{"paths": {"/a": []}}`} {
		if _, err := readOpenAPI([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
	doc, err = readOpenAPI([]byte("{}"))
	if err != nil || len(doc.validate()) == 0 {
		t.Errorf("an empty document is valid: %v", err)
	}
}
