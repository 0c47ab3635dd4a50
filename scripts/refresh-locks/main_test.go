package main

import (
	"os"
	"path/filepath"
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
