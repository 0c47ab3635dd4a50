package render

import (
	"fmt"
	"strings"

	"github.com/scaffolio/scaffolio/internal/pack"
)

// lookups are the functions that know the chosen language and database.
type lookups struct {
	language *pack.Language // nil when the pack has no such question
	reserved map[string]bool
	numbered bool // placeholders are $1, $2 instead of ?
}

func newLookups(p *pack.Pack, language *pack.Language, choices map[string]*pack.Choice) lookups {
	l := lookups{language: language, reserved: map[string]bool{}}
	for _, list := range []any{p.Data["sql_reserved"]} {
		if text, ok := list.(string); ok {
			for _, w := range strings.Fields(text) {
				l.reserved[strings.ToLower(w)] = true
			}
		}
	}
	for _, c := range choices {
		if c.Facts["placeholder"] == "numbered" {
			l.numbered = true
		}
	}
	return l
}

func (l lookups) functions() map[string]any {
	return map[string]any{"lang": l.lang, "ident": l.ident, "version": l.version, "column": l.column, "ph": l.placeholder}
}

var errNoLanguage = fmt.Errorf("this project has no language to look that up in")

// lang looks up a point-separated path in language.yaml.
func (l lookups) lang(path string) (any, error) {
	if l.language == nil {
		return nil, errNoLanguage
	}
	var v any = l.language.AsMap()
	for part := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if ok {
			v, ok = m[part]
		}
		if !ok {
			return nil, fmt.Errorf("%s/%s has no %s", l.language.Name, pack.LanguageFile, path)
		}
	}
	return v, nil
}

func (l lookups) ident(style, name string) (string, error) {
	if l.language == nil {
		return "", errNoLanguage
	}
	return l.language.Ident(style, name)
}

func (l lookups) version(dependency string) (string, error) {
	if l.language == nil {
		return "", errNoLanguage
	}
	v, ok := l.language.Version(dependency)
	if !ok {
		return "", fmt.Errorf("%s/versions.yaml has no %s", l.language.Name, dependency)
	}
	return v, nil
}

// column is a name as SQL takes it: in quotes where a database reserves it. It goes for tables as well.
func (l lookups) column(name string) string {
	if l.reserved[strings.ToLower(name)] {
		return `"` + name + `"`
	}
	return name
}

func (l lookups) placeholder(n int) string {
	if l.numbered {
		return fmt.Sprintf("$%d", n)
	}
	return "?"
}
