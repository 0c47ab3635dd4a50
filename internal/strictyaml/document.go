package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits are the largest file, the deepest nesting and the most keys that Document takes.
type Limits struct {
	Bytes, Depth, Keys int
}

// Document is the one YAML document in data, or nil after a problem that hides all others.
func (r *Reader) Document(data []byte) ast.Node {
	text, problem := r.plainText(data)
	if problem != "" {
		r.Fail(Pos{}, "%s", problem)
		return nil
	}
	if at, tab := tabIndent(text); tab {
		r.Fail(at, "this line is indented with a tab; YAML takes spaces only")
		return nil
	}
	tokens := lexer.Tokenize(text)
	if at, problem := r.tooMuch(tokens); problem != "" {
		r.Fail(at, "%s", problem)
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
			r.Fail(At(doc.Body), "a second document begins here; %s is one", r.Noun)
			return nil
		}
		body = doc.Body
	}
	if body == nil {
		r.Fail(Pos{}, "this file is empty; %s begins with '%s'", r.Noun, r.Begins)
	}
	return body
}

// plainText takes off what editors add (a byte order mark, CR before LF) and refuses what is not text.
func (r *Reader) plainText(data []byte) (text, problem string) {
	switch {
	case len(data) > r.Limits.Bytes:
		return "", fmt.Sprintf("this file has %d KiB; %s has at most %d", len(data)>>10, r.Noun, r.Limits.Bytes>>10)
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "", "this file is UTF-16; save it as UTF-8"
	case !utf8.Valid(data):
		return "", "this file is not UTF-8 text; save it as UTF-8"
	case bytes.IndexByte(data, 0) >= 0:
		return "", "this file holds NUL bytes; " + r.Noun + " is text"
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return string(bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))), ""
}

// tabIndent finds the first line that is indented with a tab, which YAML forbids and parsers explain badly.
func tabIndent(text string) (Pos, bool) {
	for i, line := range strings.Split(text, "\n") {
		rest := strings.TrimLeft(line, " ")
		if strings.HasPrefix(rest, "\t") && strings.TrimSpace(rest) != "" {
			return Pos{i + 1, len(line) - len(rest) + 1}, true
		}
	}
	return Pos{}, false
}

// tooMuch finds where brackets or list marks nest deeper than in any model, or where keys become more than in
// any: a parser would recurse into the one, and its time grows with the square of the other.
func (r *Reader) tooMuch(tokens token.Tokens) (at Pos, problem string) {
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
		here := Pos{t.Position.Line, t.Position.Column}
		switch {
		case flow > r.Limits.Depth || dashes > r.Limits.Depth:
			return here, fmt.Sprintf("this is nested more than %d levels deep; %s needs a few", r.Limits.Depth, r.Noun)
		case keys > r.Limits.Keys:
			return here, fmt.Sprintf("this file has more than %d keys; %s of full size has half as many", r.Limits.Keys, r.Noun)
		}
	}
	return Pos{}, ""
}

func (r *Reader) syntax(err error) {
	var yamlErr yaml.Error
	if ok := errors.As(err, &yamlErr); !ok {
		r.Fail(Pos{}, "this is not YAML: %s", err)
		return
	}
	where := Pos{}
	if t := yamlErr.GetToken(); t != nil && t.Position != nil {
		where = Pos{t.Position.Line, t.Position.Column}
	}
	r.Fail(where, "this is not YAML: %s", yamlErr.GetMessage())
}
