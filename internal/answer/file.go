package answer

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/scaffolio/scaffolio/internal/nearest"
)

// File is an answers file: a map of questions to answers.
type File struct {
	Name   string
	Values map[string]Value
}

// Value is what an answers file says about one question: one text, or several for a list.
type Value struct {
	Texts []string
	Where string // "answers.yaml:3:1"
}

// Text is the value of a question that takes one.
func (v Value) Text() string { return strings.Join(v.Texts, ", ") }

// maxFile is far more than sixty questions need.
const maxFile = 64 << 10

// ParseFile reads an answers file strictly: questions it doesn't know are refused with their position. known
// are the questions that may be answered, lists those of them that take a list.
func ParseFile(name string, data []byte, known, lists []string) (*File, error) {
	if len(data) > maxFile {
		return nil, fileError(name, nil, "an answers file has at most %d KiB; this one has %d", maxFile>>10, len(data)>>10)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) // the parser would count such a line twice after a comment
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, syntaxError(name, err)
	}
	file := &File{Name: name, Values: map[string]Value{}}
	for i, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		if i > 0 {
			return nil, fileError(name, doc.Body.GetToken(), "an answers file is one document; a second one starts here")
		}
		if err := file.read(doc.Body, known, lists); err != nil {
			return nil, err
		}
	}
	return file, nil
}

func (f *File) read(body ast.Node, known, lists []string) error {
	var pairs []*ast.MappingValueNode
	switch n := body.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	case *ast.CommentGroupNode:
		return nil
	default:
		return fileError(f.Name, body.GetToken(), "an answers file is a map, such as `language: go`")
	}
	for _, pair := range pairs {
		if err := f.add(pair, known, lists); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) add(pair *ast.MappingValueNode, known, lists []string) error {
	at := pair.Key.GetToken()
	key := at.Value
	if !slices.Contains(known, key) {
		err := fileError(f.Name, at, "%q is no question", key)
		if near := nearest.Of(key, known); near != "" {
			err.Hint = fmt.Sprintf("Did you mean %s?", near)
		} else {
			err.Hint = "The questions are " + strings.Join(known, ", ") + "."
		}
		return err
	}
	if _, twice := f.Values[key]; twice {
		return fileError(f.Name, at, "%q is answered twice", key)
	}
	value := Value{Where: position(f.Name, pair.Value.GetToken())}
	nodes := []ast.Node{pair.Value}
	if list, ok := pair.Value.(*ast.SequenceNode); ok && slices.Contains(lists, key) {
		nodes = list.Values
	}
	for _, n := range nodes {
		text, ok := scalar(n)
		if !ok {
			return fileError(f.Name, n.GetToken(), "the answer to %q is one text", key)
		}
		value.Texts = append(value.Texts, text)
	}
	f.Values[key] = value
	return nil
}

// scalar is the text of a node as the user wrote it; maps, lists, anchors and tags have none.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.NullNode:
		return "", true
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func position(name string, t *token.Token) string {
	if t == nil || t.Position == nil {
		return name
	}
	return fmt.Sprintf("%s:%d:%d", name, t.Position.Line, t.Position.Column)
}

func fileError(name string, t *token.Token, format string, args ...any) *Error {
	return &Error{Question: "answers", Message: position(name, t) + ": " + fmt.Sprintf(format, args...) + "."}
}

// syntaxError keeps the parser's message and position and drops its picture of the source.
func syntaxError(name string, err error) error {
	var message string
	var at *token.Token
	if e, ok := err.(interface {
		GetMessage() string
		GetToken() *token.Token
	}); ok {
		message, at = e.GetMessage(), e.GetToken()
	} else {
		message, _, _ = strings.Cut(err.Error(), "\n")
	}
	return fileError(name, at, "this is no YAML: %s", message)
}
