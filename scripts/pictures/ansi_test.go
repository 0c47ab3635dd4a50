package main

import (
	"strings"
	"testing"
)

func TestTerminalHTML(t *testing.T) {
	got := terminalHTML("a & b", []string{"\x1b[1;32m?\x1b[0m <name>\x1b[K \x1b[36mbooks\x1b[39m\n\n"})
	for _, want := range []string{
		`<header>a &amp; b</header>`,
		`<span style="color:#a5d6a7;font-weight:bold;">?</span> &lt;name&gt; <span style="color:#89ddff;">books</span>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwithout %s", got, want)
		}
	}
}
