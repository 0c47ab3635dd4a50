package prompt

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"time"

	"github.com/AlecAivazis/survey/v2/terminal"
)

var (
	errNoAnswer = errors.New("the terminal didn't say where its cursor is")
	// position is a terminal's answer to whereIsTheCursor.
	position = regexp.MustCompile(`\x1b\[[0-9]+;[0-9]+R`)
)

const (
	whereIsTheCursor = "\x1b[6n"
	ctrlC            = 0x03
	escape           = 0x1b
)

// keys reads a terminal in one goroutine, so that a read can be given up (a signal, a second without an
// answer) and nothing typed ahead is lost between two questions: survey makes a new buffer for every question
// and drops what the last one held, so it is handed one key at a time.
type keys struct {
	file    terminalFile
	ctx     context.Context
	chunks  chan []byte
	pending []byte
	// asked is set while the terminal owes an answer about its cursor.
	asked bool
	// lines is set once whole lines are asked for: what was typed in raw mode ends them with a carriage return, and may
	// arrive when that mode is over.
	lines bool
}

// terminalFile is what survey asks of its input.
type terminalFile interface {
	io.Reader
	Fd() uintptr
}

// escapeGap is how long the rest of an escape sequence may take to arrive: less than anybody needs between
// pressing Escape and another key.
const escapeGap = 50 * time.Millisecond

func newKeys(ctx context.Context, file terminalFile) *keys {
	k := &keys{file: file, ctx: ctx, chunks: make(chan []byte)}
	go k.pump()
	return k
}

// pump ends with the file or with the context; one that waits in Read ends with the process.
func (k *keys) pump() {
	defer close(k.chunks)
	for {
		buf := make([]byte, 256)
		n, err := k.file.Read(buf)
		if n > 0 {
			select {
			case k.chunks <- buf[:n]:
			case <-k.ctx.Done():
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// readLines lets a carriage return end a line from here on, in what was typed already too.
func (k *keys) readLines() {
	k.lines = true
	k.pending = bytes.ReplaceAll(k.pending, []byte("\r"), []byte("\n"))
}

// Fd is the terminal's, for its modes and size.
func (k *keys) Fd() uintptr { return k.file.Fd() }

// Read returns one byte, or one whole escape sequence.
func (k *keys) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if k.asked {
		return k.readPosition(p)
	}
	key, err := k.key()
	for position.Match(key) { // an answer that came too late
		key, err = k.key()
	}
	return copy(p, key), err
}

// key waits for one byte, or one whole escape sequence.
func (k *keys) key() ([]byte, error) {
	if len(k.pending) == 0 {
		if err := k.more(nil); err != nil {
			return nil, err
		}
	}
	if len(k.pending) == 1 && k.pending[0] == escape {
		timer := time.NewTimer(escapeGap)
		defer timer.Stop()
		_ = k.more(timer.C) // nothing came: it was the Escape key
	}
	n := sequenceLength(k.pending)
	key := k.pending[:n]
	k.pending = k.pending[n:]
	return key, nil
}

// startOfLine is taken for the answer of a terminal that gives none.
const startOfLine = "\x1b[1;1R"

// readPosition returns the terminal's answer before anything that was typed ahead of it: survey would put that
// into the buffer of the question it is asking, and drop it with the question. Survey goes on without looking at an
// error, with a position that isn't there; so it gets one, and whatever is in the way is told by the next read.
func (k *keys) readPosition(p []byte) (int, error) {
	k.asked = false
	answer, err := k.position(answerTime)
	if err != nil {
		answer = []byte(startOfLine)
	}
	return copy(p, answer), nil
}

// position waits for the terminal's answer and takes it out of what was typed.
func (k *keys) position(wait time.Duration) ([]byte, error) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		if at := position.FindIndex(k.pending); at != nil {
			answer := bytes.Clone(k.pending[at[0]:at[1]])
			k.pending = slices.Delete(k.pending, at[0], at[1])
			return answer, nil
		}
		if bytes.IndexByte(k.pending, ctrlC) >= 0 {
			return nil, ErrInterrupted // raw mode: no signal comes
		}
		if err := k.more(timer.C); err != nil {
			return nil, err
		}
	}
}

// more waits for the next chunk; with a timeout it returns errNoAnswer when that comes first.
func (k *keys) more(timeout <-chan time.Time) error {
	select {
	case chunk, ok := <-k.chunks:
		if !ok {
			return io.EOF
		}
		if k.lines {
			chunk = bytes.ReplaceAll(chunk, []byte("\r"), []byte("\n"))
		}
		k.pending = append(k.pending, chunk...)
		return nil
	case <-timeout:
		return errNoAnswer
	case <-k.ctx.Done():
		return ErrInterrupted
	}
}

// sequenceLength is the length of the key at the start of b: 1, or that of an escape sequence.
func sequenceLength(b []byte) int {
	if len(b) < 3 || b[0] != escape || b[1] != '[' && b[1] != 'O' {
		return min(len(b), 1)
	}
	for i := 2; i < len(b); i++ {
		if b[i] >= 0x40 && b[i] <= 0x7e {
			return i + 1
		}
	}
	return len(b)
}

// asking is the terminal's output; it tells keys when an answer is to come.
type asking struct {
	terminal.FileWriter
	keys *keys
}

func (a asking) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(whereIsTheCursor)) {
		a.keys.asked = true
	}
	return a.FileWriter.Write(p)
}
