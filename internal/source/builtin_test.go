package source_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/scaffolio/scaffolio/internal/source"
)

// builtin reads a source of the built-in pack.
func builtin(t testing.TB, name string) *source.Source {
	t.Helper()
	return parse(t, filepath.Join("../../templates/portfolio/sources", name+".yaml"))
}

func parse(t testing.TB, file string) *source.Source {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := source.Parse(filepath.Base(file), data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBuiltinSourcesAreGood(t *testing.T) {
	files, err := filepath.Glob("../../templates/portfolio/sources/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		s := parse(t, f)
		if s.Item.Time == nil || len(s.Item.Key) == 0 {
			t.Errorf("%s: %+v", f, s.Item)
		}
	}
}
