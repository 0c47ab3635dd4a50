package matrix

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/receipts"
)

func receipt(t *testing.T, run Run) *Receipt {
	t.Helper()
	tree, err := Tree(t.Context(), builtin(t), run)
	if err != nil {
		t.Fatal(err)
	}
	return &Receipt{
		Run: run, Tree: tree, Commit: "0123456789abcdef+", Started: time.Date(2026, 11, 21, 1, 2, 3, 0, time.UTC),
		System: "linux/amd64, 2 processors", Toolchain: "go1.26", Parts: []Part{{Name: "project", Passed: 3}, {Name: "sqlite", Passed: 170}},
	}
}

func TestStates(t *testing.T) {
	p := builtin(t)
	want := All(p)[0]
	state := func(change func(*Receipt)) State {
		t.Helper()
		r := receipt(t, want)
		change(r)
		b := &Book{}
		b.Put(r)
		got, err := StateOf(t.Context(), p, b, want)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, c := range []struct {
		want   State
		change func(*Receipt)
	}{
		{Passed, func(*Receipt) {}},
		{Failed, func(r *Receipt) { r.Failed = []string{"sqlite: livez"} }},
		{Stale, func(r *Receipt) { r.Tree = "0000" }},
		{Stale, func(r *Receipt) { r.Tree, r.Failed = "0000", []string{"sqlite: livez"} }},
		{Partly, func(r *Receipt) { r.Image = false }},
		{Partly, func(r *Receipt) { r.Skipped = []string{"image: no Docker"} }},
		{NotRun, func(r *Receipt) { r.Model = "another" }},
	} {
		if got := state(c.change); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestBookKeepsWhatSaysMore(t *testing.T) {
	full := All(builtin(t))[0]
	less := full
	less.Image = false
	cases := []struct {
		name     string
		old, new func() *Receipt
		kept     bool // the old one
	}{
		{"further", func() *Receipt { return receipt(t, less) }, func() *Receipt { return receipt(t, full) }, false},
		{"less far", func() *Receipt { return receipt(t, full) }, func() *Receipt { return receipt(t, less) }, true},
		{"less far, of other bytes", func() *Receipt { return receipt(t, full) }, func() *Receipt { r := receipt(t, less); r.Tree = "1"; return r }, false},
		{"less far, failed", func() *Receipt { return receipt(t, full) }, func() *Receipt { r := receipt(t, less); r.Failed = []string{"x"}; return r }, false},
		{"again", func() *Receipt { return receipt(t, full) }, func() *Receipt { return receipt(t, full) }, false},
	}
	for _, c := range cases {
		file := filepath.Join(t.TempDir(), "latest.json")
		before, after := c.old(), c.new()
		before.Commit, after.Commit = "before", "after"
		for _, r := range []*Receipt{before, after} {
			if err := PutInto(file, r); err != nil {
				t.Fatal(err)
			}
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b, err := ReadBook(data)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Receipts) != 1 || (b.Receipts[0].Commit == "before") != c.kept {
			t.Errorf("%s: kept %+v", c.name, b.Receipts)
		}
	}
}

// A receipt must not speak of other projects than those that were verified.
func TestTreeTellsProjectsApart(t *testing.T) {
	p := builtin(t)
	seen := map[string]string{}
	for _, run := range All(p) {
		tree, err := Tree(t.Context(), p, run)
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := seen[tree]; ok {
			t.Errorf("%s and %s have one hash", run.Name(), other)
		}
		seen[tree] = run.Name()
	}
}

func TestDocumentShowsWhatWasNotRun(t *testing.T) {
	p := builtin(t)
	b := &Book{}
	good := All(p)[0]
	b.Put(receipt(t, good))
	bad := receipt(t, All(p)[1])
	bad.Failed = []string{"sqlite: livez"}
	b.Put(bad)
	entries, err := Entries(t.Context(), p, b)
	if err != nil {
		t.Fatal(err)
	}
	document := Document(entries)
	for _, want := range []string{
		"| " + good.Name() + " | passed | project 3 · sqlite 170 | 2026-11-21 | 0123456+ |\n",
		"| " + bad.Name() + " | failed |",
		"- " + bad.Name() + ": sqlite: livez\n",
		"| " + All(p)[2].Name() + " | not run | | | |\n",
		"- linux/amd64, 2 processors\n",
	} {
		if !strings.Contains(document, want) {
			t.Errorf("%q is missing in\n%s", want, document)
		}
	}
	engines, err := Engines(p)
	if err != nil {
		t.Fatal(err)
	}
	overview := Overview(entries, engines)
	if !strings.Contains(overview, "| 340 | not run | not run | not run | not run | not run | 2026-11-21 |") {
		t.Errorf("the overview is\n%s", overview)
	}
}

// The pages say of each receipt what the book says.
func TestPagesShowTheBook(t *testing.T) {
	b, err := ReadBook(receipts.Latest())
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../receipts/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range b.Receipts {
		_, rest, _ := strings.Cut(Entry{Receipt: r, State: "?"}.Row(), " | ? | ")
		if !strings.Contains(string(page), "| "+r.Name()+" | ") || !strings.Contains(string(page), rest) {
			t.Errorf("receipts/README.md doesn't show %s as it is: go run ./scripts/pages", r.Name())
		}
	}
}
