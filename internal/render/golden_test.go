package render_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden is where the rendered default projects are, for readers as much as for this test.
const golden = "../../testdata/golden"

// defaultProjects renders the default project of each type in each language, by "language-type".
func defaultProjects(t *testing.T) map[string]*render.Plan {
	t.Helper()
	p := builtin(t)
	plans := map[string]*render.Plan{}
	for _, language := range p.Languages() {
		in := defaults(t)
		in.Answers["language"] = language
		for _, kind := range p.Available(p.Question("type"), map[string]string{"language": language}) {
			in.Answers["type"] = kind
			plan, err := render.Render(t.Context(), p, in)
			if err != nil {
				t.Fatal(err)
			}
			plans[language+"-"+kind] = plan
		}
	}
	if len(plans) == 0 {
		t.Fatal("the pack has no project")
	}
	return plans
}

// TestGolden compares the default projects with those in testdata; missing and unexpected files fail as well.
func TestGolden(t *testing.T) {
	if *update {
		if err := os.RemoveAll(golden); err != nil {
			t.Fatal(err)
		}
	}
	want := goldenFiles(t)
	for name, plan := range defaultProjects(t) {
		for _, f := range plan.Files {
			file := path.Join(name, f.Path)
			data := summarised(t, name, f)
			if *update {
				write(t, filepath.Join(golden, filepath.FromSlash(file)), data, f.Executable)
				continue
			}
			old, ok := want[file]
			if !ok {
				t.Errorf("%s is new", file)
			} else if diff := cmp.Diff(string(old), string(data)); diff != "" {
				t.Errorf("%s changed:\n%.2000s", file, diff)
			}
			delete(want, file)
		}
	}
	if *update {
		return
	}
	for file := range want {
		t.Errorf("%s is not made any more", file)
	}
	if t.Failed() {
		t.Log("if that is meant: go test ./internal/render -run TestGolden -update")
	}
}

// summarised is a file as it is kept: a lock as its hash, all others as they are.
func summarised(t *testing.T, name string, f render.File) []byte {
	t.Helper()
	language, _, _ := strings.Cut(name, "-")
	l, err := builtin(t).Language(language)
	if err != nil {
		t.Fatal(err)
	}
	for _, lock := range l.Locks {
		if slices.Contains(lock.Files, f.Path) && f.Path != lock.Manifest {
			return fmt.Appendf(nil, "sha256 %x\n", sha256.Sum256(f.Data))
		}
	}
	return f.Data
}

func goldenFiles(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(golden, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(golden, name)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(name)
		return err
	})
	if err != nil && !*update {
		t.Fatal(err)
	}
	return files
}

func write(t *testing.T, name string, data []byte, executable bool) {
	t.Helper()
	mode := fs.FileMode(0o644)
	if executable {
		mode = 0o755
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, mode); err != nil {
		t.Fatal(err)
	}
}

// TestLineBudget counts the lines that the owner of a default project has to explain: those of its language that
// are not blank, tests left out.
func TestLineBudget(t *testing.T) {
	p := builtin(t)
	for name, plan := range defaultProjects(t) {
		language, kind, _ := strings.Cut(name, "-")
		l, err := p.Language(language)
		if err != nil {
			t.Fatal(err)
		}
		budget, ok := l.Lines.Budget[kind]
		if !ok || len(l.Lines.Endings) == 0 {
			t.Errorf("%s/language.yaml has no budget of lines for %s", language, kind)
			continue
		}
		lines, tests := count(plan, l.Lines)
		t.Logf("%s: %d lines of %d, and %d of tests", name, lines, budget, tests)
		if lines > budget {
			t.Errorf("%s has %d lines to explain; its budget is %d", name, lines, budget)
		}
		if lines == 0 {
			t.Errorf("%s has no line that ends in %v", name, l.Lines.Endings)
		}
	}
}

func count(plan *render.Plan, rules pack.Lines) (lines, tests int) {
	for _, f := range plan.Files {
		if !slices.Contains(rules.Endings, path.Ext(f.Path)) {
			continue
		}
		n := 0
		for line := range bytes.Lines(f.Data) {
			if len(bytes.TrimSpace(line)) > 0 {
				n++
			}
		}
		if slices.ContainsFunc(rules.Skip, func(glob string) bool { return matchesAny(glob, f.Path) }) {
			tests += n
		} else {
			lines += n
		}
	}
	return lines, tests
}

// matchesAny tells whether a glob matches a path, its last part, or a folder that it is in.
func matchesAny(glob, name string) bool {
	if ok, _ := path.Match(glob, path.Base(name)); ok {
		return true
	}
	for ; name != "."; name = path.Dir(name) {
		if ok, _ := path.Match(glob, name); ok {
			return true
		}
	}
	return false
}
