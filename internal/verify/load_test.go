package verify

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/project"
	"github.com/scaffolio/scaffolio/templates"
)

// locked is a folder with nothing but a lock.
func locked(t *testing.T, lock project.Lock) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, project.LockName), lock.YAML(), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestLoadTakesCommandsFromThePack(t *testing.T) {
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range p.Languages() {
		t.Run(language, func(t *testing.T) { loadsCommands(t, p, language) })
	}
}

func loadsCommands(t *testing.T, p *pack.Pack, language string) {
	model := []byte("entities:\n  - name: Book\n    fields:\n      - {name: title, type: string, required: true}\n")
	answers := map[string]string{"language": language, "type": "crud", "database": "mysql", "ci": "none", "license": "mit"}
	dir := locked(t, project.Lock{
		Tool: "1.0.0", Pack: project.PackID{Name: p.Name, Version: p.Version}, Answers: answers, Model: model,
		Files: map[string]string{"b": "sha256:0", "a": "sha256:0"},
	})
	s, err := Load(dir, p)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Engines, []string{"mysql", "mariadb"}) {
		t.Errorf("engines: %v", s.Engines)
	}
	if s.Model == nil || s.Model.Entities[0].Name != "Book" || !slices.Equal(s.Files, []string{"a", "b"}) {
		t.Errorf("model %v, files %v", s.Model, s.Files)
	}
	for _, name := range []string{"install", lintStep, testStep, "build"} {
		if _, ok := s.Language.step(name); !ok {
			t.Errorf("the step %s is missing", name)
		}
	}
	if len(s.Language.Start) == 0 || len(s.Language.Version) == 0 || len(s.Language.Audit) == 0 {
		t.Errorf("something is missing: %+v", s.Language)
	}
	if !slices.ContainsFunc(s.Language.Audit, func(s Step) bool { return s.Name == coverageStep }) {
		t.Error("nothing measures the coverage of the project's own tests")
	}
}

func TestLoadRefusesAnotherPacksProject(t *testing.T) {
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		t.Fatal(err)
	}
	dir := locked(t, project.Lock{Tool: "1.0.0", Pack: project.PackID{Name: "theirs", Version: "1"}})
	if _, err := Load(dir, p); err == nil || !strings.Contains(err.Error(), "theirs") {
		t.Errorf("got %v", err)
	}
	if _, err := Load(t.TempDir(), p); err == nil {
		t.Error("a folder without a lock was taken")
	}
}

func TestSpellingsLeadToTheSamePlace(t *testing.T) {
	base := "postgres://ada:p%40ss%2Fw@127.0.0.1:5432/books?sslmode=disable"
	want, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	all := control{base: base}.Spellings()
	if len(all) != 2 {
		t.Fatalf("got %v", all)
	}
	for _, spelling := range all {
		got, err := url.Parse(spelling)
		if err != nil {
			t.Fatal(err)
		}
		if spelling == base || got.Host != want.Host || got.User.String() != want.User.String() || got.Path != want.Path || got.RawQuery != want.RawQuery {
			t.Errorf("%s is not another spelling of %s", spelling, base)
		}
	}
	if got := (control{base: base}).UnreachableURL(); !strings.Contains(got, "@127.0.0.1:9/books") {
		t.Errorf("got %s", got)
	}
}

func TestAnImageHasToSayWhatItNeeds(t *testing.T) {
	good := image{user: "65532", dataDir: "/data", port: "8080", healthy: true}
	if got := good.judge(); got.Status != conformance.Pass {
		t.Errorf("got %+v", got)
	}
	for _, change := range []func(*image){
		func(i *image) { i.user = "" }, func(i *image) { i.user = "root" }, func(i *image) { i.user = "0:0" },
		func(i *image) { i.dataDir = "" }, func(i *image) { i.port = "" }, func(i *image) { i.healthy = false },
	} {
		bad := good
		change(&bad)
		if got := bad.judge(); got.Status != conformance.Fail || got.Detail == "" {
			t.Errorf("%+v was taken", bad)
		}
	}
}

func TestProgramsMayHaveSeveralNames(t *testing.T) {
	l, err := language(&pack.Language{
		Requires: []pack.Tool{{Command: []string{"no-such-program", "version"}, Also: []string{"nor-this", "go"}}},
		Commands: map[string][]pack.Command{
			"test":  {{Run: []string{"no-such-program", "test"}}, {Run: []string{"other", "no-such-program"}}},
			"start": {{Run: []string{"no-such-program", "run"}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	test, _ := l.step(testStep)
	for _, c := range []struct{ got, want []string }{
		{l.Version, []string{"go", "version"}},
		{l.Start[0].Argv, []string{"go", "run"}},
		{test.Commands[0].Argv, []string{"go", "test"}},
		{test.Commands[1].Argv, []string{"other", "no-such-program"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}
