package project

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLockIsReadAsItWasWritten(t *testing.T) {
	want := &Lock{
		Tool:    "1.0",
		Pack:    PackID{Name: "portfolio", Version: "1.2"},
		Command: `scaffolio new 'a "b"' --entity 'Book: title!' # no comment`,
		Answers: map[string]string{"ci": "no", "name": "null", "n": "012", "empty": "", "odd": "a: b\n\u2028☃", "e": "1e5", "dot": ".5", "inf": ".infinity", "n5": ".55555e5", "a": "/", "b": "a/", "c": "go:", "d": "x: y/z", "f": "-x/y", "g": "./a", "h": "..", "i": "false", "j": "crud/sqlite", "k": "a/#b"},
		Model:   []byte("entities:\n  - name: Book\n    label: {one: \"B: #\", many: Bs}\n    fields:\n      - {name: title, type: string}\n"),
		Files:   map[string]string{"README.md": digest([]byte("x")), "a b/ü.txt": digest(nil), "123": digest(nil)},
	}
	got, err := ParseLock(want.YAML())
	if err != nil {
		t.Fatalf("%v\n%s", err, want.YAML())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read something else than was written (-want +got):\n%s\n%s", diff, want.YAML())
	}
}
