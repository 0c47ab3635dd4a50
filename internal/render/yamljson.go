package render

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/goccy/go-yaml"
)

// yamlToJSON writes a YAML text as indented JSON with its keys in the same order.
func yamlToJSON(text string) (string, error) {
	var v any
	if err := yaml.UnmarshalWithOptions([]byte(text), &v, yaml.UseOrderedMap()); err != nil {
		return "", fmt.Errorf("this is not YAML: %w", err)
	}
	var b bytes.Buffer
	if err := writeJSON(&b, v, "\n"); err != nil {
		return "", err
	}
	return b.String(), nil
}

func writeJSON(b *bytes.Buffer, v any, newline string) error {
	switch v := v.(type) {
	case yaml.MapSlice:
		return writeAll(b, "{", "}", newline, len(v), func(i int, inner string) error {
			key, err := toJSON(fmt.Sprint(v[i].Key))
			if err != nil {
				return err
			}
			b.WriteString(key + ": ")
			return writeJSON(b, v[i].Value, inner)
		})
	case []any:
		return writeAll(b, "[", "]", newline, len(v), func(i int, inner string) error { return writeJSON(b, v[i], inner) })
	}
	data, err := json.Marshal(v)
	if s, ok := v.(string); ok {
		var text string
		text, err = toJSON(s)
		data = []byte(text)
	}
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
