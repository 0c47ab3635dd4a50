package render

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// BudgetError says that rendering takes more than it may.
type BudgetError struct{ What string }

func (e *BudgetError) Error() string { return e.What }

// TemplateError is a problem in a template, with its place in the pack.
type TemplateError struct {
	File string
	Line int // 0 when the whole file is meant
	Text string
	Err  error
}

func (e *TemplateError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Text)
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text)
}

// Unwrap gives the cause, such as a BudgetError or the context's error.
func (e *TemplateError) Unwrap() error { return e.Err }

var (
	templatePlace = regexp.MustCompile(`^template: (.+?):(\d+)(?::\d+)?: (.*)$`)
	executing     = regexp.MustCompile(`^executing ".*?" at (<.*?>): (.*)$`)
	noMapKey      = regexp.MustCompile(`map has no entry for key "(.*?)"`)
	noField       = regexp.MustCompile(`can't evaluate field (\S+) in type (\S+)`)
	nilPointer    = regexp.MustCompile(`nil pointer evaluating (\S+)\.(\S+)`)
	calling       = regexp.MustCompile(`error calling (\S+?): (.*)$`)
	notDefined    = regexp.MustCompile(`function "(.*?)" not defined`)
)

// explain turns an error of the template engine into a sentence about the template.
func explain(file string, err error) error {
	var inner *TemplateError
	if errors.As(err, &inner) {
		return inner // an include or a slot has said already what and where
	}
	out := &TemplateError{File: file, Text: err.Error(), Err: err}
	var budget *BudgetError
	m := templatePlace.FindStringSubmatch(strings.ReplaceAll(err.Error(), "\n", " "))
	if m != nil {
		out.File, out.Text = m[1], m[3]
		_, _ = fmt.Sscan(m[2], &out.Line)
	}
	if errors.As(err, &budget) {
		out.Text = budget.What
		return out
	}
	where := ""
	if m := executing.FindStringSubmatch(out.Text); m != nil {
		where, out.Text = strings.Trim(m[1], "<>"), m[2]
	}
	out.Text = plainWords(where, out.Text)
	return out
}

func plainWords(where, text string) string {
	if m := noMapKey.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%s: there is nothing called %q here", where, m[1])
	}
	if m := noField.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%s: %s has no %s", where, goType(m[2]), m[1])
	}
	if m := nilPointer.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%s: there is none here to take %s of (check for it with if first)", where, m[2])
	}
	if m := calling.FindStringSubmatch(text); m != nil {
		return m[1] + ": " + m[2]
	}
	if m := notDefined.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("there is no function %q", m[1])
	}
	if where != "" {
		return where + ": " + text
	}
	return text
}

// goType names a type of the dot in the words of the pack's README.
func goType(t string) string {
	t = strings.TrimLeft(t, "*")
	names := map[string]string{"model.Entity": "an entity", "model.Field": "a field", "model.Model": "the model", "render.Project": "the project"}
	if n, ok := names[t]; ok {
		return n
	}
	return "a value of type " + t
}
