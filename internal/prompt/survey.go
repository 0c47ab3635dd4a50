package prompt

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/core"
	"github.com/AlecAivazis/survey/v2/terminal"
	"golang.org/x/term"
)

// surveyor asks with survey: arrows, filtering, help on "?".
type surveyor struct {
	in  terminal.FileReader
	out terminal.FileWriter
}

func newSurvey(in terminal.FileReader, out terminal.FileWriter, color bool) *surveyor {
	// survey looks at NO_COLOR itself; this covers whatever else the caller found (a test, a flag).
	core.DisableColor = !color
	survey.ErrorTemplate = `{{color .Icon.Format}}{{.Icon.Text}} {{.Error.Error}}{{color "reset"}}` + "\n"
	return &surveyor{in: in, out: out}
}

// Select implements Prompter.
func (s *surveyor) Select(ctx context.Context, question, help string, choices []Choice, def string) (string, error) {
	width, height := size(s.out)
	q := &survey.Select{Message: question, Help: help, PageSize: max(3, min(10, height-4))}
	for i, c := range choices {
		q.Options = append(q.Options, c.Label)
		if c.Value == def {
			q.Default = i
		}
	}
	q.Description = func(label string, i int) string {
		// Two columns for the pointer, three for the hyphen, one so that the line never wraps.
		if room := width - 6 - terminal.StringWidth(label); room > 10 {
			return truncate(choices[i].Help, room)
		}
		return ""
	}
	var index int
	if err := s.ask(ctx, q, &index); err != nil {
		return "", err
	}
	return choices[index].Value, nil
}

// Input implements Prompter.
func (s *surveyor) Input(ctx context.Context, question, help, def string, check func(string) error) (string, error) {
	var answer string
	var opts []survey.AskOpt
	if check != nil {
		opts = append(opts, survey.WithValidator(func(v any) error { return check(fmt.Sprint(v)) }))
	}
	err := s.ask(ctx, &survey.Input{Message: question, Help: help, Default: def}, &answer, opts...)
	return answer, err
}

// Confirm implements Prompter.
func (s *surveyor) Confirm(ctx context.Context, question string, def bool) (bool, error) {
	var answer bool
	err := s.ask(ctx, &survey.Confirm{Message: question, Default: def}, &answer)
	return answer, err
}

func (s *surveyor) ask(ctx context.Context, q survey.Prompt, answer any, opts ...survey.AskOpt) error {
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	err := survey.AskOne(q, answer, append(opts, survey.WithStdio(s.in, s.out, s.out))...)
	if errors.Is(err, terminal.InterruptErr) || errors.Is(err, io.EOF) || ctx.Err() != nil {
		return ErrInterrupted
	}
	return err
}

// size is a terminal's, or a common one where it can't be told.
func size(out terminal.FileWriter) (width, height int) {
	width, height, err := term.GetSize(int(out.Fd()))
	if err != nil || width <= 0 || height <= 0 {
		return 80, 24
	}
	return width, height
}

// truncate cuts s to at most width columns.
func truncate(s string, width int) string {
	if width < 1 || terminal.StringWidth(s) <= width {
		return s
	}
	cut, used := 0, 0
	for i, r := range s {
		w := terminal.StringWidth(string(r))
		if used+w > width-1 {
			cut = i
			break
		}
		used += w
	}
	return s[:cut] + "…"
}
