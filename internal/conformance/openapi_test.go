package conformance

import (
	"context"
	"os"
	"path"
	"path/filepath"
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

func TestOpenAPIOfThePackIsValid(t *testing.T) {
	for name, data := range rendered(t) {
		doc, err := openapi3.NewLoader().LoadFromData(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := doc.Validate(context.Background()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
