package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/project"
	"github.com/scaffolio/scaffolio/internal/prompt"
	"github.com/scaffolio/scaffolio/internal/source"
	"github.com/scaffolio/scaffolio/internal/verify"
)

// The exit codes. Nothing else decides on one.
const (
	exitOK          = 0
	exitInternal    = 1
	exitUsage       = 2
	exitConflict    = 3
	exitEnvironment = 4
	exitPartFailed  = 5
	exitCheckFailed = 6
	exitInterrupted = 130
)

// Failure is an error as the user meets it: what is wrong, what to do, and how the process ends.
type Failure struct {
	Exit    int
	Code    string // for scripts: "bad_model"
	Message string // a sentence
	Hint    string // what to do about it
	Data    any    // more about it for --json, such as the checks that failed
	Err     error
	silent  bool // everything was said already
}

func (f *Failure) Error() string { return f.Message }

func (f *Failure) Unwrap() error { return f.Err }

func usagef(format string, args ...any) *Failure {
	return &Failure{Exit: exitUsage, Code: "usage", Message: fmt.Sprintf(format, args...)}
}

func (f *Failure) withHint(format string, args ...any) *Failure {
	f.Hint = fmt.Sprintf(format, args...)
	return f
}

// classify is the one place where an error becomes an exit code.
func classify(err error) *Failure {
	var failure *Failure
	if errors.As(err, &failure) {
		return failure
	}
	if errors.Is(err, prompt.ErrInterrupted) || errors.Is(err, context.Canceled) {
		return &Failure{Exit: exitInterrupted, Code: "interrupted", Message: "Interrupted: nothing was written.", Err: err}
	}
	var bad *answer.Error
	if errors.As(err, &bad) {
		return &Failure{Exit: exitUsage, Code: "bad_answer", Message: sentence(bad.Error()), Hint: bad.Hint, Err: err}
	}
	if f := classifyTyped(err); f != nil {
		return f
	}
	if isEnvironment(err) {
		f := &Failure{Exit: exitEnvironment, Code: "environment", Message: sentence(err.Error()), Err: err}
		if errors.Is(err, fs.ErrPermission) {
			f.Hint = "You may not do that there: choose another place, or change its permissions."
		}
		return f
	}
	return &Failure{
		Exit: exitInternal, Code: "internal", Message: err.Error(), Err: err,
		Hint: "This looks like a bug in scaffolio: please report it with the command you ran.",
	}
}

// classifyTyped knows the errors of the packages below.
func classifyTyped(err error) *Failure {
	var (
		bad     model.Errors
		source  source.Errors
		target  *project.Error
		unknown *pack.UnknownError
		missing *pack.MissingError
		machine *verify.EnvironmentError
	)
	switch {
	case errors.As(err, &bad):
		return &Failure{
			Exit: exitUsage, Code: "bad_model", Message: bad.Error(), Data: positions(bad), Err: err,
			Hint: "`scaffolio describe reading-list --yaml` shows a model that works.",
		}
	case errors.As(err, &source):
		return &Failure{
			Exit: exitUsage, Code: "bad_source", Message: source.Error(), Data: positions(source.Errors), Err: err,
			Hint: "`scaffolio describe earthquakes --yaml` shows a source that works.",
		}
	case errors.As(err, &target):
		exits := map[project.Kind]int{project.Input: exitUsage, project.Exists: exitConflict, project.Environment: exitEnvironment}
		return &Failure{Exit: exits[target.Kind], Code: target.Code, Message: sentence(target.Message), Hint: sentence(capital(target.Hint)), Err: err}
	case errors.As(err, &unknown), errors.As(err, &missing):
		return &Failure{Exit: exitUsage, Code: "bad_answer", Message: sentence(err.Error()), Err: err}
	case errors.As(err, &machine):
		return &Failure{Exit: exitEnvironment, Code: "environment", Message: sentence(machine.Error()), Hint: sentence(capital(machine.Hint)), Err: err}
	}
	return nil
}

// problem is one place of a model that is wrong, for --json.
type problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

func positions(bad model.Errors) []problem {
	var all []problem
	for _, e := range bad {
		all = append(all, problem{e.File, e.Line, e.Column, e.Text})
	}
	return all
}

// sentence gives text a point at its end. One that begins with a name or a path keeps its first letter.
func sentence(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?`") || strings.Contains(text, "\n") {
		return text
	}
	return text + "."
}

// capital begins a hint as a sentence.
func capital(hint string) string {
	if hint == "" {
		return ""
	}
	return strings.ToUpper(hint[:1]) + hint[1:]
}

// isEnvironment tells the machine's own refusals: permissions, a full or read-only disk, limits.
func isEnvironment(err error) bool {
	var path *fs.PathError
	var sys syscall.Errno
	return errors.Is(err, fs.ErrPermission) || errors.As(err, &path) || errors.As(err, &sys)
}

// report tells a failure on stderr and, when JSON was asked for, as the one document on stdout.
func (a *App) report(f *Failure, asJSON bool) {
	if f.silent {
		return
	}
	if asJSON {
		doc := struct {
			Error errorDocument `json:"error"`
		}{errorDocument{Code: f.Code, Message: f.Message, Hint: f.Hint, Details: f.Data}}
		enc := json.NewEncoder(a.Streams.Out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		_ = enc.Encode(doc)
		return
	}
	fmt.Fprintln(a.Streams.Err, a.paint(red, "Error: ")+a.fit(f.Message))
	if f.Hint != "" {
		fmt.Fprintln(a.Streams.Err, a.paint(dim, "Hint:  ")+a.fit(f.Hint))
	}
}

// fit breaks the lines of a message for the terminal; a file or another program gets them whole.
func (a *App) fit(message string) string {
	if !a.Streams.ErrTerminal {
		return message
	}
	lines := strings.Split(message, "\n")
	for i, line := range lines {
		lines[i] = prompt.Wrap(line, "       ", a.Streams.Width)
	}
	return strings.TrimLeft(strings.Join(lines, "\n"), " ")
}

type errorDocument struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Details any    `json:"details,omitempty"`
}
