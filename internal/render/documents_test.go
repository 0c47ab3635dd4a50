package render_test

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/render"
)

// projects renders every language with every database, with the usual model and with one whose names are
// keywords and whose labels want to break out.
func projects(t *testing.T, check func(t *testing.T, in render.Input, files map[string]string)) {
	t.Helper()
	p := builtin(t)
	data, err := os.ReadFile("../../templates/portfolio/proofs/keywords.yaml")
	if err != nil {
		t.Fatal(err)
	}
	keywords, err := model.Parse("keywords.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range p.Languages() {
		for _, database := range p.ChoiceNames(p.Question("database")) {
			for name, m := range map[string]*model.Model{"usual": defaults(t).Model, "keywords": keywords} {
				t.Run(language+"/"+database+"/"+name, func(t *testing.T) {
					in := defaults(t)
					in.Answers["language"], in.Answers["database"], in.Model = language, database, m
					if name == "keywords" { // and without what can be left out
						in.Answers["ci"], in.Answers["license"], in.Project.License = "none", "none", "none"
					}
					plan, err := render.Render(context.Background(), p, in)
					if err != nil {
						t.Fatal(err)
					}
					files := map[string]string{}
					for _, f := range plan.Files {
						files[f.Path] = string(f.Data)
					}
					check(t, in, files)
				})
			}
		}
	}
}

// The sample data has as many rows as promised, and children point at parents that are there.
func TestSampleDataIsWhole(t *testing.T) {
	projects(t, func(t *testing.T, in render.Input, files map[string]string) {
		var data map[string][]struct {
			Parent *int
			Values map[string]any
		}
		if err := json.Unmarshal([]byte(files["seed/seed.json"]), &data); err != nil {
			t.Fatal(err)
		}
		for _, e := range in.Model.Entities {
			rows := data[e.PluralSnake()]
			if len(rows) != 25 {
				t.Errorf("%d rows of %s, want 25", len(rows), e.PluralSnake())
			}
			for i, row := range rows {
				if len(row.Values) != len(e.Fields) {
					t.Errorf("%s %d has %d values, want %d", e.Name, i, len(row.Values), len(e.Fields))
				}
				if (row.Parent != nil) != (e.Parent != nil) {
					t.Errorf("%s %d: parent %v", e.Name, i, row.Parent)
				}
				if row.Parent != nil && *row.Parent >= len(data[e.Parent.PluralSnake()]) {
					t.Errorf("%s %d belongs to a parent that is not there", e.Name, i)
				}
			}
		}
	})
}

// No label gets out of the line or the text that it stands in.
func TestLabelsStayText(t *testing.T) {
	projects(t, func(t *testing.T, in render.Input, files map[string]string) {
		for _, file := range []string{"README.md", "EXPLAIN.md", "CHANGING.md"} {
			for _, e := range in.Model.Entities {
				if strings.Contains(e.Label.Many, "<") && strings.Contains(files[file], e.Label.Many) {
					t.Errorf("%s holds the label %s as it is", file, e.Label.Many)
				}
			}
			if strings.Contains(strings.ToLower(files[file]), "<script>") {
				t.Errorf("%s holds a script element", file)
			}
		}
	})
}

// What every language shares knows none of them.
func TestCommonTextsKnowNoLanguage(t *testing.T) {
	p := builtin(t)
	words := regexp.MustCompile(`(?i)\bgolang\b|\bgo (run|test|build|mod|vet)\b|go\.mod|goroutine|\bpython\b|\bpip\b|\bnpm\b|\bmaven\b|spring|fastapi|\bnode(js|\.js)\b`)
	for _, folder := range []string{"common", "ci", "database", "web"} {
		for _, file := range p.FilesUnder(folder) {
			data, err := p.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if m := words.Find(data); m != nil {
				t.Errorf("%s speaks of %s", file, m)
			}
		}
	}
}
