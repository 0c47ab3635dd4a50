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

// The largest file and the deepest nesting that Parse takes. A model of six entities with thirty fields each
// is some 40 KiB and four levels deep.
const (
	maxBytes = 256 << 10
	maxDepth = 20
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
	if at, deep := tooDeep(tokens); deep {
		r.fail(at, "this is nested more than %d levels deep; a model needs four", maxDepth)
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

// tooDeep finds where brackets or list marks nest deeper than any model, before a parser recurses into them.
func tooDeep(tokens token.Tokens) (pos, bool) {
	flow, dashes, line := 0, 0, 0
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
		}
		if flow > maxDepth || dashes > maxDepth || t.Position.Column > 4096 && flow == 0 && dashes > 1 {
			return pos{t.Position.Line, t.Position.Column}, true
		}
	}
	return pos{}, false
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
