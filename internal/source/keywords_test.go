package source_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/source"
)

// withField is a source with one field of that name, which can be filtered by, and an item of that name.
func withField(field, item string) string {
	return fmt.Sprintf(`
title: A
summary: a
licence: {name: CC0, url: https://example.com/licence}
docs: https://example.com
manners: fine
request: {url: https://example.com/a.json}
item:
  name: %s
  key: {path: id}
  version: fetched
  time: seen_then
  fields:
    - {name: seen_then, type: date, path: d, required: true}
    - {name: %q, type: enum, values: [a, %[2]q], path: e, filter: true}
`, item, field)
}

// TestEveryKeywordIsAName of a field, of a value and of an item, but for the few that the API needs.
func TestEveryKeywordIsAName(t *testing.T) {
	files, err := filepath.Glob("../../testdata/keywords/*.txt")
	if err != nil || len(files) < 6 {
		t.Fatalf("found %d lists of keywords (%v)", len(files), err)
	}
	reserved := []string{"key", "version", "limit", "cursor", "from", "to", "source", "summary", "a"}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			word := strings.TrimSpace(line)
			if word == "" || strings.HasPrefix(word, "#") || slices.Contains(reserved, word) {
				continue
			}
			s, err := source.Parse("s.yaml", []byte(withField(word, model.Pascal(word))))
			if err != nil {
				t.Errorf("%s: %v", word, err)
				continue
			}
			if s.Item.Fields[1].Name != word || s.Route() == "/" {
				t.Errorf("%s became %+v", word, s.Item.Fields[1])
			}
		}
	}
}

func TestReservedNames(t *testing.T) {
	for _, c := range []struct{ field, item, want string }{
		{"key", "Thing", "key can't be a field"},
		{"version", "Thing", "version can't be a field"},
		{"limit", "Thing", "limit can't have a filter"},
		{"cursor", "Thing", "cursor can't have a filter"},
		{"from", "Thing", "from can't have a filter"},
		{"to", "Thing", "to can't have a filter"},
		{"seen_then", "Thing", "the field seen_then twice"},
		{"seenthen", "Thing", "differ by underscores only"},
		{"b", "Source", "/source tells about the source"},
		{"b", "Summary", "/summary counts"},
		{"b", "Rejected", "/source/rejected"},
	} {
		_, err := source.Parse("s.yaml", []byte(withField(c.field, c.item)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s of %s: got %v, want %s", c.field, c.item, err, c.want)
		}
	}
}

// TestBombs: no text within the limit of size takes long.
func TestBombs(t *testing.T) {
	times := func(s string) string { return strings.Repeat(s, (120<<10)/len(s)) }
	for name, text := range map[string]string{
		"brackets": times("["), "keys": times("k: v\n"), "one long word": times("a"), "path": "items: {path: " + times("a.") + "}",
		"placeholders": "request: {url: 'https://a/" + times("{a}") + "'}",
		"fields":       "item: {fields: [" + times("{name: a},") + "]}",
		"entries":      "request: {each: [" + times("{a: 1},") + "]}",
		"braces":       "request: {url: 'https://a/" + times("{") + "'}",
	} {
		start := time.Now()
		if _, err := source.Parse("s", []byte(text)); err == nil {
			t.Errorf("%s: taken", name)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}
