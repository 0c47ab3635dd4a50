package pack

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

const (
	maxYAML  = 1 << 20
	maxNests = 30
	maxKeys  = 20_000
)

// decodeFile reads a YAML file strictly: unknown keys, duplicate keys and aliases are errors with a place.
func decodeFile(fsys fs.FS, name string, out any) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("the pack has no readable %s: %w", name, err)
	}
	return decode(name, data, out, true)
}

// decode reads YAML into each of out; strict refuses keys that the target has no place for.
func decode(name string, data []byte, out any, strict bool) error {
	node, err := parse(name, data)
	if err != nil || node == nil {
		return err
	}
	return decodeNode(name, node, out, strict)
}

func decodeNode(name string, node ast.Node, out any, strict bool) error {
	var options []yaml.DecodeOption
	if strict {
		options = append(options, yaml.Strict())
	}
	if err := yaml.NodeToValue(node, out, options...); err != nil {
		return located(name, err)
	}
	return nil
}

// parse makes the tree of a file with one document, or nil for an empty one.
func parse(name string, data []byte) (ast.Node, error) {
	if len(data) > maxYAML {
		return nil, fmt.Errorf("%s: the file has %d KiB; at most %d", name, len(data)>>10, maxYAML>>10)
	}
	tokens := lexer.Tokenize(string(data))
	depth, keys := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return nil, fmt.Errorf("%s:%d:%d: anchors and aliases are not taken; write the value out", name, t.Position.Line, t.Position.Column)
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		case token.MappingValueType:
			keys++
		}
		if keys > maxKeys {
			return nil, fmt.Errorf("%s:%d:%d: the file has more than %d keys", name, t.Position.Line, t.Position.Column, maxKeys)
		}
		if depth > maxNests || t.Position.IndentNum > 200 {
			return nil, fmt.Errorf("%s:%d:%d: this is nested too deep", name, t.Position.Line, t.Position.Column)
		}
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, located(name, err)
	}
	if len(file.Docs) != 1 {
		return nil, fmt.Errorf("%s: the file has %d YAML documents; one is wanted", name, len(file.Docs))
	}
	return file.Docs[0].Body, nil
}

// located writes a YAML error as name:line:column: what.
func located(name string, err error) error {
	var y yaml.Error
	if !errors.As(err, &y) || y.GetToken() == nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	p := y.GetToken().Position
	message := y.GetMessage()
	if key, ok := strings.CutPrefix(message, "unknown field "); ok {
		message = "there is no key " + key + " here"
	}
	return fmt.Errorf("%s:%d:%d: %s", name, p.Line, p.Column, message)
}

// OneOf is a list of strings that may be written as a single one.
type OneOf []string

// UnmarshalYAML reads "a" or [a, b].
func (o *OneOf) UnmarshalYAML(unmarshal func(any) error) error {
	var one string
	if err := unmarshal(&one); err == nil {
		*o = OneOf{one}
		return nil
	}
	return unmarshal((*[]string)(o))
}

// Words is a list of words that may be written as a text with spaces between them.
type Words []string

// UnmarshalYAML reads "a b c" or [a, b, c].
func (w *Words) UnmarshalYAML(unmarshal func(any) error) error {
	var text string
	if err := unmarshal(&text); err == nil {
		*w = strings.Fields(text)
		return nil
	}
	return unmarshal((*[]string)(w))
}
