package render

import (
	"strings"
	"testing"
)

func TestYAMLToJSON(t *testing.T) {
	for yaml, want := range map[string]string{
		"b: 1\na: [x, \"2\", 2.5, true, null, ~, 1.0.0, 2026-11-20]": `{"b":1,"a":["x","2",2.5,true,null,null,"1.0.0","2026-11-20"]}`,
		"a: {}\nb: []": `{"a":{},"b":[]}`,
		"a: >-\n  one\n  two\nb: |\n  <x> & \"y\"\n": `{"a":"onetwo","b":"<x>&\"y\"\n"}`,
		"{$ref: '#/x', 200: y}":                      `{"$ref":"#/x","200":"y"}`,
		"9007199254740991":                           `9007199254740991`,
		"☃: \"😀\"":                                   `{"☃":"😀"}`,
		"":                                           `null`,
	} {
		got, err := yamlToJSON(yaml)
		if err != nil {
			t.Errorf("%q: %v", yaml, err)
		}
		if bare := strings.NewReplacer(" ", "", "\n", "").Replace(got); bare != want {
			t.Errorf("%q became %s, want %s", yaml, bare, want)
		}
	}
	for _, bad := range []string{"a: 1\na: 2", "a: &x 1\nb: *x", "a: [", "\tx: 1"} {
		if got, err := yamlToJSON(bad); err == nil {
			t.Errorf("%q became %s", bad, got)
		}
	}
}
