package render_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/model"
)

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
