package prompt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Lines asks in plain numbered lines: no cursor movement, no colour, one line read for each answer. It is
// what terminals get that can't do more, and what a screen reader or a serial line wants.
type Lines struct {
	in    *bufio.Reader
	out   io.Writer
	width int
}

// NewLines returns a Prompter that writes questions to out, in lines of at most width columns, and reads
// answers, a line each, from in.
func NewLines(in io.Reader, out io.Writer, width int) *Lines {
	return &Lines{in: bufio.NewReader(in), out: out, width: width}
}

// Select implements Prompter: an answer is a choice's number or its value.
func (l *Lines) Select(ctx context.Context, question, help string, choices []Choice, def string) (string, error) {
	l.say(question)
	l.say(help)
	number := ""
	for i, c := range choices {
		text := strings.TrimLeft(Wrap(describe(c), "     ", l.width), " ")
		fmt.Fprintf(l.out, "%3d) %s\n", i+1, text)
		if c.Value == def {
			number = strconv.Itoa(i + 1)
		}
	}
	for {
		line, err := l.ask(ctx, "Number", number)
		if err != nil {
			return "", err
		}
		if value, ok := pick(choices, line); ok {
			return value, nil
		}
		fmt.Fprintf(l.out, "Please answer with a number from 1 to %d.\n", len(choices))
	}
}

// Input implements Prompter.
func (l *Lines) Input(ctx context.Context, question, help, def string, check func(string) error) (string, error) {
	l.say(help)
	for {
		line, err := l.ask(ctx, question, def)
		if err != nil {
			return "", err
		}
		if check == nil {
			return line, nil
		}
		problem := check(line)
		if problem == nil {
			return line, nil
		}
		l.say(problem.Error())
	}
}

// Confirm implements Prompter.
func (l *Lines) Confirm(ctx context.Context, question string, def bool) (bool, error) {
	shown := "n"
	if def {
		shown = "y"
	}
	for {
		line, err := l.ask(ctx, question+" (y/n)", shown)
		if err != nil {
			return false, err
		}
		switch strings.ToLower(line) {
		case "y", "yes":
			return true, nil
		case "n", "no":
			return false, nil
		}
		fmt.Fprintln(l.out, "Please answer y or n.")
	}
}

// ask prints a question on a line and reads the answer; an empty one is def.
func (l *Lines) ask(ctx context.Context, question, def string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", ErrInterrupted
	}
	fmt.Fprint(l.out, question)
	if def != "" {
		fmt.Fprintf(l.out, " [%s]", def)
	}
	if strings.HasSuffix(question, "?") || strings.HasSuffix(question, " ") {
		fmt.Fprint(l.out, " ")
	} else {
		fmt.Fprint(l.out, ": ")
	}
	line, err := l.in.ReadString('\n')
	if ctx.Err() != nil || errors.Is(err, io.EOF) && line == "" {
		fmt.Fprintln(l.out)
		return "", ErrInterrupted
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("the answer couldn't be read: %w", err)
	}
	// A slow terminal may still answer the probe here.
	line = position.ReplaceAllString(line, "")
	if line = strings.TrimSpace(line); line == "" {
		line = def
	}
	return line, nil
}

func pick(choices []Choice, line string) (string, bool) {
	if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(choices) {
		return choices[n-1].Value, true
	}
	for _, c := range choices {
		if strings.EqualFold(line, c.Value) || strings.EqualFold(line, c.Label) {
			return c.Value, true
		}
	}
	return "", false
}

func describe(c Choice) string {
	if c.Help == "" {
		return c.Label
	}
	return c.Label + " - " + c.Help
}

// say prints text in lines that fit; its own line breaks stay.
func (l *Lines) say(text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(l.out, Wrap(line, "", l.width))
	}
}
