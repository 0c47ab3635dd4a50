package model_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/model"
)

// keywords are all words of testdata/keywords, by file.
func keywords(t testing.TB) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/keywords/*.txt")
	if err != nil || len(files) < 6 {
		t.Fatalf("found %d lists of keywords (%v)", len(files), err)
	}
	all := map[string][]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if word := strings.TrimSpace(line); word != "" && !strings.HasPrefix(word, "#") {
				all[filepath.Base(file)] = append(all[filepath.Base(file)], word)
			}
		}
	}
	return all
}

// taken are the keywords that the specification reserves.
var taken = []string{"user", "users", "session", "sessions", "auth", "admin", "dashboard"}

func TestEveryKeywordIsAFieldName(t *testing.T) {
	for file, words := range keywords(t) {
		for _, word := range words {
			text := fmt.Sprintf("entities: [{name: Thing, fields: [{name: %q, type: string, required: true, sort: true, search: true, unique: true}]}]", word)
			m, err := model.Parse(file, []byte(text))
			if err != nil {
				t.Errorf("%s: %v", word, err)
				continue
			}
			if f := m.Entities[0].Fields[0]; f.Name != word || f.Pascal() == "" || f.Camel() == "" {
				t.Errorf("%s: became %+v", word, f)
			}
		}
	}
}

func TestEveryKeywordIsAnEntity(t *testing.T) {
	for file, words := range keywords(t) {
		for _, word := range words {
			name := model.Pascal(word)
			text := fmt.Sprintf("entities: [{name: %s, fields: [{name: a, type: string}]}, {name: Kid, parent: %[1]s, fields: [{name: b, type: string}]}]", name)
			m, err := model.Parse(file, []byte(text))
			if slices.Contains(taken, word) {
				if err == nil || !strings.Contains(err.Error(), "is taken: ") {
					t.Errorf("%s: got %v", word, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", word, err)
				continue
			}
			e := m.Entities[0]
			for _, form := range []string{e.Snake(), e.PluralSnake(), e.PluralKebab(), e.Camel(), e.PluralCamel(), m.Entities[1].ParentKey()} {
				if strings.Trim(form, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != "" || form == "" {
					t.Errorf("%s: the form %q", word, form)
				}
			}
		}
	}
}

// TestAllKeywordsTogether puts thirty keywords at a time into one entity, where they must not meet.
func TestAllKeywordsTogether(t *testing.T) {
	seen := map[string]bool{}
	var all []string
	for _, words := range keywords(t) {
		for _, w := range words {
			if bare := strings.ReplaceAll(w, "_", ""); !seen[bare] {
				seen[bare] = true
				all = append(all, w)
			}
		}
	}
	for chunk := range slices.Chunk(all, 30) {
		var b strings.Builder
		b.WriteString("entities:\n  - name: Order\n    fields:\n")
		for _, w := range chunk {
			fmt.Fprintf(&b, "      - {name: %q, type: text}\n", w)
		}
		if _, err := model.Parse("all", []byte(b.String())); err != nil {
			t.Error(err)
		}
	}
}
