package project_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/scaffolio/scaffolio/internal/project"
)

// TestLockKeepsASourceAsItIs: comments, blank lines, spaces at both ends and marks of documents.
func TestLockKeepsASourceAsItIs(t *testing.T) {
	texts := []string{"a: 1\n", "  # indented\na: |\n  x \n\n\n  y\n", "---\na: \"b\\tc\"  \n", "a: '\u00e9 \U0001F4E6'\n# files:\n"}
	files, err := filepath.Glob("../../testdata/sources/good/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	for _, text := range texts {
		lock := project.Lock{Tool: "1", Source: []byte(text), Files: map[string]string{"a.txt": "sha256:0"}}
		again, err := project.ParseLock(lock.YAML())
		if err != nil {
			t.Errorf("%v\n%s", err, lock.YAML())
			continue
		}
		if string(again.Source) != text || again.Files["a.txt"] == "" {
			t.Errorf("got  %q\nwant %q", again.Source, text)
		}
	}
}
