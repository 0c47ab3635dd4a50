package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one thing wrong with a model, and where.
type Error struct {
	File   string
	Line   int // from 1; 0 when the whole file is meant, or when there is only one line
	Column int // from 1, in characters
	Text   string
}

// Error is "name:line:column: what is wrong"; on a command line it is "name, character n: what is wrong".
func (e *Error) Error() string {
	switch {
	case e.Line == 0 && e.Column > 0:
		return fmt.Sprintf("%s, character %d: %s", e.File, e.Column, e.Text)
	case e.Line == 0:
		return fmt.Sprintf("%s: %s", e.File, e.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Text)
}

// Errors are all the things wrong with a model, in the order of the file.
type Errors []*Error

// Error has one line for each problem.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// sorted puts the problems in the order of the file, without saying a thing twice.
func (e Errors) sorted() Errors {
	slices.SortStableFunc(e, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(e, func(a, b *Error) bool { return *a == *b })
}
