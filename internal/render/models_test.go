package render_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/render"
)

// TestEveryModelRenders renders the built-in domains, the good models and one of full size, in every language and
// on every database.
func TestEveryModelRenders(t *testing.T) {
	p := builtin(t)
	for name, m := range manyModels(t) {
		for _, language := range p.Languages() {
			for _, database := range p.ChoiceNames(p.Question("database")) {
				t.Run(name+"/"+language+"/"+database, func(t *testing.T) {
					in := defaults(t)
					in.Model, in.Answers["language"], in.Answers["database"] = m, language, database
					plan, err := render.Render(t.Context(), p, in)
					if err != nil {
						t.Fatal(err)
					}
					for _, f := range plan.Files {
						if strings.Contains(string(f.Data), "<no value>") || strings.Contains(string(f.Data), "%!") {
							t.Errorf("%s holds what a template failed to say", f.Path)
						}
					}
				})
			}
		}
	}
}

func manyModels(t *testing.T) map[string]*model.Model {
	t.Helper()
	models := map[string]*model.Model{}
	for _, glob := range []string{"../../testdata/models/good/*.yaml", "../../templates/portfolio/domains/*.yaml"} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: nothing found (%v)", glob, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if models[filepath.Base(file)], err = model.Parse(file, data); err != nil {
				t.Fatal(err)
			}
		}
	}
	m, err := model.Parse("largest", []byte(largest()))
	if err != nil {
		t.Fatal(err)
	}
	models["largest"] = m
	return models
}

// largest is a model of six entities in a row of parents, with thirty fields each and names of forty letters.
func largest() string {
	types := []string{"string, required: true, max: 255", "text", "integer, required: true", "decimal, scale: 4", "boolean, default: true",
		"date", "datetime", "enum, values: [a, b, c]", "url", "email"}
	var b strings.Builder
	b.WriteString("entities:\n")
	for e := range 6 {
		name := fmt.Sprintf("E%d%s", e, strings.Repeat("x", 38))
		fmt.Fprintf(&b, "  - name: %s\n", name)
		if e > 0 {
			fmt.Fprintf(&b, "    parent: E%d%s\n", e-1, strings.Repeat("x", 38))
		}
		b.WriteString("    fields:\n")
		for f := range 30 {
			kind := types[f%len(types)]
			able := ""
			if f < 6 && slices.Contains([]int{0, 2}, f%len(types)) {
				able = ", sort: true, filter: true"
			}
			fmt.Fprintf(&b, "      - {name: f%d_%s, type: %s%s}\n", f, strings.Repeat("y", 36), kind, able)
		}
	}
	return b.String()
}
