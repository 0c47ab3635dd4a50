package prompt

import (
	"context"
	"os"
	"runtime"
	"time"

	"github.com/AlecAivazis/survey/v2/terminal"
)

// Options says what is known about the terminal.
type Options struct {
	Dumb  bool // TERM=dumb: it can't move its cursor
	Color bool
}

// answerTime is how long a terminal may take to say where its cursor is.
const answerTime = time.Second

// New returns the Prompter that suits a terminal: survey's, or plain numbered lines where the terminal is
// dumb or doesn't say where its cursor is within a second. in and out must be terminals.
func New(ctx context.Context, in, out *os.File, o Options) (Prompter, error) {
	if runtime.GOOS == "windows" && !o.Dumb {
		return newSurvey(in, out, o.Color), nil // survey asks the console itself, by calls that always answer
	}
	return choose(ctx, in, out, o, answerTime)
}

func choose(ctx context.Context, in terminalFile, out terminal.FileWriter, o Options, wait time.Duration) (Prompter, error) {
	k := newKeys(ctx, in)
	if !o.Dumb {
		answers, err := probe(k, out, wait)
		if err != nil {
			return nil, err
		}
		if answers {
			return newSurvey(k, asking{out, k}, o.Color), nil
		}
	}
	k.readLines()
	width, _ := size(out)
	return NewLines(k, out, width), nil
}
