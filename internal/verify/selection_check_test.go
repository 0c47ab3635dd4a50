package verify_test

import "testing"

func TestSelection(t *testing.T) {
	domains := []string{"reading-list", "inventory"}
	cases := []struct {
		text, combination string
		takes             bool
		models            int
	}{
		{"default", "go/crud/mysql", true, 1},
		{"go/crud/postgres", "go/crud/mysql", false, 1},
		{"go/crud/postgres, go/crud/mysql,image", "go/crud/mysql", true, 1},
		{"*/crud/*,keywords", "java/crud/sqlite", true, 1},
		{"*/crud/sqlite,domains,keywords", "java/crud/sqlite", true, 3},
		{"*/crud/sqlite", "java/microservice/sqlite", false, 1},
	}
	for _, c := range cases {
		s, err := parseSelection(c.text, domains)
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
		if _, err := parseSelection(bad, domains); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
