// Package answer knows how a question gets its answer: from a flag, a SCAFFOLIO_* variable, the answers file,
// the user, or its default, in this order.
package answer

import (
	"context"
	"fmt"
	"strings"

	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/prompt"
)

// Known are the answers so far, by question.
type Known map[string]string

// Question is one thing to be decided.
type Question struct {
	Name  string // "database": its flag, its key in the answers file and, as SCAFFOLIO_DATABASE, its variable
	Flag  string // as the user types it: "--database", "--set tracing=…"
	Title string // as the user is asked
	Help  string
	// Choices are what can be answered given what is known; nil for free text.
	Choices func(Known) []prompt.Choice
	// Default is taken when nobody answers; nil or "" means that an answer is needed.
	Default func(Known) string
	// Applies is nil for a question that always matters.
	Applies func(Known) bool
	// Check refuses a free answer; its error is a sentence.
	Check func(string) error
	// Quiet questions are never asked: they take their default.
	Quiet bool
	// Optional ones may stay empty.
	Optional bool
}

// Origin says where an answer came from.
type Origin string

// The origins, in the order of precedence.
const (
	FromFlag        Origin = "flag"
	FromEnvironment Origin = "environment"
	FromFile        Origin = "file"
	FromPrompt      Origin = "prompt"
	FromDefault     Origin = "default"
)

// Answer is the answer to one question.
type Answer struct {
	Question string
	Value    string
	From     Origin
}

// Sources are where answers come from.
type Sources struct {
	Flags     map[string]string // those that were given, also as empty text
	LookupEnv func(string) (string, bool)
	File      *File // nil without an answers file
	// Prompter is nil when nobody may be asked.
	Prompter func(context.Context) (prompt.Prompter, error)
}

// Error is an answer that can't be taken, or one that is missing.
type Error struct {
	Question string
	Message  string
	Hint     string
}

func (e *Error) Error() string { return e.Message }

// Variable is the name of a question's environment variable.
func Variable(question string) string {
	return "SCAFFOLIO_" + strings.ToUpper(strings.ReplaceAll(question, "-", "_"))
}

// Resolve answers the questions that apply, in their order. A later question sees the answers of those before.
func Resolve(ctx context.Context, questions []Question, src Sources, known Known) ([]Answer, error) {
	var answers []Answer
	for _, q := range questions {
		if q.Applies != nil && !q.Applies(known) {
			if err := refuseUnused(q, src, known); err != nil {
				return nil, err
			}
			continue
		}
		a, err := resolve(ctx, q, src, known)
		if err != nil {
			return nil, err
		}
		known[q.Name] = a.Value
		answers = append(answers, a)
	}
	return answers, nil
}

// Check looks at the answers that were given beforehand, so that a wrong one is told before anything is asked.
// What goes together with what is left to Resolve.
func Check(questions []Question, src Sources) error {
	for _, q := range questions {
		value, _, where, given := lookUp(q, src)
		if !given {
			continue
		}
		if _, err := q.accept(value, where, Known{}); err != nil {
			return err
		}
	}
	return nil
}

// refuseUnused tells the user about an explicit answer that would have no effect. A variable may well be set
// for other runs.
func refuseUnused(q Question, src Sources, known Known) error {
	_, given := src.Flags[q.Name]
	if !given {
		return nil
	}
	return &Error{
		Question: q.Name,
		Message:  fmt.Sprintf("%s has no meaning together with %s.", q.Flag, known),
		Hint:     fmt.Sprintf("Leave it out; `scaffolio describe %s` tells what it goes with.", q.Name),
	}
}

// String lists what is known, for messages.
func (k Known) String() string {
	var parts []string
	for _, name := range []string{"language", "framework", "type", "database"} {
		if k[name] != "" {
			parts = append(parts, name+" "+k[name])
		}
	}
	return strings.Join(parts, ", ")
}

func resolve(ctx context.Context, q Question, src Sources, known Known) (Answer, error) {
	value, origin, where, given := lookUp(q, src)
	if given {
		value, err := q.accept(value, where, known)
		return Answer{q.Name, value, origin}, err
	}
	def := q.defaultFor(known)
	if src.Prompter != nil && q.worthAsking(known) {
		value, err := q.ask(ctx, src, known, def)
		return Answer{q.Name, value, FromPrompt}, err
	}
	if def == "" && !q.Optional {
		return Answer{}, &Error{
			Question: q.Name,
			Message:  fmt.Sprintf("%s is missing.", q.Flag),
			Hint:     fmt.Sprintf("Give %s, set %s, or run scaffolio in a terminal to be asked.", q.Flag, Variable(q.Name)),
		}
	}
	return Answer{q.Name, def, FromDefault}, nil
}

// lookUp finds an answer that was given beforehand, and says where it stood.
func lookUp(q Question, src Sources) (value string, from Origin, where string, given bool) {
	if v, ok := src.Flags[q.Name]; ok {
		return v, FromFlag, q.Flag, true
	}
	if src.LookupEnv != nil {
		if v, ok := src.LookupEnv(Variable(q.Name)); ok && v != "" {
			return v, FromEnvironment, Variable(q.Name), true
		}
	}
	if src.File != nil {
		if v, ok := src.File.Values[q.Name]; ok {
			return v.Text(), FromFile, v.Where, true
		}
	}
	return "", "", "", false
}

// accept checks an answer that was given.
func (q Question) accept(value, where string, known Known) (string, error) {
	value = strings.TrimSpace(value)
	if q.Choices == nil {
		if q.Check == nil {
			return value, nil
		}
		if err := q.Check(value); err != nil {
			return "", q.refuse(where, err)
		}
		return value, nil
	}
	var names []string
	for _, c := range q.Choices(known) {
		if c.Value == value {
			return value, nil
		}
		names = append(names, c.Value)
	}
	message := fmt.Sprintf("%s: %q is none of the choices.", where, value)
	if value == "" {
		message = fmt.Sprintf("%s is empty.", where)
	}
	hint := fmt.Sprintf("Choose one of %s.", strings.Join(names, ", "))
	if near := nearest.Of(value, names); near != "" {
		hint = fmt.Sprintf("Did you mean %s? %s", near, hint)
	}
	return "", &Error{Question: q.Name, Message: message, Hint: hint}
}

func (q Question) refuse(where string, err error) error {
	refused := &Error{Question: q.Name, Message: fmt.Sprintf("%s: %s", where, err)}
	if hinted, ok := err.(interface{ HintText() string }); ok {
		refused.Hint = hinted.HintText()
	}
	return refused
}

// defaultFor is the default, or the first choice where the default is none of the choices.
func (q Question) defaultFor(known Known) string {
	def := ""
	if q.Default != nil {
		def = q.Default(known)
	}
	if q.Choices == nil || q.Optional && def == "" {
		return def
	}
	choices := q.Choices(known)
	for _, c := range choices {
		if c.Value == def {
			return def
		}
	}
	if def == "" || len(choices) == 0 {
		return ""
	}
	return choices[0].Value
}

// worthAsking is false for quiet questions and for those with one choice.
func (q Question) worthAsking(known Known) bool {
	if q.Quiet {
		return false
	}
	return q.Choices == nil || len(q.Choices(known)) > 1
}

func (q Question) ask(ctx context.Context, src Sources, known Known, def string) (string, error) {
	p, err := src.Prompter(ctx)
	if err != nil {
		return "", err
	}
	if q.Choices != nil {
		return p.Select(ctx, q.Title, q.Help, q.Choices(known), def)
	}
	value, err := p.Input(ctx, q.Title, q.Help, def, func(v string) error {
		if q.Check == nil {
			return nil
		}
		err := q.Check(strings.TrimSpace(v))
		if hinted, ok := err.(interface{ HintText() string }); ok {
			return fmt.Errorf("%w. %s", err, hinted.HintText())
		}
		return err
	})
	return strings.TrimSpace(value), err
}
