package verify

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
)

// Text is a Reporter that writes lines for people: one for each step, one for each chapter of the contract, and
// one for each check that failed or was skipped.
type Text struct {
	W       io.Writer
	Verbose bool // a line for each check

	mu      sync.Mutex
	group   string
	chapter chapterCount
}

type chapterCount struct {
	group                string
	number               int
	passed, failed, left int
	took                 time.Duration
}

// chapterTitles are the chapters of the contract.
var chapterTitles = map[int]string{
	1: "messages", 2: "operation", 3: "accounts", 4: "who may do what", 5: "collections", 6: "items", 7: "values",
	8: "the page", 9: "fetching", 10: "answers",
}

// Plan lists what will run.
func (t *Text) Plan(lines []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.printf("This will run:\n")
	for _, line := range lines {
		t.printf("  %s\n", line)
	}
}

// Begin writes nothing; a terminal that can rewrite lines is not asked for.
func (t *Text) Begin(string, string) {}

// Result writes a line for a step, and counts checks by chapter.
func (t *Text) Result(r Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r.Chapter == 0 || r.Clause == "" {
		t.endChapter()
		t.heading(r.Group)
		t.line(r.Status, r.Name, r.Took, r.Detail)
		return
	}
	if t.chapter.number != r.Chapter || t.chapter.group != r.Group {
		t.endChapter()
		t.heading(r.Group)
		t.chapter = chapterCount{group: r.Group, number: r.Chapter}
	}
	t.chapter.took += r.Took
	switch r.Status {
	case conformance.Pass:
		t.chapter.passed++
		if t.Verbose {
			t.line(r.Status, r.Name, r.Took, "")
		}
	case conformance.Skip:
		t.chapter.left++
		if t.Verbose {
			t.line(r.Status, r.Name, r.Took, r.Detail)
		}
	case conformance.Fail:
		t.chapter.failed++
		t.line(r.Status, r.Name, r.Took, r.Clause+"\n"+r.Detail)
	}
}

// End writes what is still to be written and the sum.
func (t *Text) End(report *Report) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.endChapter()
	passed, failed, left := report.Count(conformance.Pass), report.Count(conformance.Fail), report.Count(conformance.Skip)
	env := report.Environment
	t.printf("\n%s/%s, %d processors", env.OS, env.Arch, env.CPUs)
	for _, what := range append([]string{env.Toolchain}, env.Servers...) {
		if what != "" {
			t.printf("; %s", what)
		}
	}
	t.printf("\n%d passed, %d failed, %d skipped in %s\n", passed, failed, left, report.Took.Round(100*time.Millisecond))
}

func (t *Text) heading(group string) {
	if t.group != group {
		t.group = group
		t.printf("\n%s\n", group)
	}
}

func (t *Text) endChapter() {
	c := t.chapter
	if c.number == 0 {
		return
	}
	t.chapter = chapterCount{}
	status := conformance.Pass
	if c.failed > 0 {
		status = conformance.Fail
	} else if c.passed == 0 {
		status = conformance.Skip
	}
	counts := fmt.Sprintf("%d passed", c.passed)
	if c.failed > 0 {
		counts += fmt.Sprintf(", %d failed", c.failed)
	}
	if c.left > 0 {
		counts += fmt.Sprintf(", %d skipped", c.left)
	}
	t.line(status, fmt.Sprintf("chapter %d, %s: %s", c.number, chapterTitles[c.number], counts), c.took, "")
}

// line writes a status, what it is about, how long it took, and below that what there is to say.
func (t *Text) line(s Status, name string, took time.Duration, detail string) {
	first, rest, more := strings.Cut(detail, "\n")
	t.printf("  %s  %s", s, name)
	if took >= 100*time.Millisecond {
		t.printf(" (%s)", took.Round(100*time.Millisecond))
	}
	if s != conformance.Fail && detail != "" && !more {
		t.printf(": %s\n", first)
		return
	}
	t.printf("\n")
	if detail == "" {
		return
	}
	if !more {
		rest = ""
	}
	for _, l := range strings.Split(strings.TrimRight(first+"\n"+rest, "\n"), "\n") {
		t.printf("        %s\n", l)
	}
}

// A terminal that has gone away is noticed by its next user; the run itself goes on.
func (t *Text) printf(format string, args ...any) { _, _ = fmt.Fprintf(t.W, format, args...) }
