package matrix

import (
	"context"

	"github.com/scaffolio/scaffolio/internal/pack"
)

// State is what a book says about a run that ought to be made.
type State string

// The states of a run.
const (
	Passed State = "passed"
	Failed State = "failed"
	// Partly: it passed as far as it went, which was not all the way.
	Partly State = "in part"
	// Stale: what the receipt is about is not what the pack makes now.
	Stale  State = "stale"
	NotRun State = "not run"
)

// Entry is one run of the matrix with what is known about it.
type Entry struct {
	Want    Run
	State   State
	Receipt *Receipt // nil when it was not run
}

// Entries compares a book with what the pack makes now, run by run.
func Entries(ctx context.Context, p *pack.Pack, b *Book) ([]Entry, error) {
	var all []Entry
	for _, want := range All(p) {
		state, err := StateOf(ctx, p, b, want)
		if err != nil {
			return nil, err
		}
		all = append(all, Entry{Want: want, State: state, Receipt: b.Find(want.Name())})
	}
	return all, nil
}

// StateOf is what a book says about one run.
func StateOf(ctx context.Context, p *pack.Pack, b *Book, want Run) (State, error) {
	receipt := b.Find(want.Name())
	if receipt == nil {
		return NotRun, nil
	}
	tree, err := Tree(ctx, p, want)
	switch {
	case err != nil:
		return "", err
	case tree != receipt.Tree:
		return Stale, nil
	case !receipt.OK():
		return Failed, nil
	case !receipt.Covers(want) || len(receipt.Skipped) > 0:
		return Partly, nil
	}
	return Passed, nil
}
