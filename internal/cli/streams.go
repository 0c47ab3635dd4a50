package cli

import (
	"bytes"
	"io"
	"os"

	"golang.org/x/term"
)

// Streams is where a command reads and writes: results go to Out, messages and prompts to Err.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Which of them are terminals.
	InTerminal, OutTerminal, ErrTerminal bool
	// Width is that of the terminal, 80 where there is none.
	Width int
	Color bool
	Dumb  bool
}

// SystemStreams are the process's own.
func SystemStreams(in, out, errOut *os.File, getenv func(string) string) *Streams {
	s := &Streams{
		In: in, Out: out, Err: errOut,
		InTerminal:  term.IsTerminal(int(in.Fd())),
		OutTerminal: term.IsTerminal(int(out.Fd())),
		ErrTerminal: term.IsTerminal(int(errOut.Fd())),
		Width:       80,
		Dumb:        getenv("TERM") == "dumb",
	}
	s.Color = s.ErrTerminal && !s.Dumb && getenv("NO_COLOR") == ""
	for _, f := range []*os.File{errOut, out} {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			s.Width = width
			break
		}
	}
	return s
}

// TestStreams returns streams that are no terminals and the buffers behind them.
func TestStreams() (s *Streams, in, out, err *bytes.Buffer) {
	in, out, err = new(bytes.Buffer), new(bytes.Buffer), new(bytes.Buffer)
	return &Streams{In: in, Out: out, Err: err, Width: 80}, in, out, err
}
