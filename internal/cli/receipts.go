package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/scaffolio/scaffolio/internal/matrix"
	"github.com/scaffolio/scaffolio/internal/prompt"
	"github.com/scaffolio/scaffolio/receipts"
)

// receiptDocument is one run of the matrix in JSON.
type receiptDocument struct {
	Name    string          `json:"name"`
	State   matrix.State    `json:"state"`
	Receipt *matrix.Receipt `json:"receipt"` // null when it was not run
}

// listReceipts shows what was verified, and whether it is what would be generated today.
func (a *App) listReceipts(ctx context.Context, asJSON bool) error {
	p, err := a.Pack()
	if err != nil {
		return err
	}
	book, err := matrix.ReadBook(receipts.Latest())
	if err != nil {
		return err
	}
	entries, err := matrix.Entries(ctx, p, book)
	if err != nil {
		return err
	}
	if asJSON {
		docs := []receiptDocument{}
		for _, e := range entries {
			docs = append(docs, receiptDocument{Name: e.Want.Name(), State: e.State, Receipt: e.Receipt})
		}
		return a.printJSON(map[string]any{"receipts": docs})
	}
	for _, e := range entries {
		head := pad(string(e.State), 8) + e.Want.Name()
		if e.Receipt != nil {
			head += "  " + e.Receipt.Day() + ", commit " + e.Receipt.ShortCommit()
		}
		fmt.Fprintln(a.Streams.Out, head)
		if e.Receipt == nil {
			continue
		}
		lines := []string{e.Receipt.Line()}
		for _, failed := range e.Receipt.Failed {
			lines = append(lines, "failed: "+failed)
		}
		for _, skipped := range e.Receipt.Skipped {
			lines = append(lines, "not run: "+skipped)
		}
		for _, line := range lines {
			fmt.Fprintln(a.Streams.Out, prompt.Wrap(line, strings.Repeat(" ", 8), a.Streams.Width))
		}
	}
	for _, word := range matrix.Means(entries) {
		fmt.Fprintln(a.Streams.Out, prompt.Wrap("with "+word, "", a.Streams.Width))
	}
	fmt.Fprintln(a.Streams.Out, matrix.Count(entries)+".")
	return nil
}
