package main

import (
	"os"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/templates"
)

// README shows what the pack has.
func TestReadmeShowsEveryChoice(t *testing.T) {
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		t.Fatal(err)
	}
	want, err := choices(p)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../" + front)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), want) {
		t.Errorf("README.md doesn't show what can be chosen: go run ./scripts/pages\n%s", want)
	}
}

func TestAround(t *testing.T) {
	before, after, err := around("a\n<!-- x: go run ./scripts/pages writes what follows -->\nold\n<!-- end of the x -->\nb\n", "x")
	if err != nil || !strings.HasSuffix(before, "follows -->\n") || !strings.HasPrefix(after, "<!-- end") || strings.Contains(before+after, "old") {
		t.Errorf("got %q, %q, %v", before, after, err)
	}
	if _, _, err := around("a\n", "x"); err == nil {
		t.Error("a page without a place was taken")
	}
}
