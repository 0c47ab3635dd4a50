package cli

import (
	"io"
	"strings"
	"unicode/utf8"
)

// style is an ANSI attribute.
type style string

const (
	bold  style = "1"
	dim   style = "2"
	red   style = "31"
	green style = "32"
	amber style = "33"
)

// paint colours text for stderr, where messages go.
func (a *App) paint(s style, text string) string {
	if !a.Streams.Color {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// watchedWriter remembers the first error, so that printing needs no checks and none is lost.
type watchedWriter struct {
	w   io.Writer
	err error
}

func (w *watchedWriter) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.w.Write(p)
	w.err = err
	return n, err
}

// pad fills s with spaces up to width columns.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}
