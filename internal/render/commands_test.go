package render_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/model"
)

// What follows lets each language's own commands judge. It takes the languages' programs, so it runs on demand.

// TestE2EKeywordsCompile: projects whose fields are all words, and whose things are those that the language itself reserves,
// install, pass their linters and build; and so does one of the longest names. SCAFFOLIO_E2E=words asks for it.
func TestE2EKeywordsCompile(t *testing.T) {
	judged(t, "words", []string{"install", "lint", "build"}, func(language string) []*model.Model {
		words := slices.DeleteFunc(official(t, language), func(word string) bool { return !fieldName.MatchString(word) })
		all := merged(append(wordModels(t, words), fieldModels(t, allWords(t))...))
		return append(all, readModel(t, "testdata/long-names.yaml"))
	})
}

// TestE2ESamePlurals: things whose plural is the singular pass the project's own tests. What hides behind one name, no linter
// sees. SCAFFOLIO_E2E=plurals asks for it.
func TestE2ESamePlurals(t *testing.T) {
	judged(t, "plurals", []string{"install", "lint", "test"}, func(string) []*model.Model {
		return []*model.Model{readModel(t, "testdata/same-plurals.yaml")}
	})
}

// judged makes a project of each model in each language and runs these of its commands, if SCAFFOLIO_E2E has the word for it;
// behind a slash it may name one language.
func judged(t *testing.T, word string, commands []string, models func(language string) []*model.Model) {
	t.Helper()
	asked, only, _ := strings.Cut(os.Getenv("SCAFFOLIO_E2E"), "/")
	if asked != word {
		t.Skipf("set SCAFFOLIO_E2E=%s to run it", word)
	}
	p := builtin(t)
	for _, language := range p.Languages() {
		if only != "" && only != language {
			continue
		}
		l, err := p.Language(language)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range models(language) {
			t.Run(fmt.Sprint(language, "/", i), func(t *testing.T) {
				t.Parallel()
				in := defaults(t)
				in.Model, in.Answers["language"] = m, language
				dir := t.TempDir()
				writeAll(t, dir, rendered(t, p, t.Name(), in))
				for _, name := range commands {
					runAll(t, dir, l.Commands[name])
				}
			})
		}
	}
}
