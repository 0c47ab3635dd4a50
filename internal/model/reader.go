package model

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// reader walks a YAML tree and notes every problem with its place.
type reader struct {
	file string
	errs Errors
}

func (r *reader) fail(at pos, format string, args ...any) {
	r.errs = append(r.errs, &Error{File: r.file, Line: at.line, Column: at.column, Text: fmt.Sprintf(format, args...)})
}

func asYAML(err error, target *yaml.Error) bool { return errors.As(err, target) }

// at is where a node begins.
func at(n ast.Node) pos {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return at(n.Values[0])
		}
	case *ast.MappingValueNode:
		return at(n.Key)
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return pos{}
	}
	p := n.GetToken().Position
	return pos{p.Line, p.Column}
}

// mapping hands each key and value of a mapping to set, in order; set says whether it knows the key.
func (r *reader) mapping(n ast.Node, what string, keys []string, set func(key string, at pos, value ast.Node)) {
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		r.fail(at(n), "%s is a mapping (%s), not %s", what, strings.Join(keys, ", "), describe(n))
		return
	}
	seen := map[string]bool{}
	for _, pair := range pairs {
		key, where := r.scalar(pair.Key, "a key"), at(pair.Key)
		switch {
		case !key.given():
		case seen[key.text]:
			r.fail(where, "%s has %q twice", what, key.text)
		case !known(key.text, keys):
			r.fail(where, "%s has no key %q%s (it has %s)", what, key.text, didYouMean(key.text, keys), strings.Join(keys, ", "))
		default:
			set(key.text, where, pair.Value)
		}
		seen[key.text] = true
	}
}

func known(name string, names []string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// list is the items of a sequence.
func (r *reader) list(n ast.Node, what string) []ast.Node {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		r.fail(at(n), "%s is a list, not %s", what, describe(n))
		return nil
	}
	return seq.Values
}

// scalar is a single value; a problem is noted when n is none.
func (r *reader) scalar(n ast.Node, what string) scalar {
	where := at(n)
	switch n := n.(type) {
	case *ast.StringNode:
		return scalar{where, textual, n.Value}
	case *ast.LiteralNode:
		return scalar{where, textual, n.Value.Value}
	case *ast.IntegerNode:
		return scalar{where, number, n.Token.Value}
	case *ast.FloatNode:
		return scalar{where, number, n.Token.Value}
	case *ast.BoolNode:
		return scalar{where, boolean, n.Token.Value} // as written: True may be a name
	case *ast.NullNode:
		return scalar{where, null, n.Token.Value}
	}
	r.fail(where, "%s is a single value, not %s", what, describe(n))
	return scalar{}
}

// scalars is a list of single values.
func (r *reader) scalars(n ast.Node, what string) []scalar {
	var out []scalar
	for _, item := range r.list(n, what) {
		if s := r.scalar(item, "one of "+what); s.given() {
			out = append(out, s)
		}
	}
	return out
}

func describe(n ast.Node) string {
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
