package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// YAML writes the model in its one canonical form: Parse of it gives the same model again.
func (m *Model) YAML() []byte {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", key, quote(value))
		}
	}
	line("title", m.Title)
	line("summary", m.Summary)
	line("detail", m.Detail)
	b.WriteString("entities:\n")
	for _, e := range m.Entities {
		fmt.Fprintf(&b, "  - name: %s\n", quote(e.Name))
		if e.Label.One != Title(e.Name) || e.Label.Many != Title(e.PluralName) {
			fmt.Fprintf(&b, "    label: {one: %s, many: %s}\n", quote(e.Label.One), quote(e.Label.Many))
		}
		if e.ParentName != "" {
			fmt.Fprintf(&b, "    parent: %s\n", quote(e.ParentName))
		}
		b.WriteString("    fields:\n")
		for _, f := range e.Fields {
			fmt.Fprintf(&b, "      - {%s}\n", strings.Join(f.attributes(), ", "))
		}
	}
	return []byte(b.String())
}

// attributes are what the field says beyond what goes without saying.
func (f *Field) attributes() []string {
	out := []string{"name: " + quote(f.Name), "type: " + quote(string(f.Type))}
	add := func(on bool, key, value string) {
		if on {
			out = append(out, key+": "+value)
		}
	}
	add(f.Label != Title(f.Name), "label", quote(f.Label))
	add(len(f.Values) > 0, "values", list(f.Values))
	add(f.Type == Decimal, "scale", strconv.Itoa(f.Scale))
	add(f.Required, "required", "true")
	add(f.Unique, "unique", "true")
	add(f.Min != "", "min", f.number(f.Min))
	usual := f.Type == String && f.Max == "255" || f.Type == Text && f.Max == "10000"
	add(f.Max != "" && !usual, "max", f.number(f.Max))
	add(f.Default != nil, "default", literal(f.Default))
	add(f.Search, "search", "true")
	add(f.Sort, "sort", "true")
	add(f.Filter, "filter", "true")
	add(len(f.Examples) > 0, "examples", list(f.Examples))
	return out
}

// number writes a limit: a decimal's in quotes, as floating point would not keep it.
func (f *Field) number(s string) string {
	if f.Type == Decimal {
		return strconv.Quote(s)
	}
	return s
}

func list[T any](values []T) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = literal(v)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func literal(v any) string {
	if s, ok := v.(string); ok {
		return quote(s)
	}
	return fmt.Sprint(v)
}

// plainWords are those that YAML takes for something else than text.
var plainWords = []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}

// quote writes text as it stands where no reader of YAML could take it for something else.
func quote(s string) string {
	if slices.Contains(plainWords, strings.ToLower(s)) || !plain(s) {
		return jsonString(s)
	}
	return s
}

// plain tells whether text is letters, digits, underscores and single spaces, beginning with a letter.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isLower(c), isUpper(c):
		case i > 0 && (isDigit(c) || c == '_'):
		case i > 0 && i < len(s)-1 && c == ' ' && s[i-1] != ' ':
		default:
			return false
		}
	}
	return s != ""
}

// jsonString writes text in double quotes with the escapes that YAML and JSON share.
func jsonString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < 0x20, c == 0x7f, 0x80 <= c && c <= 0x9f, c == '\u2028', c == '\u2029', c == '\ufeff':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
