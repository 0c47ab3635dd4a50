package cli

import (
	"context"
	"testing"

	"github.com/scaffolio/scaffolio/internal/prompt"
)

// All questions of a run are asked by one Prompter: a second one would read the same terminal.
func TestOncePrompter(t *testing.T) {
	opened := 0
	get := oncePrompter(func(context.Context) (prompt.Prompter, error) {
		opened++
		return prompt.NewScript(t), nil
	})
	first, err := get(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	second, err := get(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if opened != 1 || first != second {
		t.Errorf("opened %d prompters, want one for all questions", opened)
	}
}
