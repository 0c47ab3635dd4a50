package verify_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// selection is what SCAFFOLIO_E2E asks for: comma separated patterns of combinations (go/crud/postgres, */crud/*,
// default) and words.
type selection struct {
	patterns []string
	image    bool     // build and run the container too
	browser  bool     // walk through the page in a browser
	audit    bool     // linters that a project doesn't install for itself
	machine  bool     // database servers of this machine, even where Docker is
	models   []string // domains by name, "keywords"; the default domain when empty
}

// keywords is the model whose names are keywords everywhere.
const keywords = "keywords"

// parseSelection reads a selection. domains are the built-in ones, the default first.
func parseSelection(text string, domains []string) (selection, error) {
	var s selection
	for _, word := range strings.Split(text, ",") {
		switch word = strings.TrimSpace(word); {
		case word == "":
		case word == "image":
			s.image = true
		case word == "browser":
			s.browser = true
		case word == "audit":
			s.audit = true
		case word == "machine":
			s.machine = true
		case word == "domains":
			s.models = append(s.models, domains...)
		case word == keywords || slices.Contains(domains, word):
			s.models = append(s.models, word)
		case word == "default":
			s.patterns = append(s.patterns, "*/*/*")
		case strings.Count(word, "/") == 2:
			if _, err := path.Match(word, "a/b/c"); err != nil {
				return s, fmt.Errorf("%q is no pattern: %w", word, err)
			}
			s.patterns = append(s.patterns, word)
		default:
			return s, fmt.Errorf("%q is neither a combination such as go/crud/postgres, nor default, image, browser, audit, machine, domains, keywords, nor a domain", word)
		}
	}
	if len(s.patterns) == 0 {
		return s, fmt.Errorf("%q names no combination: add default, or one such as go/crud/sqlite", text)
	}
	if len(s.models) == 0 {
		s.models = domains[:1]
	}
	return s, nil
}

// takes tells whether a combination is selected.
func (s selection) takes(combination string) bool {
	return slices.ContainsFunc(s.patterns, func(pattern string) bool {
		ok, _ := path.Match(pattern, combination)
		return ok
	})
}
