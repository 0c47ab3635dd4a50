// Command receipts puts books of receipts together, and writes the pages that show them: receipts/README.md and the
// table in README.md.
//
//	go run ./scripts/receipts [BOOK.json ...]
//
// Without arguments it writes the pages anew. What is taken from another book is about the bytes that this pack makes.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/scaffolio/scaffolio/internal/matrix"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/templates"
)

const (
	book  = "receipts/latest.json"
	page  = "receipts/README.md"
	front = "README.md"
	begin = "<!-- receipts: go run ./scripts/receipts writes what follows -->\n"
	end   = "<!-- end of the receipts -->"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "receipts:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, others []string) error {
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		return err
	}
	for _, file := range others {
		if err := take(ctx, p, file); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	b, err := read(book)
	if err != nil {
		return err
	}
	entries, err := matrix.Entries(ctx, p, b)
	if err != nil {
		return err
	}
	if err := os.WriteFile(page, []byte(matrix.Document(entries)), 0o644); err != nil {
		return err
	}
	fmt.Println(matrix.Count(entries))
	engines, err := matrix.Engines(p)
	if err != nil {
		return err
	}
	return replaceIn(front, matrix.Overview(entries, engines)+"\n"+matrix.Count(entries)+".\n")
}

func read(file string) (*matrix.Book, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return matrix.ReadBook(data)
}

// take puts those receipts of another book into ours that are about the bytes that this pack makes.
func take(ctx context.Context, p *pack.Pack, file string) error {
	other, err := read(file)
	if err != nil {
		return err
	}
	for _, r := range other.Receipts {
		tree, err := matrix.Tree(ctx, p, r.Run)
		if err != nil || tree != r.Tree {
			fmt.Printf("%s: left out, it is about other bytes\n", r.Name())
			continue
		}
		if err := matrix.PutInto(book, r); err != nil {
			return err
		}
	}
	return nil
}

// replaceIn puts a text between the marks in a file.
func replaceIn(file, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no place for the receipts, between %q and %q", file, strings.TrimSpace(begin), end)
	}
	return os.WriteFile(file, []byte(before+begin+text+end+after), 0o644)
}
