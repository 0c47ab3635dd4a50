package render_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/format"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/scaffolio/scaffolio/internal/matrix"
	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/render"
)

// wordLists is the folder of words that mean something somewhere; official below it has what is reserved, by the name of
// the language or the database engine, each with its source.
const wordLists = "../../testdata/keywords"

func wordsIn(t testing.TB, file string) (words []string, sourced bool) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		sourced = sourced || strings.HasPrefix(line, "# Source: ")
		if line != "" && !strings.HasPrefix(line, "#") {
			words = append(words, line)
		}
	}
	return words, sourced
}

// official are the words that a language or an engine reserves.
func official(t testing.TB, name string) []string {
	t.Helper()
	words, sourced := wordsIn(t, filepath.Join(wordLists, "official", name+".txt"))
	if len(words) == 0 || !sourced {
		t.Fatalf("testdata/keywords/official/%s.txt has no words, or doesn't say where they come from (# Source: …)", name)
	}
	return words
}

// allWords are all that a user may call something, of all lists, each once.
func allWords(t testing.TB) []string {
	t.Helper()
	all := map[string]bool{}
	for _, glob := range []string{"*.txt", "official/*.txt"} {
		files, err := filepath.Glob(filepath.Join(wordLists, glob))
		if err != nil || len(files) < 6 {
			t.Fatalf("%s: %d lists (%v)", glob, len(files), err)
		}
		for _, file := range files {
			words, _ := wordsIn(t, file)
			for _, word := range words {
				if word = strings.ToLower(word); fieldName.MatchString(word) {
					all[word] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// TestReservedWordsAreComplete compares what a language says it reserves with what it does reserve, and the pack's words of
// SQL with those of each engine.
func TestReservedWordsAreComplete(t *testing.T) {
	p := builtin(t)
	for _, name := range p.Languages() {
		l, err := p.Language(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range official(t, name) {
			if !slices.Contains(l.Names.Reserved, word) {
				t.Errorf("%s/language.yaml: names.reserved lacks %s", name, word)
			}
		}
	}
	engines, err := matrix.Engines(p)
	if err != nil || len(engines) == 0 {
		t.Fatalf("the pack has the engines %v (%v)", engines, err)
	}
	text, _ := p.Data["sql_reserved"].(string)
	quoted := strings.Fields(text)
	for _, engine := range engines {
		for _, word := range official(t, engine) {
			if !slices.Contains(quoted, word) {
				t.Errorf("pack.yaml: data.sql_reserved lacks %s, which %s reserves", word, engine)
			}
		}
	}
}

// TestIdentifiersAreLegal writes every word in every style of every language, as a field, as a thing and as many things.
func TestIdentifiersAreLegal(t *testing.T) {
	p := builtin(t)
	words := allWords(t)
	identifier := regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	for _, name := range p.Languages() {
		l, err := p.Language(name)
		if err != nil {
			t.Fatal(err)
		}
		reserved := official(t, name)
		for styleName, style := range l.Names.Styles {
			for _, word := range words {
				for _, form := range []string{word, model.Pascal(word), model.Plural(model.Pascal(word))} {
					got, err := l.Ident(styleName, form)
					if err != nil {
						t.Fatal(err)
					}
					if style.Case == "kebab" { // a file or a route
						continue
					}
					if !identifier.MatchString(got) || !style.Free && slices.Contains(reserved, got) || slices.Contains(style.Reserved, got) {
						t.Errorf("%s, style %s: %s becomes %s, which is none of its identifiers", name, styleName, form, got)
					}
				}
			}
		}
	}
}

// TestEveryKeywordRenders renders models in which every word is the name of a field and of a thing, in every language. The
// databases take turns.
func TestEveryKeywordRenders(t *testing.T) {
	p := builtin(t)
	databases := p.ChoiceNames(p.Question("database"))
	words := allWords(t)
	models := append(merged(wordModels(t, words)), fieldModels(t, words)...)
	covers(t, models, words)
	for _, language := range p.Languages() {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			for i, m := range models {
				in := defaults(t)
				in.Budget = render.DefaultBudget()
				in.Budget.Steps *= 10 // far more things than a model has
				in.Model, in.Answers["language"], in.Answers["database"] = m, language, databases[i%len(databases)]
				plan, err := render.Render(t.Context(), p, in)
				if err != nil {
					t.Fatalf("%s: %v", m.YAML(), err)
				}
				for _, f := range plan.Files {
					if err := wellFormed(f); err != nil {
						t.Errorf("%s with %s: %v\n%s", f.Path, in.Answers["database"], err, m.YAML())
					}
				}
			}
		})
	}
}

// covers makes sure that every word is a field and a thing somewhere, where the model lets it be one.
func covers(t *testing.T, models []*model.Model, words []string) {
	t.Helper()
	fields, things := map[string]bool{}, map[string]bool{}
	for _, m := range models {
		for _, e := range m.Entities {
			things[e.Name] = true
			for _, f := range e.Fields {
				fields[f.Name] = true
			}
		}
	}
	refused := 0
	for _, word := range words {
		thing := model.Pascal(word)
		if !things[thing] {
			refused++
			if parses([]string{wordEntity(thing, "", "a", "b")}) != nil {
				t.Errorf("no model has a thing called %s", thing)
			}
		}
		if !fields[word] {
			refused++
			if parsesField(word) {
				t.Errorf("no model has a field called %s", word)
			}
		}
	}
	if refused > len(words)/20 {
		t.Errorf("%d of %d words are refused as names", refused, len(words))
	}
}

// wellFormed checks the files whose form can be checked here.
func wellFormed(f render.File) error {
	switch path.Ext(f.Path) {
	case ".go":
		formatted, err := format.Source(f.Data)
		if err == nil && !bytes.Equal(formatted, f.Data) {
			err = fmt.Errorf("it is not as gofmt writes it")
		}
		return err
	case ".json":
		if !json.Valid(f.Data) {
			return fmt.Errorf("it is no JSON")
		}
	case ".yaml", ".yml":
		var any any
		return yaml.Unmarshal(f.Data, &any)
	}
	return nil
}
