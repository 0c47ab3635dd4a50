package render

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// yamlToJSON writes a YAML text as indented JSON with its keys in the same order.
//
// Packs are read by goccy/go-yaml, whose errors show the place. What comes here was made by a template and can be
// long, an OpenAPI document say, and for that yaml.v3 takes a third of the time.
func yamlToJSON(text string) (string, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return "", fmt.Errorf("this is not YAML: %w", err)
	}
	var b bytes.Buffer
	if doc.Kind == 0 {
		return "null", nil
	}
	if err := writeJSON(&b, doc.Content[0], "\n"); err != nil {
		return "", err
	}
	return b.String(), nil
}

func writeJSON(b *bytes.Buffer, n *yaml.Node, newline string) error {
	switch n.Kind {
	case yaml.MappingNode:
		return writeMap(b, n, newline)
	case yaml.SequenceNode:
		return writeAll(b, "[", "]", newline, len(n.Content), func(i int, inner string) error {
			return writeJSON(b, n.Content[i], inner)
		})
	case yaml.ScalarNode:
		return writeScalar(b, n)
	}
	return fmt.Errorf("line %d: anchors and aliases are not taken; write the value out", n.Line)
}

func writeMap(b *bytes.Buffer, n *yaml.Node, newline string) error {
	seen := make(map[string]bool, len(n.Content)/2)
	return writeAll(b, "{", "}", newline, len(n.Content)/2, func(i int, inner string) error {
		key := n.Content[2*i]
		if seen[key.Value] {
			return fmt.Errorf("line %d: the key %q is there twice", key.Line, key.Value)
		}
		seen[key.Value] = true
		text, err := toJSON(key.Value)
		if err != nil {
			return err
		}
		b.WriteString(text + ": ")
		return writeJSON(b, n.Content[2*i+1], inner)
	})
}

func writeScalar(b *bytes.Buffer, n *yaml.Node) error {
	if n.ShortTag() == "!!str" || n.ShortTag() == "!!timestamp" { // an unquoted date is the text that it is
		text, err := toJSON(n.Value)
		b.WriteString(text)
		return err
	}
	var v any
	if err := n.Decode(&v); err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	data, err := json.Marshal(v)
	b.Write(data)
	return err
}

func writeAll(b *bytes.Buffer, left, right, newline string, n int, item func(i int, inner string) error) error {
	b.WriteString(left)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(newline + "  ")
		if err := item(i, newline+"  "); err != nil {
			return err
		}
	}
	if n > 0 {
		b.WriteString(newline)
	}
	b.WriteString(right)
	return nil
}
