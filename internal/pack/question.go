package pack

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/source"
)

var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Question is something that a project needs to know, such as its language.
type Question struct {
	Name    string // the key of its answer, its flag, and SCAFFOLIO_<NAME>
	Title   string // "Language"
	Ask     string // "Which language?"
	Help    string
	Default string
	Kind    string // "choice"; "model" or "source" when a choice is a domain model or a source that a file can replace
	When    When   // asked only then
	// What can be answered: choices that stand in the manifest, then those found as files.
	listed []*Choice
	glob   string
}

// Choice is one possible answer to a question.
type Choice struct {
	Name    string         `yaml:"name"`
	Title   string         `yaml:"title"`
	Summary string         `yaml:"summary"`
	Detail  string         `yaml:"detail"`
	Order   int            `yaml:"order"` // choices are shown in this order, then by name
	Facts   map[string]any `yaml:"facts"` // whatever templates look up
	Path    string         `yaml:"-"`     // the file that describes it, or ""
}

// UnmarshalYAML reads a question; its choices are a list, a glob, or both.
func (q *Question) UnmarshalYAML(unmarshal func(any) error) error {
	var raw struct {
		Name    string    `yaml:"name"`
		Title   string    `yaml:"title"`
		Ask     string    `yaml:"ask"`
		Help    string    `yaml:"help"`
		Default string    `yaml:"default"`
		Kind    string    `yaml:"kind"`
		When    When      `yaml:"when"`
		Choices []*Choice `yaml:"choices"`
		Files   string    `yaml:"files"`
	}
	if err := unmarshal(&raw); err != nil {
		return err
	}
	*q = Question{Name: raw.Name, Title: raw.Title, Ask: raw.Ask, Help: raw.Help, Default: raw.Default,
		Kind: cmp.Or(raw.Kind, "choice"), When: raw.When, listed: raw.Choices, glob: raw.Files}
	return nil
}

// dotNames are what a template's dot holds besides the choices.
var dotNames = []string{"project", "answers", "model", "entity", "facts", "pack", "source", "sample"}

func (q *Question) check() error {
	switch {
	case !plainName.MatchString(q.Name):
		return fmt.Errorf("%q can't be a question's name: that is small letters, digits and underscores", q.Name)
	case slices.Contains(dotNames, q.Name) && q.Name != q.Kind:
		return fmt.Errorf("a question can't be called %s: templates know something else by that name", q.Name)
	case q.Kind != "choice" && q.Kind != "model" && q.Kind != "source":
		return fmt.Errorf("the question %s has the kind %q; there are choice, model and source", q.Name, q.Kind)
	case len(q.listed) == 0 && q.glob == "":
		return fmt.Errorf("the question %s needs choices or files", q.Name)
	case q.glob != "" && CheckPath(strings.ReplaceAll(q.glob, "*", "x")) != nil:
		return fmt.Errorf("the question %s looks for files outside the pack: %q", q.Name, q.glob)
	case q.glob != "" && strings.Count(q.glob, "*") != 1:
		return fmt.Errorf("the question %s: files has exactly one *, the choice's name, not %q", q.Name, q.glob)
	}
	for _, c := range q.listed {
		if err := checkChoiceName(c.Name); err != nil {
			return fmt.Errorf("the question %s: %w", q.Name, err)
		}
	}
	return nil
}

var choiceName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)

func checkChoiceName(name string) error {
	if !choiceName.MatchString(name) {
		return fmt.Errorf("%q can't be a choice's name: that is small letters, digits, points and hyphens", name)
	}
	return nil
}

// Question finds a question by its name, or nil.
func (p *Pack) Question(name string) *Question {
	for _, q := range p.Questions {
		if q.Name == name {
			return q
		}
	}
	return nil
}

// ChoiceNames are the names of all answers to a question, without reading what is known about them.
func (p *Pack) ChoiceNames(q *Question) []string {
	var names []string
	for _, c := range q.listed {
		names = append(names, c.Name)
	}
	for _, file := range p.globbed(q) {
		if name := q.nameIn(file); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (p *Pack) globbed(q *Question) []string {
	var found []string
	if q.glob == "" {
		return nil
	}
	for _, f := range p.files {
		if ok, err := path.Match(q.glob, f); err == nil && ok {
			found = append(found, f)
		}
	}
	return found
}

// nameIn is the part of a file's path that the glob's star stands for.
func (q *Question) nameIn(file string) string {
	before, after, _ := strings.Cut(q.glob, "*")
	return strings.TrimSuffix(strings.TrimPrefix(file, before), after)
}

// Choices are all answers to a question with what is known about each, in the order to show them.
func (p *Pack) Choices(q *Question) ([]*Choice, error) {
	var all []*Choice
	for _, name := range p.ChoiceNames(q) {
		c, err := p.Choice(q, name)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b *Choice) int {
		return cmp.Or(cmp.Compare(first(b.Name == q.Default), first(a.Name == q.Default)), cmp.Compare(a.Order, b.Order), cmp.Compare(a.Name, b.Name))
	})
	return all, nil
}

// first counts the default before all others.
func first(isDefault bool) int {
	if isDefault {
		return 1
	}
	return 0
}

// Choice is what is known about one answer to a question. Its file is read once.
func (p *Pack) Choice(q *Question, name string) (*Choice, error) {
	key := q.Name + "/" + name
	p.mu.Lock()
	defer p.mu.Unlock()
	if c, ok := p.choices[key]; ok {
		return c, nil
	}
	c, err := p.readChoice(q, name)
	if err == nil {
		p.choices[key] = c
	}
	return c, err
}

func (p *Pack) readChoice(q *Question, name string) (*Choice, error) {
	for _, c := range q.listed {
		if c.Name == name {
			return c, nil
		}
	}
	for _, file := range p.globbed(q) {
		if q.nameIn(file) != name {
			continue
		}
		if err := checkChoiceName(name); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		data, err := p.ReadFile(file)
		if err != nil {
			return nil, err
		}
		c := &Choice{}
		// A choice's file of its own is strict; a language or a model has more keys, which others check.
		if err := decode(file, data, c, path.Base(file) == "choice.yaml"); err != nil {
			return nil, err
		}
		c.Name, c.Path = name, file
		if c.Title == "" || c.Summary == "" {
			return nil, fmt.Errorf("%s: a choice needs a title and a summary", file)
		}
		return c, nil
	}
	return nil, &UnknownError{Question: q.Name, Answer: name, Near: nearest.Of(name, p.ChoiceNames(q)), Known: p.ChoiceNames(q)}
}

// Source reads the source that is an answer to a question of the kind "source", and the sample beside it.
func (p *Pack) Source(q *Question, name string) (*source.Source, error) {
	c, data, err := p.choiceFile(q, name)
	if err != nil {
		return nil, err
	}
	s, err := source.Parse(c.Path, data)
	if err != nil {
		return nil, err
	}
	sample := strings.TrimSuffix(c.Path, path.Ext(c.Path)) + ".sample.json"
	if data, err = p.ReadFile(sample); err != nil {
		return nil, err
	}
	return s, s.AddSample(sample, data)
}

// Model reads the domain model that is an answer to a question of the kind "model".
func (p *Pack) Model(q *Question, name string) (*model.Model, error) {
	c, data, err := p.choiceFile(q, name)
	if err != nil {
		return nil, err
	}
	return model.Parse(c.Path, data)
}

// choiceFile is a choice and the text of its file.
func (p *Pack) choiceFile(q *Question, name string) (*Choice, []byte, error) {
	c, err := p.Choice(q, name)
	if err != nil {
		return nil, nil, err
	}
	data, err := p.ReadFile(c.Path)
	return c, data, err
}
