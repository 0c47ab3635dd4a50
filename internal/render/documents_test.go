package render_test

import (
	"context"
	"encoding/json"
	"maps"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
)

// projects renders every language with every database, with the usual model and with one whose names are
// keywords and whose labels want to break out.
func projects(t *testing.T, check func(t *testing.T, in render.Input, files map[string]string)) {
	t.Helper()
	p := builtin(t)
	keywords := readModel(t, "../../templates/portfolio/proofs/keywords.yaml")
	for _, language := range p.Languages() {
		for _, database := range p.ChoiceNames(p.Question("database")) {
			for name, m := range map[string]*model.Model{"usual": defaults(t).Model, "keywords": keywords} {
				t.Run(language+"/"+database+"/"+name, func(t *testing.T) {
					in := defaults(t)
					in.Answers["language"], in.Answers["database"], in.Model = language, database, m
					if name == "keywords" { // and without what can be left out
						in.Answers["ci"], in.Answers["license"], in.Project.License = "none", "none", "none"
					}
					check(t, in, maps.Clone(rendered(t, p, t.Name(), in)))
				})
			}
		}
	}
}

// projectFiles are the files of projects that were rendered before, by what their tests are called below the first.
var projectFiles sync.Map

// rendered renders a project once for all tests that look at it.
func rendered(t *testing.T, p *pack.Pack, test string, in render.Input) map[string]string {
	t.Helper()
	_, key, _ := strings.Cut(test, "/")
	once := sync.OnceValues(func() (map[string]string, error) {
		plan, err := render.Render(context.Background(), p, in)
		if err != nil {
			return nil, err
		}
		files := map[string]string{}
		for _, f := range plan.Files {
			files[f.Path] = string(f.Data)
		}
		return files, nil
	})
	kept, _ := projectFiles.LoadOrStore(key, once)
	files, err := kept.(func() (map[string]string, error))()
	if err != nil {
		t.Fatal(err)
	}
	return files
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
	known := []string{`\bgolang\b`, `goroutine`, `\bpython\b`, `\bpip\b`, `\bmaven\b`, `spring`, `fastapi`, `fastify`, `\bnode(js|\.js)\b`}
	for _, name := range p.Languages() {
		l, err := p.Language(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, commands := range l.Commands {
			for _, c := range commands { // go mod, npm ci
				known = append(known, `\b`+regexp.QuoteMeta(strings.Join(c.Run[:min(2, len(c.Run))], " "))+`\b`)
			}
		}
		for _, lock := range l.Locks {
			known = append(known, `\b`+regexp.QuoteMeta(lock.Manifest)+`\b`)
		}
	}
	words := regexp.MustCompile(`(?i)` + strings.Join(known, "|"))
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
