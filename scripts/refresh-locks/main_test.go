package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/pack"
)

const builtin = "../../templates/portfolio"

// TestVersionsAreThoseOfTheManifest fails when somebody, or Dependabot, has changed a language's dependencies
// without making its versions and locks anew.
func TestVersionsAreThoseOfTheManifest(t *testing.T) {
	p, err := pack.Load(os.DirFS(builtin))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range p.Languages() {
		l, err := p.Language(name)
		if err != nil {
			t.Fatal(err)
		}
		if l.Versions.From == "" {
			continue
		}
		folder := filepath.Join(builtin, l.Folder())
		want, err := versions(folder, l)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(folder, "versions.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s/versions.yaml says other versions than %s: go run ./scripts/refresh-locks\n%s", name, l.Versions.From, want)
		}
	}
}

// TestEveryProjectHasItsLocks goes through all combinations of answers.
func TestEveryProjectHasItsLocks(t *testing.T) {
	r := &refresher{dir: builtin, missing: true, used: map[string]bool{}}
	if err := r.load(); err != nil {
		t.Fatal(err)
	}
	all := r.combinations()
	if len(all) == 0 {
		t.Fatal("no combination of answers makes a project")
	}
	for _, answers := range all {
		if err := r.checkLocks(t.Context(), answers); err != nil {
			t.Errorf("%v: %v", answers, err)
		}
	}
}

// TestDependabotWatchesEveryLanguage: whoever adds a language runs scripts/refresh-locks, which writes this too.
func TestDependabotWatchesEveryLanguage(t *testing.T) {
	p, err := pack.Load(os.DirFS(builtin))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../../.github/dependabot.yml")
	if err != nil {
		t.Fatal(err)
	}
	want, err := dependabot(string(data), "templates/portfolio", p)
	if err != nil {
		t.Fatal(err)
	}
	if string(data) != want {
		t.Errorf(".github/dependabot.yml is not what the pack asks for: go run ./scripts/refresh-locks -missing\n%s", want)
	}
	for _, name := range p.Languages() {
		if !strings.Contains(want, "directory: /templates/portfolio/"+name+"/") {
			t.Errorf("Dependabot doesn't watch %s: its language.yaml has no versions.from, or no facts.dependabot", name)
		}
	}
}

func TestNewestVersions(t *testing.T) {
	v := pack.Versions{Hold: map[string]string{"held": "because"}, Pattern: `^  "([a-z-]+)(?:\[[a-z]+\])?==([^";]+)`}
	text := "[project]\n  \"a==1.0\",\n  \"b-c[x]==2.1; python\",\n  \"held==3\",\nend\n"
	got, err := newest(text, v, func(name string) (string, error) { return "9." + fmt.Sprint(len(name)), nil })
	if want := "[project]\n  \"a==9.1\",\n  \"b-c[x]==9.3; python\",\n  \"held==3\",\nend\n"; err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
	ctx := t.Context()
	if got, err := ask(ctx, pack.Latest{Run: []string{"go", "env", "{name}"}, Pattern: `(\S+)`}, "GOOS"); err != nil || got == "" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := ask(ctx, pack.Latest{Run: []string{"go", "version"}}, ""); err == nil {
		t.Errorf("took %q for a version", got)
	}
}
