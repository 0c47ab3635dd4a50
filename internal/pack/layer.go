package pack

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// When is a plain condition on the answers: each question named has one of the answers listed.
type When map[string]OneOf

// Holds tells whether the answers meet the condition.
func (w When) Holds(answers map[string]string) bool {
	for question, any := range w {
		if !slices.Contains(any, answers[question]) {
			return false
		}
	}
	return true
}

// Rule is one line of the manifest's list of layers.
type Rule struct {
	Path     string `yaml:"path"` // may hold answers: __language__/base
	When     When   `yaml:"when"`
	Optional bool   `yaml:"optional"` // the folder may be missing
}

var answerInPath = regexp.MustCompile(`__([a-z][a-z0-9]*(?:_[a-z0-9]+)*)__`)

func (r *Rule) check(questions map[string]bool) error {
	if err := CheckPath(answerInPath.ReplaceAllString(r.Path, "x")); err != nil {
		return fmt.Errorf("a layer's path is wrong: %w", err)
	}
	for _, m := range answerInPath.FindAllStringSubmatch(r.Path, -1) {
		if !questions[m[1]] {
			return fmt.Errorf("the layer %s names the answer to %q, which is no question", r.Path, m[1])
		}
	}
	for q := range r.When {
		if !questions[q] {
			return fmt.Errorf("the layer %s depends on %q, which is no question", r.Path, q)
		}
	}
	return nil
}

func (r *Rule) folder(answers map[string]string) string {
	return answerInPath.ReplaceAllStringFunc(r.Path, func(v string) string { return answers[strings.Trim(v, "_")] })
}

// Layer is a folder whose files become part of a project, and what it declares about itself.
type Layer struct {
	Folder string
	Facts  *Facts
}

// Layers are the layers of a project with these answers, in order. An error says which folder a
// combination lacks, so that a combination exists exactly when this succeeds.
func (p *Pack) Layers(answers map[string]string) ([]*Layer, error) {
	folders, err := p.folderNames(answers)
	if err != nil {
		return nil, err
	}
	var layers []*Layer
	for _, folder := range folders {
		facts, err := p.facts(folder)
		if err != nil {
			return nil, err
		}
		layers = append(layers, &Layer{Folder: folder, Facts: facts})
	}
	return layers, nil
}

func (p *Pack) folderNames(answers map[string]string) ([]string, error) {
	var folders []string
	for _, r := range p.rules {
		if !r.When.Holds(answers) {
			continue
		}
		folder := r.folder(answers)
		if !p.folders[folder] {
			if r.Optional {
				continue
			}
			return nil, &MissingError{Folder: folder, Answers: named(r, answers)}
		}
		if slices.Contains(folders, folder) {
			return nil, fmt.Errorf("pack.yaml: the layer %s is there twice", folder)
		}
		folders = append(folders, folder)
	}
	return folders, nil
}

// named are the answers that a rule depends on, as question=answer.
func named(r *Rule, answers map[string]string) []string {
	var out []string
	for _, m := range answerInPath.FindAllStringSubmatch(r.Path, -1) {
		out = append(out, m[1]+" "+answers[m[1]])
	}
	return out
}

// Available are the names of those answers to a question that go together with the other answers given.
// Questions that are still open don't count against a combination.
func (p *Pack) Available(q *Question, answers map[string]string) []string {
	var names []string
	for _, name := range p.ChoiceNames(q) {
		if p.fits(q.Name, name, answers) {
			names = append(names, name)
		}
	}
	return names
}

func (p *Pack) fits(question, name string, answers map[string]string) bool {
	with := map[string]string{question: name}
	for k, v := range answers {
		if k != question && v != "" {
			with[k] = v
		}
	}
	for _, r := range p.rules {
		if r.Optional || !r.When.Holds(with) || !strings.Contains(r.Path, "__"+question+"__") {
			continue
		}
		open := false
		for _, m := range answerInPath.FindAllStringSubmatch(r.Path, -1) {
			open = open || with[m[1]] == ""
		}
		if !open && !p.folders[r.folder(with)] {
			return false
		}
	}
	return true
}
