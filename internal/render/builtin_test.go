package render_test

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
	"github.com/scaffolio/scaffolio/templates"
)

// portfolio is the built-in pack, which all tests share.
var portfolio = sync.OnceValues(func() (*pack.Pack, error) { return pack.Load(templates.Portfolio()) })

func builtin(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := portfolio()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func readModel(t testing.TB, file string) *model.Model {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := model.Parse(filepath.Base(file), data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func defaults(t testing.TB) render.Input {
	t.Helper()
	m := readModel(t, "../../testdata/models/good/reading-list.yaml")
	return render.Input{
		Answers: map[string]string{"language": "go", "type": "crud", "database": "sqlite", "domain": "reading-list", "ci": "github", "license": "mit"},
		Model:   m,
		Project: render.Project{Name: "my-books", Title: "My Books", Module: "example.com/my-books", Author: "Ada Example", License: "mit", Year: 2026},
	}
}

func TestBuiltinPackRenders(t *testing.T) {
	p := builtin(t)
	for _, language := range p.Languages() {
		for _, database := range p.ChoiceNames(p.Question("database")) {
			in := defaults(t)
			in.Answers["language"], in.Answers["database"] = language, database
			plan, err := render.Render(context.Background(), p, in)
			if err != nil {
				t.Fatal(err)
			}
			if dir := os.Getenv("RENDER_TO"); dir != "" {
				for _, f := range plan.Files {
					t.Logf("%6d %s", len(f.Data), f.Path)
				}
			}
		}
	}
}
