package prompt

import (
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/term"
)

// probe asks the terminal for the cursor's position, as survey does before each line, and reports whether it
// answered in time. Survey itself would wait for ever. What the user typed meanwhile is kept.
func probe(k *keys, out io.Writer, wait time.Duration) (bool, error) {
	old, err := term.MakeRaw(int(k.Fd()))
	if err != nil {
		return false, nil // no modes to set: nothing for survey either
	}
	defer func() { _ = term.Restore(int(k.Fd()), old) }()
	if _, err := fmt.Fprint(out, whereIsTheCursor); err != nil {
		return false, nil
	}
	_, err = k.position(wait)
	if errors.Is(err, ErrInterrupted) {
		return false, err
	}
	return err == nil, nil
}
