// Package prompt asks the user questions.
package prompt

import (
	"context"
	"errors"
)

// ErrInterrupted is returned when the user ends a question with Ctrl-C or closes the terminal.
var ErrInterrupted = errors.New("interrupted")

// Choice is one answer of a Select.
type Choice struct {
	Value string // what is returned
	Label string // what is shown first
	Help  string // one line beside it
}

// Prompter asks. Its implementations are survey, plain numbered lines, and a scripted fake for tests.
type Prompter interface {
	// Select asks for one of choices and returns its Value. def is a Value.
	Select(ctx context.Context, question, help string, choices []Choice, def string) (string, error)
	// Input asks for a line of text. check is called before it is accepted; its error is shown and the
	// question asked again.
	Input(ctx context.Context, question, help, def string, check func(string) error) (string, error)
	// Confirm asks yes or no.
	Confirm(ctx context.Context, question string, def bool) (bool, error)
}
