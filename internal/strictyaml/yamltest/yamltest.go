// Package yamltest checks what is said about bad YAML that people write.
package yamltest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Refused parses each file of the pattern and compares the errors with those that stand in it as comments:
// "#! 3:7: text" wants an error at that place that holds that text. All errors are listed, in order.
func Refused(t *testing.T, pattern string, parse func(name string, data []byte) error) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			err = parse("bad.yaml", data)
			if err == nil {
				t.Fatal("taken without an error")
			}
			compare(t, strings.Split(err.Error(), "\n"), wanted(string(data)))
		})
	}
}

// wanted are the errors that a file lists.
func wanted(text string) []string {
	var want []string
	for line := range strings.Lines(text) {
		if w, ok := strings.CutPrefix(line, "#! "); ok {
			want = append(want, strings.TrimSpace(w))
		}
	}
	return want
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(want):
			t.Errorf("unexpected: %s", got[i])
		case i >= len(got):
			t.Errorf("missing: %s", want[i])
		case !matches(got[i], want[i]):
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}

// matches compares "bad.yaml:3:7: some text" with "3:7: text".
func matches(got, want string) bool {
	place, text, _ := strings.Cut(want, " ")
	rest, ok := strings.CutPrefix(got, "bad.yaml:"+place)
	return ok && strings.Contains(rest, text)
}
