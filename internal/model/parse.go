package model

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// The largest file, the deepest nesting and the most keys that Parse takes. A model of six entities with
// thirty fields each is some 40 KiB, four levels deep, and has 2,600 keys.
const (
	maxBytes = 256 << 10
	maxDepth = 20
	maxKeys  = 5000
)

// Parse reads a model from YAML. Its error is an Errors with everything that is wrong, each with its place
// in the file called name.
func Parse(name string, data []byte) (*Model, error) {
	r := &reader{file: name}
	body := r.document(data)
	if body == nil {
		return nil, r.errs.sorted()
	}
	raw := r.model(body)
	m := r.check(raw)
	if len(r.errs) > 0 {
		return nil, r.errs.sorted()
	}
	return m, nil
}

// document is the one YAML document in data, or nil after a problem that hides all others.
func (r *reader) document(data []byte) ast.Node {
	text, problem := plainText(data)
	if problem != "" {
		r.fail(pos{}, "%s", problem)
		return nil
	}
	if at, tab := tabIndent(text); tab {
		r.fail(at, "this line is indented with a tab; YAML takes spaces only")
		return nil
	}
	tokens := lexer.Tokenize(text)
	if at, problem := tooMuch(tokens); problem != "" {
		r.fail(at, "%s", problem)
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntax(err)
		return nil
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			r.fail(at(doc.Body), "a second document begins here; a model is one")
			return nil
		}
		body = doc.Body
	}
	if body == nil {
		r.fail(pos{}, "this file is empty; a model begins with 'entities:'")
	}
	return body
}

// plainText takes off what editors add (a byte order mark, CR before LF) and refuses what is not text.
func plainText(data []byte) (text, problem string) {
	switch {
	case len(data) > maxBytes:
		return "", fmt.Sprintf("this file has %d KiB; a model has at most %d", len(data)>>10, maxBytes>>10)
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "", "this file is UTF-16; save it as UTF-8"
	case !utf8.Valid(data):
		return "", "this file is not UTF-8 text; save it as UTF-8"
	case bytes.IndexByte(data, 0) >= 0:
		return "", "this file holds NUL bytes; a model is text"
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return string(bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))), ""
}

// tabIndent finds the first line that is indented with a tab, which YAML forbids and parsers explain badly.
func tabIndent(text string) (pos, bool) {
	for i, line := range strings.Split(text, "\n") {
		rest := strings.TrimLeft(line, " ")
		if strings.HasPrefix(rest, "\t") && strings.TrimSpace(rest) != "" {
			return pos{i + 1, len(line) - len(rest) + 1}, true
		}
	}
	return pos{}, false
}

// tooMuch finds where brackets or list marks nest deeper than in any model, or where keys become more than in
// any: a parser would recurse into the one, and its time grows with the square of the other.
func tooMuch(tokens token.Tokens) (at pos, problem string) {
	flow, dashes, line, keys := 0, 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
		}
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			dashes++
		case token.MappingValueType:
			keys++
		}
		here := pos{t.Position.Line, t.Position.Column}
		switch {
		case flow > maxDepth || dashes > maxDepth:
			return here, fmt.Sprintf("this is nested more than %d levels deep; a model needs four", maxDepth)
		case keys > maxKeys:
			return here, fmt.Sprintf("this file has more than %d keys; a model of full size has half as many", maxKeys)
		}
	}
	return pos{}, ""
}

func (r *reader) syntax(err error) {
	var yamlErr yaml.Error
	if ok := asYAML(err, &yamlErr); !ok {
		r.fail(pos{}, "this is not YAML: %s", err)
		return
	}
	where := pos{}
	if t := yamlErr.GetToken(); t != nil && t.Position != nil {
		where = pos{t.Position.Line, t.Position.Column}
	}
	r.fail(where, "this is not YAML: %s", yamlErr.GetMessage())
}
