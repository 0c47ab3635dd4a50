package prompt

import (
	"context"
	"fmt"
	"strings"
)

// TB is the part of testing.TB that a Script needs; prompt itself doesn't import testing.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Cleanup(func())
}

// Step is one question that a Script expects, and what it answers.
type Step struct {
	Question string // part of the question's text
	Answer   string // a Value, a line, "yes" or "no"
	Err      error  // returned instead of an answer
}

// Script is a Prompter for tests. It answers the questions it was told to expect, in their order, and fails
// the test on any other question and on steps that were never asked for.
type Script struct {
	t     TB
	steps []Step
	asked int
}

// NewScript returns a Script; unused steps fail the test when it ends.
func NewScript(t TB, steps ...Step) *Script {
	s := &Script{t: t, steps: steps}
	t.Cleanup(func() {
		t.Helper()
		for _, left := range s.steps[s.asked:] {
			t.Errorf("the question %q was never asked", left.Question)
		}
	})
	return s
}

// Select implements Prompter. An answer that is no choice fails the test.
func (s *Script) Select(_ context.Context, question, _ string, choices []Choice, _ string) (string, error) {
	step, err := s.next(question)
	if err != nil {
		return "", err
	}
	for _, c := range choices {
		if c.Value == step.Answer {
			return c.Value, nil
		}
	}
	return "", s.fail("%q isn't among the choices of %q: %v", step.Answer, question, choices)
}

// Input implements Prompter. An answer that check refuses is followed by the next step, as a person would be
// asked again.
func (s *Script) Input(_ context.Context, question, _, def string, check func(string) error) (string, error) {
	for {
		step, err := s.next(question)
		if err != nil {
			return "", err
		}
		answer := step.Answer
		if answer == "" {
			answer = def
		}
		if check == nil || check(answer) == nil {
			return answer, nil
		}
	}
}

// Confirm implements Prompter.
func (s *Script) Confirm(_ context.Context, question string, _ bool) (bool, error) {
	step, err := s.next(question)
	if err != nil {
		return false, err
	}
	switch step.Answer {
	case "yes":
		return true, nil
	case "no":
		return false, nil
	}
	return false, s.fail("%q answers yes-or-no question %q", step.Answer, question)
}

func (s *Script) next(question string) (Step, error) {
	s.t.Helper()
	if s.asked == len(s.steps) {
		return Step{}, s.fail("unexpected question %q", question)
	}
	step := s.steps[s.asked]
	if !strings.Contains(question, step.Question) {
		return Step{}, s.fail("question %d is %q, expected one with %q", s.asked+1, question, step.Question)
	}
	s.asked++
	return step, step.Err
}

func (s *Script) fail(format string, args ...any) error {
	s.t.Helper()
	err := fmt.Errorf(format, args...)
	s.t.Errorf("%v", err)
	return err
}
