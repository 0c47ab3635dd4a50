package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// jsonString writes text as a JSON string, which is also one in YAML, JavaScript, Python and Java.
func jsonString(s string) (string, error) { return toJSON(s) }

// toJSON writes a value as JSON on one line.
func toJSON(v any) (string, error) {
	if size := sizeOf(reflect.ValueOf(v), maxValue+1); size > maxValue {
		return "", tooLarge("json")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", fmt.Errorf("this can't be written as JSON: %w", err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// sqlString writes text as an SQL string. A backslash means something else in each dialect, so it is refused.
func sqlString(s string) (string, error) {
	if strings.ContainsAny(s, "\\\x00") {
		return "", fmt.Errorf("%q can't be an SQL string in every database", s)
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'", nil
}

// markup writes what Markdown would take for HTML. Quotes are left alone: they are harmless in text.
var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// markdown writes text so that Markdown shows it as it is.
func markdown(s string) string {
	var b strings.Builder
	for _, c := range markup.Replace(s) {
		if strings.ContainsRune("\\`*_{}[]()#+!|~", c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// texts is any list as strings.
func texts(list any) ([]string, error) {
	v := reflect.ValueOf(list)
	if v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
		return nil, fmt.Errorf("this takes a list, not %T", list)
	}
	out := make([]string, v.Len())
	for i := range out {
		out[i] = fmt.Sprint(v.Index(i).Interface())
	}
	return out, nil
}
