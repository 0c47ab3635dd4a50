// Package strictyaml reads YAML files that people write by hand: every value with its place, every problem at
// once, and nothing in the file that its reader doesn't know.
package strictyaml

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/scaffolio/scaffolio/internal/nearest"
)

// Pos is a place in a file: a line and a column, from 1. The zero Pos is the whole file.
type Pos struct{ Line, Column int }

// Scalar is one value as written. The zero Scalar is one that was not given.
type Scalar struct {
	Pos
	Kind Kind
	Text string
}

// Kind is what YAML takes a value for.
type Kind int

// The kinds of values.
const (
	Absent Kind = iota
	Textual
	Number
	Boolean
	Null
)

// String is the kind's name for messages.
func (k Kind) String() string {
	return [...]string{"nothing", "text", "number", "boolean", "null"}[k]
}

// Given tells whether the value stands in the file.
func (s Scalar) Given() bool { return s.Kind != Absent }

// Error is one thing wrong with a file, and where.
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

// Errors are all the things wrong with a file, in its order.
type Errors []*Error

// Error has one line for each problem.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Sorted puts the problems in the order of the file, without saying a thing twice.
func (e Errors) Sorted() Errors {
	slices.SortStableFunc(e, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(e, func(a, b *Error) bool { return *a == *b })
}

// Reader walks a YAML tree and notes every problem with its place.
type Reader struct {
	File   string
	Noun   string // what the file holds: "a model"
	Begins string // what such a file begins with: "entities:"
	Limits Limits
	Errs   Errors
}

// Fail notes a problem.
func (r *Reader) Fail(at Pos, format string, args ...any) {
	r.Errs = append(r.Errs, &Error{File: r.File, Line: at.Line, Column: at.Column, Text: fmt.Sprintf(format, args...)})
}

// At is where a node begins.
func At(n ast.Node) Pos {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return At(n.Values[0])
		}
	case *ast.MappingValueNode:
		return At(n.Key)
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return Pos{}
	}
	p := n.GetToken().Position
	return Pos{p.Line, p.Column}
}

// Mapping hands each key and value of a mapping that has no keys but these to set, in order.
func (r *Reader) Mapping(n ast.Node, what string, keys []string, set func(key string, at Pos, value ast.Node)) {
	r.pairs(n, what, strings.Join(keys, ", "), func(key Scalar, value ast.Node) {
		if !slices.Contains(keys, key.Text) {
			r.Fail(key.Pos, "%s has no key %q%s (it has %s)", what, key.Text, nearest.DidYouMean(key.Text, keys), strings.Join(keys, ", "))
			return
		}
		set(key.Text, key.Pos, value)
	})
}

// Pairs hands each key and value of a mapping whose keys are the user's own to set, in order.
func (r *Reader) Pairs(n ast.Node, what string, set func(key Scalar, value ast.Node)) {
	r.pairs(n, what, "names and values", set)
}

func (r *Reader) pairs(n ast.Node, what, of string, set func(key Scalar, value ast.Node)) {
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		r.Fail(At(n), "%s is a mapping (%s), not %s", what, of, Describe(n))
		return
	}
	seen := map[string]bool{}
	for _, pair := range pairs {
		key := r.Scalar(pair.Key, "a key")
		switch {
		case !key.Given():
		case seen[key.Text]:
			r.Fail(key.Pos, "%s has %q twice", what, key.Text)
		default:
			set(key, pair.Value)
		}
		seen[key.Text] = true
	}
}

// List is the items of a sequence.
func (r *Reader) List(n ast.Node, what string) []ast.Node {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		r.Fail(At(n), "%s is a list, not %s", what, Describe(n))
		return nil
	}
	return seq.Values
}

// Scalar is a single value; a problem is noted when n is none.
func (r *Reader) Scalar(n ast.Node, what string) Scalar {
	where := At(n)
	switch n := n.(type) {
	case *ast.StringNode:
		return Scalar{where, Textual, n.Value}
	case *ast.LiteralNode:
		return Scalar{where, Textual, n.Value.Value}
	case *ast.IntegerNode:
		return Scalar{where, Number, n.Token.Value}
	case *ast.FloatNode:
		return Scalar{where, Number, n.Token.Value}
	case *ast.BoolNode:
		return Scalar{where, Boolean, n.Token.Value} // as written: True may be a name
	case *ast.NullNode:
		return Scalar{where, Null, n.Token.Value}
	}
	r.Fail(where, "%s is a single value, not %s", what, Describe(n))
	return Scalar{}
}

// Scalars is a list of single values.
func (r *Reader) Scalars(n ast.Node, what string) []Scalar {
	var out []Scalar
	for _, item := range r.List(n, what) {
		if s := r.Scalar(item, "one of "+what); s.Given() {
			out = append(out, s)
		}
	}
	return out
}

// Describe says in words what a node is.
func Describe(n ast.Node) string {
	switch n := n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		return "an anchor or alias (write the value out)"
	case *ast.TagNode:
		return "a tagged value (leave out " + n.Start.Value + ")"
	case *ast.NullNode:
		return "nothing"
	case ast.ScalarNode:
		return "the single value " + fmt.Sprintf("%.40q", n.GetToken().Value)
	}
	return "this"
}
