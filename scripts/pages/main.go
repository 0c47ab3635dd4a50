// Command pages writes what this repository's pages say of the pack and of the receipts: receipts/README.md and two
// places of README.md. Before that it puts other books of receipts into ours.
//
//	go run ./scripts/pages [BOOK.json ...]
//
// What is taken from another book is about the bytes that this pack makes.
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
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
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
	if err := replaceIn(front, "receipts", matrix.Overview(entries, engines)+"\n"+matrix.Count(entries)+".\n"); err != nil {
		return err
	}
	table, err := choices(p)
	if err != nil {
		return err
	}
	return replaceIn(front, "choices", table)
}

// choices are two tables: the languages with what they need, and the answers to the other questions.
func choices(p *pack.Pack) (string, error) {
	var languages, others strings.Builder
	languages.WriteString("| `--language` | | needs |\n|---|---|---|\n")
	others.WriteString("| question | answers |\n|---|---|\n")
	for _, q := range p.Questions {
		all, err := p.Choices(q)
		if err != nil {
			return "", err
		}
		var names []string
		for _, c := range all {
			names = append(names, "`"+c.Name+"`")
			if c.Path != c.Name+"/"+pack.LanguageFile {
				continue
			}
			needs, err := needed(p, c.Name)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&languages, "| `%s` | %s: %s | %s |\n", c.Name, c.Title, c.Summary, needs)
		}
		if q.Name != "language" {
			fmt.Fprintf(&others, "| `--%s` | %s |\n", q.Name, strings.Join(names, ", "))
		}
	}
	return languages.String() + "\n" + others.String(), nil
}

// needed are a language's programs, with where to get them.
func needed(p *pack.Pack, name string) (string, error) {
	l, err := p.Language(name)
	if err != nil {
		return "", err
	}
	var words []string
	for _, t := range l.Requires {
		if !t.Optional {
			words = append(words, fmt.Sprintf("[%s](%s) %s", t.Name, t.Get, t.Minimum))
		}
	}
	return strings.Join(words, ", "), nil
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

// replaceIn puts a text into its place in a file.
func replaceIn(file, place, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, after, err := around(string(data), place)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, []byte(before+text+after), 0o644)
}

// around is what stands before and after a place, its marks included.
func around(page, place string) (before, after string, err error) {
	begin := "<!-- " + place + ": go run ./scripts/pages writes what follows -->\n"
	end := "<!-- end of the " + place + " -->"
	before, rest, ok := strings.Cut(page, begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return "", "", fmt.Errorf("it has no place for the %s, between %q and %q", place, strings.TrimSpace(begin), end)
	}
	return before + begin, end + after, nil
}
