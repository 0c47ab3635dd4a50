package verify_test

import (
	"testing"

	"github.com/scaffolio/scaffolio/internal/matrix"
)

func TestSelection(t *testing.T) {
	p := builtin(t)
	domains := len(matrix.Domains(p))
	cases := []struct {
		text, combination string
		takes             bool
		models            int
	}{
		{"default", "go/crud/mysql", true, 1},
		{"go/crud/postgres", "go/crud/mysql", false, 1},
		{"go/crud/postgres, go/crud/mysql,image", "go/crud/mysql", true, 1},
		{"*/crud/*,keywords", "java/crud/sqlite", true, 1},
		{"*/crud/sqlite,domains,keywords", "java/crud/sqlite", true, domains + 1},
		{"*/crud/sqlite", "java/microservice/sqlite", false, 1},
		{"all", "java/crud/sqlite", true, 0},
		{"pairwise,go/*/*", "java/crud/sqlite", false, 0},
	}
	for _, c := range cases {
		s, err := parseSelection(c.text, p)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := s.takes(c.combination); got != c.takes {
			t.Errorf("%s takes %s: %v", c.text, c.combination, got)
		}
		if len(s.models) != c.models {
			t.Errorf("%s: models %v", c.text, s.models)
		}
	}
	for _, bad := range []string{"", "image", "go/crud", "default,pictures", "[/crud/x"} {
		if _, err := parseSelection(bad, p); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestSelectedRuns(t *testing.T) {
	p := builtin(t)
	per := len(matrix.Combinations(p))
	for text, want := range map[string]int{
		"all": len(matrix.All(p)), "pairwise": len(matrix.Pairwise(p)), "default": per, "default,keywords,image": per,
		"all,keywords": per, "all,cobol/*/*": 0,
	} {
		s, err := parseSelection(text, p)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.runs(p); len(got) != want {
			t.Errorf("%s selects %d runs, want %d: %v", text, len(got), want, got)
		}
	}
	s, err := parseSelection("default,image,audit", p)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.runs(p) {
		if !r.Image || r.Browser || !r.Audit {
			t.Errorf("%+v goes further than asked, or less far", r)
		}
	}
}
