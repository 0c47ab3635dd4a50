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

// TestE2EKeywordsCompile lets each language's own commands judge: projects whose fields are all words, and whose things are
// those that the language itself reserves, install, pass their linters and build; and so does one of the longest names. It
// takes the languages' programs: SCAFFOLIO_E2E=words, or words/python for one of them.
func TestE2EKeywordsCompile(t *testing.T) {
	asked, only, _ := strings.Cut(os.Getenv("SCAFFOLIO_E2E"), "/")
	if asked != "words" {
		t.Skip("set SCAFFOLIO_E2E=words to run it")
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
		words := slices.DeleteFunc(official(t, language), func(word string) bool { return !fieldName.MatchString(word) })
		models := merged(append(wordModels(t, words), fieldModels(t, allWords(t))...))
		for i, m := range append(models, readModel(t, "testdata/long-names.yaml")) {
			t.Run(fmt.Sprint(language, "/", i), func(t *testing.T) {
				t.Parallel()
				in := defaults(t)
				in.Model, in.Answers["language"] = m, language
				dir := t.TempDir()
				writeAll(t, dir, rendered(t, p, t.Name(), in))
				runAll(t, dir, slices.Concat(l.Commands["install"], l.Commands["lint"], l.Commands["build"]))
			})
		}
	}
}

// TestE2ESamePlurals lets each language's own tests judge things whose plural is the singular: SCAFFOLIO_E2E=plurals.
func TestE2ESamePlurals(t *testing.T) {
	if os.Getenv("SCAFFOLIO_E2E") != "plurals" {
		t.Skip("set SCAFFOLIO_E2E=plurals to run it")
	}
	p := builtin(t)
	for _, language := range p.Languages() {
		l, err := p.Language(language)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(language, func(t *testing.T) {
			in := defaults(t)
			in.Model, in.Answers["language"] = readModel(t, "testdata/same-plurals.yaml"), language
			dir := t.TempDir()
			writeAll(t, dir, rendered(t, p, t.Name(), in))
			runAll(t, dir, slices.Concat(l.Commands["install"], l.Commands["lint"], l.Commands["test"]))
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

// wordModels are models in which all words are things, where a thing can be called that, and fields. Every second thing is
// in the one before.
func wordModels(t testing.TB, words []string) []*model.Model {
	t.Helper()
	var models []*model.Model
	things := words
	for len(things) > 0 {
		var entities, left []string
		parent := ""
		for i, word := range things {
			if len(entities) == 6 {
				left = append(left, things[i:]...)
				break
			}
			entity := wordEntity(model.Pascal(word), parent, word, words[(len(models)*7+i)%len(words)])
			switch {
			case parses(append(slices.Clone(entities), entity)) != nil:
				entities = append(entities, entity)
				if parent == "" {
					parent = model.Pascal(word)
				} else {
					parent = ""
				}
			case len(entities) > 0 && parses([]string{wordEntity(model.Pascal(word), "", "a", "b")}) != nil:
				left = append(left, word) // it doesn't go with these, but with others
			}
		}
		if len(entities) > 0 {
			models = append(models, parses(entities))
		}
		things = left
	}
	return models
}

// fieldModels are models of six things in which all words are fields.
func fieldModels(t testing.TB, words []string) []*model.Model {
	t.Helper()
	var models []*model.Model
	var entities []string
	for chunk := range slices.Chunk(words, 29) {
		if parses([]string{wordEntity("Thing", "", chunk...)}) == nil {
			t.Errorf("these can't be the fields of one thing: %v", chunk)
			continue
		}
		if entities = append(entities, wordEntity(fmt.Sprintf("Thing%c", 'A'+len(entities)), "", chunk...)); len(entities) == 6 {
			models = append(models, parses(entities))
			entities = nil
		}
	}
	if len(entities) > 0 {
		models = append(models, parses(entities))
	}
	return models
}

// merged are the same things in fewer models, since what takes time is all that a project has besides.
func merged(models []*model.Model) []*model.Model {
	const most = 60 // things
	var all []*model.Model
	for _, m := range models {
		i := slices.IndexFunc(all, func(into *model.Model) bool {
			return len(into.Entities)+len(m.Entities) <= most && apart(into.Entities, m.Entities)
		})
		if i < 0 {
			all = append(all, m)
			continue
		}
		all[i].Entities = append(all[i].Entities, m.Entities...)
	}
	return all
}

// apart tells whether no thing of the one list would have the table or the file of one of the other.
func apart(a, b []*model.Entity) bool {
	bare := func(e *model.Entity) []string {
		return []string{strings.ReplaceAll(e.Snake(), "_", ""), strings.ReplaceAll(e.PluralSnake(), "_", "")}
	}
	taken := map[string]bool{}
	for _, e := range a {
		for _, form := range bare(e) {
			taken[form] = true
		}
	}
	return !slices.ContainsFunc(b, func(e *model.Entity) bool {
		return slices.ContainsFunc(bare(e), func(form string) bool { return taken[form] })
	})
}

// wordEntity is an entity with a field for each word, of types that take turns.
func wordEntity(name, parent string, fields ...string) string {
	types := []string{"string, required: true, sort: true, unique: true", "text, search: true", "integer, required: true, sort: true",
		"decimal, scale: 2", "boolean", "date, required: true, sort: true", "datetime", "enum, values: [a, \"null\", class], default: a", "url", "email"}
	var b strings.Builder
	fmt.Fprintf(&b, "  - name: %s\n", name)
	if parent != "" {
		fmt.Fprintf(&b, "    parent: %s\n", parent)
	}
	b.WriteString("    fields:\n")
	seen := map[string]bool{}
	sorts := 0
	for i, word := range fields {
		kind := types[i%len(types)]
		if strings.Contains(kind, "sort") {
			if sorts++; sorts > 6 {
				kind = "text"
			}
		}
		if !seen[word] && parsesField(word) {
			fmt.Fprintf(&b, "      - {name: %q, type: %s}\n", word, kind)
		}
		seen[word] = true
	}
	return b.String()
}

// parsesField tells whether a field can be called that: id and the like can't.
func parsesField(word string) bool {
	m, _ := model.Parse("", fmt.Appendf(nil, "entities: [{name: Thing, fields: [{name: %q, type: text}]}]", word))
	return m != nil
}

func parses(entities []string) *model.Model {
	m, err := model.Parse("words", []byte("entities:\n"+strings.Join(entities, "")))
	if err != nil {
		return nil
	}
	return m
}
