package verify_test

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/matrix"
	"github.com/scaffolio/scaffolio/internal/pack"
)

// selection is what SCAFFOLIO_E2E asks for: comma separated patterns of combinations (go/crud/postgres, */crud/*,
// default) and words. With all or pairwise the runs are those of the matrix, which patterns narrow down.
type selection struct {
	set      string // "all", "pairwise" or ""
	patterns []string
	further  matrix.Run // how far the runs go, where they are not those of the matrix
	machine  bool       // database servers of this machine, even where Docker is
	models   []string   // domains and proofs by name; the default domain when empty
}

// pairwise is the set that .ci/run takes.
const pairwise = "pairwise"

// parseSelection reads a selection.
func parseSelection(text string, p *pack.Pack) (selection, error) {
	var s selection
	domains, proofs := matrix.Domains(p), matrix.Proofs(p)
	for word := range strings.SplitSeq(text, ",") {
		switch word = strings.TrimSpace(word); {
		case word == "":
		case word == "all" || word == pairwise:
			s.set = word
		case word == "image":
			s.further.Image = true
		case word == "browser":
			s.further.Browser = true
		case word == "audit":
			s.further.Audit = true
		case word == "machine":
			s.machine = true
		case word == "domains":
			s.models = append(s.models, domains...)
		case slices.Contains(proofs, word) || slices.Contains(domains, word):
			s.models = append(s.models, word)
		case word == "default":
			s.patterns = append(s.patterns, "*/*/*")
		case strings.Count(word, "/") == 2:
			if _, err := path.Match(word, "a/b/c"); err != nil {
				return s, fmt.Errorf("%q is no pattern: %w", word, err)
			}
			s.patterns = append(s.patterns, word)
		default:
			return s, fmt.Errorf("%q is neither a combination such as go/crud/postgres, nor all, pairwise, default, image, browser, audit, machine, domains, %s, nor a domain", word, strings.Join(proofs, ", "))
		}
	}
	if len(s.patterns) == 0 && s.set == "" {
		return s, fmt.Errorf("%q names no combination: add default, or one such as go/crud/sqlite", text)
	}
	if len(s.models) == 0 && s.set == "" {
		s.models = domains[:1]
	}
	return s, nil
}

// runs are what is selected.
func (s selection) runs(p *pack.Pack) []matrix.Run {
	var all []matrix.Run
	switch s.set {
	case "all":
		all = matrix.All(p)
	case pairwise:
		all = matrix.Pairwise(p)
	default:
		for _, r := range matrix.Combinations(p) {
			for _, model := range s.models {
				r.Model, r.Image, r.Browser, r.Audit = model, s.further.Image, s.further.Browser, s.further.Audit
				all = append(all, r)
			}
		}
	}
	return slices.DeleteFunc(all, func(r matrix.Run) bool {
		return !s.takes(r.Combination()) || len(s.models) > 0 && !slices.Contains(s.models, r.Model)
	})
}

// takes tells whether a combination is selected.
func (s selection) takes(combination string) bool {
	return len(s.patterns) == 0 || slices.ContainsFunc(s.patterns, func(pattern string) bool {
		ok, _ := path.Match(pattern, combination)
		return ok
	})
}
