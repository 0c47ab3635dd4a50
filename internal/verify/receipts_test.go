package verify_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/matrix"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/verify"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

// receipts is where SCAFFOLIO_RECEIPTS says that the end-to-end runs keep what they found.
type receipts struct {
	pack   *pack.Pack
	folder string // for a report of each run, or ""
	file   string // the book, or ""
	commit string
	book   *matrix.Book
	mu     sync.Mutex
}

func openReceipts(t *testing.T, p *pack.Pack) *receipts {
	t.Helper()
	r := &receipts{pack: p, book: &matrix.Book{}}
	where := os.Getenv("SCAFFOLIO_RECEIPTS")
	if filepath.Ext(where) != ".json" {
		r.folder = where
		return r
	}
	r.file, r.commit = where, commit(t)
	data, err := os.ReadFile(where)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if r.book, err = matrix.ReadBook(data); err != nil {
		t.Fatal(err)
	}
	return r
}

// commit is that of the tool, with a + when there are changes besides the receipts.
func commit(t *testing.T) string {
	t.Helper()
	git := func(args ...string) string {
		out, err := proc.Run(t.Context(), proc.Spec{Argv: append([]string{"git"}, args...), Dir: "../..", Env: proc.Environ()})
		if err != nil {
			t.Log(err)
		}
		return strings.TrimSpace(out)
	}
	id := git("rev-parse", "HEAD")
	if git("status", "--porcelain", "--", ".", ":!receipts", ":!README.md") != "" {
		id += "+"
	}
	return id
}

// skipIfDone ends the test when the book has a good receipt for the same bytes. SCAFFOLIO_AGAIN=1 runs all the same.
func (r *receipts) skipIfDone(t *testing.T, run matrix.Run) {
	t.Helper()
	if r.file == "" || os.Getenv("SCAFFOLIO_AGAIN") != "" {
		return
	}
	state, err := matrix.StateOf(t.Context(), r.pack, r.book, run)
	if err != nil {
		t.Fatal(err)
	}
	if state == matrix.Passed {
		t.Skipf("it passed on %s, with the same bytes", r.book.Find(run.Name()).Started.Format(time.DateOnly))
	}
}

// keep writes down what came of a run.
func (r *receipts) keep(t *testing.T, run matrix.Run, report *verify.Report) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.file != "":
		tree, err := matrix.Tree(t.Context(), r.pack, run)
		if err != nil {
			t.Fatal(err)
		}
		receipt := report.Receipt(run, tree, r.commit)
		if t.Failed() && receipt.OK() {
			receipt.Failed = append(receipt.Failed, "project: its commands leave something behind")
		}
		if err := matrix.PutInto(r.file, receipt); err != nil {
			t.Fatal(err)
		}
	case r.folder != "":
		r.keepReport(t, run, report)
	}
}

func (r *receipts) keepReport(t *testing.T, run matrix.Run, report *verify.Report) {
	t.Helper()
	data, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(r.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	name := strings.ReplaceAll(run.Name(), "/", "-") + ".json"
	if err := os.WriteFile(filepath.Join(r.folder, name), append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReceiptOfAReport(t *testing.T) {
	report := &verify.Report{
		Took: 61 * time.Second, Environment: verify.Environment{OS: "linux", Arch: "amd64", CPUs: 2, Toolchain: "go1.26.8\nmore"},
		Results: []verify.Result{
			{Group: "project", Name: "test", Status: conformance.Pass},
			{Group: "project", Name: "audit", Status: conformance.Skip, Detail: "there is no program x"},
			{Group: "sqlite", Name: "livez", Clause: "200", Status: conformance.Pass},
			{Group: "sqlite", Name: "database away", Clause: "503", Status: conformance.Skip, Detail: "a file"},
			{Group: "sqlite", Name: "browser walk", Chapter: 8, Status: conformance.Fail, Detail: "no"},
		},
	}
	run := matrix.Run{Language: "go", Type: "crud", Database: "sqlite", Model: "inventory", Audit: true}
	want := &matrix.Receipt{
		Run: run, Tree: "abc", Commit: "def+", Seconds: 61, System: "linux/amd64, 2 processors", Toolchain: "go1.26.8",
		Parts: []matrix.Part{
			{Name: "project", Passed: 1, Skipped: 1}, {Name: "sqlite", Passed: 1, Skipped: 1}, {Name: "sqlite, browser", Failed: 1},
		},
		Failed:  []string{"sqlite, browser: browser walk"},
		Skipped: []string{"project: audit: there is no program x"},
	}
	if diff := cmp.Diff(want, report.Receipt(run, "abc", "def+")); diff != "" {
		t.Error(diff)
	}
}
