package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/source"
)

// TestBadSources reads each bad source with the errors it must give, which stand in it as comments:
// "#! 3:7: text" wants an error at that place that holds that text. All errors are listed, in order.
func TestBadSources(t *testing.T) {
	files, err := filepath.Glob("../../testdata/sources/bad/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bad sources: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for line := range strings.Lines(string(data)) {
				if w, ok := strings.CutPrefix(line, "#! "); ok {
					want = append(want, strings.TrimSpace(w))
				}
			}
			_, err = source.Parse("s.yaml", data)
			if err == nil {
				t.Fatal("taken without an error")
			}
			got := strings.Split(err.Error(), "\n")
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
		})
	}
}

// matches compares "s.yaml:3:7: some text" with "3:7: text".
func matches(got, want string) bool {
	place, text, _ := strings.Cut(want, " ")
	rest, ok := strings.CutPrefix(got, "s.yaml:"+place)
	return ok && strings.Contains(rest, text)
}
