package matrix

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Line says in words what a receipt tells of its parts: "project 12, sqlite 171, postgres 175".
func (r *Receipt) Line() string {
	var words []string
	for _, p := range r.Parts {
		word := fmt.Sprintf("%s %d", p.Name, p.Passed)
		if p.Failed > 0 {
			word += fmt.Sprintf(" (%d failed)", p.Failed)
		}
		words = append(words, word)
	}
	return strings.Join(words, " · ")
}

// Day is when the run began.
func (r *Receipt) Day() string { return r.Started.Format(time.DateOnly) }

// ShortCommit is the commit as people write it.
func (r *Receipt) ShortCommit() string {
	id, changed := strings.CutSuffix(r.Commit, "+")
	id = id[:min(7, len(id))]
	if changed {
		id += "+"
	}
	return id
}

// Row is an entry as a row of a table in Markdown.
func (e Entry) Row() string {
	if e.Receipt == nil {
		return fmt.Sprintf("| %s | %s | | | |\n", e.Want.Name(), e.State)
	}
	r := e.Receipt
	return fmt.Sprintf("| %s | %s | %s | %s | %s |\n", r.Name(), e.State, r.Line(), r.Day(), r.ShortCommit())
}

// Count says how many entries are in each state, in words.
func Count(entries []Entry) string {
	var words []string
	for _, state := range []State{Passed, Partly, Failed, Stale, NotRun} {
		n := 0
		for _, e := range entries {
			if e.State == state {
				n++
			}
		}
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, state))
		}
	}
	return fmt.Sprintf("%d runs: %s", len(entries), strings.Join(words, ", "))
}

// Means are the systems, toolchains and servers that the receipts were made with, each once.
func Means(entries []Entry) []string {
	var all []string
	for _, e := range entries {
		if e.Receipt == nil {
			continue
		}
		for _, word := range append([]string{e.Receipt.System, e.Receipt.Toolchain}, e.Receipt.Servers...) {
			if word != "" && !slices.Contains(all, word) {
				all = append(all, word)
			}
		}
	}
	slices.Sort(all)
	return all
}

// Document is the whole book for people to read.
func Document(entries []Entry) string {
	var b strings.Builder
	b.WriteString("# Receipts\n\nWhat was verified, on what, and how it ended. Made from `latest.json` by `go run ./scripts/pages`; don't edit it.\n" +
		"The numbers are checks that passed. A receipt is about the bytes that were generated then; `scaffolio list --receipts`\n" +
		"compares them with those of today, and says `stale` where they differ.\n\n")
	fmt.Fprintf(&b, "%s.\n\n", Count(entries))
	b.WriteString("| project | state | what ran | date | commit |\n|---|---|---|---|---|\n")
	for _, e := range entries {
		b.WriteString(e.Row())
	}
	if means := Means(entries); len(means) > 0 {
		b.WriteString("\n## With\n\n")
		for _, word := range means {
			fmt.Fprintf(&b, "- %s\n", word)
		}
	}
	writeReasons(&b, entries, "Failed", func(r *Receipt) []string { return r.Failed })
	writeReasons(&b, entries, "Not run, although it was asked for", func(r *Receipt) []string { return r.Skipped })
	return b.String()
}

func writeReasons(b *strings.Builder, entries []Entry, title string, of func(*Receipt) []string) {
	begun := false
	for _, e := range entries {
		if e.Receipt == nil {
			continue
		}
		for _, reason := range of(e.Receipt) {
			if !begun {
				fmt.Fprintf(b, "\n## %s\n\n", title)
				begun = true
			}
			fmt.Fprintf(b, "- %s: %s\n", e.Receipt.Name(), reason)
		}
	}
}

// Overview is a table with a line for each language and a column for each engine.
func Overview(entries []Entry, engines []string) string {
	var languages []string
	for _, e := range entries {
		if !slices.Contains(languages, e.Want.Language) {
			languages = append(languages, e.Want.Language)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| language | runs | %s | containers | browser | last |\n", strings.Join(engines, " | "))
	fmt.Fprintf(&b, "|---|---|%s---|---|---|\n", strings.Repeat("---|", len(engines)))
	for _, language := range languages {
		own := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return e.Want.Language != language })
		b.WriteString(overviewRow(language, engines, own))
	}
	return b.String()
}

func overviewRow(language string, engines []string, own []Entry) string {
	good, last := 0, "not run"
	for _, e := range own {
		if e.State == Passed {
			good++
		}
		if e.Receipt != nil && (last == "not run" || e.Receipt.Day() > last) {
			last = e.Receipt.Day()
		}
	}
	cells := []string{language, fmt.Sprintf("%d of %d passed", good, len(own))}
	for _, engine := range engines {
		cells = append(cells, total(own, func(name string) bool { return name == engine }))
	}
	cells = append(cells,
		total(own, func(name string) bool {
			return name == "image" || strings.HasPrefix(name, "image, ") && !strings.HasSuffix(name, ", browser")
		}),
		total(own, func(name string) bool { return strings.HasSuffix(name, ", browser") }), last)
	return "| " + strings.Join(cells, " | ") + " |\n"
}

// total says how many checks of some parts passed, in receipts that are about today's bytes.
func total(entries []Entry, of func(name string) bool) string {
	passed, failed := 0, 0
	for _, e := range entries {
		if e.Receipt == nil || e.State == Stale {
			continue
		}
		for _, p := range e.Receipt.Parts {
			if of(p.Name) {
				passed, failed = passed+p.Passed, failed+p.Failed
			}
		}
	}
	switch {
	case failed > 0:
		return fmt.Sprintf("%d, %d failed", passed, failed)
	case passed > 0:
		return fmt.Sprint(passed)
	}
	return "not run"
}
