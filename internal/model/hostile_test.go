package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

const small = "entities:\n  - name: Book\n    fields:\n      - {name: title, type: string}\n"

// TestStrangeTexts: what editors and mischief make of a file is either taken or refused with a place, at once.
func TestStrangeTexts(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"byte order mark", "\xef\xbb\xbf" + small, ""},
		{"CRLF", strings.ReplaceAll(small, "\n", "\r\n"), ""},
		{"old Mac lines", strings.ReplaceAll(small, "\n", "\r"), ""},
		{"tab between values", "entities:\n  - name: Book\n    fields:\n      - {name: title,\ttype: string}\n", "m:4:26: this is not YAML: tab character"},
		{"comment with a tab", "\t# hello\n" + small, "m:1:1: this line is indented with a tab"},
		{"tab indent", "entities:\n\t- name: Book\n", "m:2:1: this line is indented with a tab"},
		{"tab after spaces", "entities:\n  - name: Book\n  \tfields: []\n", "m:3:3: this line is indented with a tab"},
		{"empty", "", "m: this file is empty"},
		{"comments only", "# nothing\n", "m: this file is empty"},
		{"two documents", small + "---\n" + small, "m:6:1: a second document begins here"},
		{"one document with a mark", "---\n" + small, ""},
		{"UTF-16", "\xff\xfee\x00", "m: this file is UTF-16"},
		{"Latin-1", "title: caf\xe9\n" + small, "m: this file is not UTF-8"},
		{"NUL", small + "\x00", "m: this file holds NUL bytes"},
		{"10 MB", strings.Repeat("# x\n", 10<<20/4), "m: this file has 10240 KiB; a model has at most 256"},
		{"a list", "- a\n", "m:1:1: a model is a mapping (title, summary, detail, entities), not a list"},
		{"a word", "hello", `m:1:1: a model is a mapping (title, summary, detail, entities), not the single value "hello"`},
		{"alias", "entities: &a\n  - name: Book\n    fields: []\nx: *a\n", "m:1:11: entities is a list, not an anchor or alias"},
		{"tag", "entities: !!set {a, b}\n", "m:1:11: entities is a list, not a tagged value (leave out !!set)"},
		{"merge", "entities:\n  - <<: {name: A}\n    fields: []\n", "m:2:5: a key is a single value, not an anchor or alias"},
		{"key twice", "entities: []\nentities: []\n", `m:2:1: a model has "entities" twice`},
		{"complex key", "? [a]\n: b\n", "m:2:1: this is not YAML"},
		{"unclosed bracket", "entities: [\n", "this is not YAML"},
		{"unclosed quote", "entities: \"a\n", "this is not YAML"},
		{"no entities", "entities: []\n", "m:1:1: a model needs at least one entity"},
		{"entities missing", "title: A\n", "m:1:1: a model needs at least one entity"},
		{"null entity", "entities: [null]\n", "m:1:12: an entity is a mapping"},
		{"quoted names", `{"entities": [{"name": "Book", "fields": [{"name": "order", "type": "string"}]}]}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := model.Parse("m", []byte(test.text))
			switch {
			case test.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.want != "" && err == nil:
				t.Error("taken")
			case test.want != "" && !strings.Contains(err.Error(), test.want):
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

// TestBombs: no text within the limit of size takes long.
func TestBombs(t *testing.T) {
	const most = 250 << 10
	times := func(s string) string { return strings.Repeat(s, most/len(s)) }
	var stairs, aliases strings.Builder
	for i := 0; stairs.Len() < most-1000; i++ {
		fmt.Fprintf(&stairs, "%s- a:\n", strings.Repeat("  ", i))
	}
	aliases.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&aliases, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9), ","))
	}
	for name, text := range map[string]string{
		"brackets": times("["), "braces": times("{a: "), "dashes": times("- "), "questions": times("? "),
		"stairs": stairs.String(), "aliases": aliases.String(), "anchors": times("&a "), "tags": times("!a "),
		"colons": times("a: "), "one long word": times("a"), "one long quote": `"` + times("a"), "lines": times("\n"),
		"many keys":       times("k: v\n"),
		"many fields":     "entities:\n- name: A\n  fields:\n" + times("  - {name: a, type: string}\n"),
		"comments":        times("#\n"),
		"block":           "a: |\n" + times(" x\n"),
		"carriage return": times("\r"),
		"spaces":          times(" ") + "a",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			if _, err := model.Parse("m", []byte(text)); err == nil {
				t.Error("taken")
			} else if len(err.Error()) > 4<<20 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			} else {
				t.Log(took)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, file := range goodModels(f) {
		f.Add(readFile(f, file))
	}
	for _, s := range []string{small, "", "entities: [{name: A, fields: [{name: a, type: decimal, min: -1.5, default: 2}]}]", "a: &a [*a]", "- - - -", "{a: [b, {c: d}]}", "entities:\n- &x name: A", "entities: [{? a : b}]", "x: !!binary aGk=", "a: |\n  b\n c", "\xef\xbb\xbf", "%YAML 1.2\n---\na: b"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := model.Parse("m", data)
		if err != nil {
			return
		}
		checkRoundTrip(t, m)
	})
}

func FuzzShorthand(f *testing.F) {
	for _, s := range []string{"Book: title! author! status=enum(todo,read)", "Book in Shelf: a:integer(1..9)[sort]", `A: b="x\"y" c=1.5 d:decimal(2,0..1)`, "A:b[", "A : b , c", "A: a:enum(x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		m, err := model.ParseShorthand([]string{line})
		if err != nil {
			return
		}
		checkRoundTrip(t, m)
	})
}
