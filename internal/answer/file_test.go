package answer

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

var (
	known = []string{"language", "database", "entity", "name"}
	lists = []string{"entity"}
)

func TestParseFile(t *testing.T) {
	f, err := ParseFile("a.yaml", []byte("\xef\xbb\xbf# class of 2026\r\nlanguage: go\r\nname: 007\r\nentity:\r\n  - 'Book: title!'\r\n  - Shelf\r\n"), known, lists)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Values["language"]; got.Text() != "go" || got.Where != "a.yaml:2:11" {
		t.Errorf("language is %+v", got)
	}
	if got := f.Values["name"].Text(); got != "007" {
		t.Errorf("name is %q: a number must stay as it was written", got)
	}
	if got := f.Values["entity"].Texts; !slices.Equal(got, []string{"Book: title!", "Shelf"}) {
		t.Errorf("entity is %q", got)
	}
}

func TestParseFileTakesNothing(t *testing.T) {
	for _, data := range []string{"", "# only a comment\n", "---\n"} {
		if f, err := ParseFile("a.yaml", []byte(data), known, lists); err != nil || len(f.Values) != 0 {
			t.Errorf("%q: got %v, %v", data, f, err)
		}
	}
}

func TestParseFileRefuses(t *testing.T) {
	for _, tt := range []struct{ name, data, message, hint string }{
		{"near miss", "databse: x\n", `a.yaml:1:1: "databse" is no question`, "Did you mean database?"},
		{"unknown", "zzz: x\n", `a.yaml:1:1: "zzz"`, "language, database"},
		{"twice", "name: a\nname: b\n", "a.yaml:2:1", ""},
		{"a list where none is", "name:\n  - a\n", "a.yaml:2:", ""},
		{"a map", "name: {a: b}\n", "a.yaml:1:", ""},
		{"no map", "- a\n", "a.yaml:1:1", ""},
		{"text", "hello\n", "a.yaml:1:1", ""},
		{"anchor", "name: &a x\nlanguage: *a\n", "a.yaml:1:", ""},
		{"tab", "name:\n\t- a\n", "a.yaml:2:", ""},
		{"unclosed", "name: [a\n", "a.yaml:1:", ""},
		{"two documents", "name: a\n---\nname: b\n", "a.yaml:3:", ""},
		{"huge", strings.Repeat("# x\n", 100_000), "at most 64 KiB", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseFile("a.yaml", []byte(tt.data), known, lists)
			var refused *Error
			if !errors.As(err, &refused) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if !strings.Contains(refused.Message, tt.message) || !strings.Contains(refused.Hint, tt.hint) {
				t.Errorf("got %q, hint %q; want %q, %q", refused.Message, refused.Hint, tt.message, tt.hint)
			}
		})
	}
}

func FuzzParseFile(f *testing.F) {
	f.Add([]byte("language: go\nentity: [a, b]\n"))
	f.Add([]byte("a: &x [*x]\n"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = ParseFile("a.yaml", data, known, lists)
	})
}
