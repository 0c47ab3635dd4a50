package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// TestBuiltinSamples: each built-in source has a sample of its API in which every item is good.
func TestBuiltinSamples(t *testing.T) {
	files, err := filepath.Glob("../../templates/portfolio/sources/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		s := parse(t, f)
		data, err := os.ReadFile(strings.TrimSuffix(f, ".yaml") + ".sample.json")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.AddSample(filepath.Base(f), data); err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		records, _, err := s.Extract(s.Sample, time.UnixMilli(5))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(source.Latest(records)); n < 20 || n > 60 {
			t.Errorf("%s: the sample has %d items; 20 to 60 show all that is needed", f, n)
		}
		for _, field := range s.Filters() {
			checkVaried(t, s.Name, field, records)
		}
	}
}

// checkVaried makes sure that a filter has something to choose from in a sample.
func checkVaried(t *testing.T, name string, f *source.Field, records []*source.Record) {
	t.Helper()
	seen := map[any]bool{}
	for _, r := range records {
		seen[r.Value(f.Name)] = true
	}
	if len(seen) < min(3, len(f.Values)) {
		t.Errorf("%s: %s has only the values %v in the sample", name, f.Name, seen)
	}
}
