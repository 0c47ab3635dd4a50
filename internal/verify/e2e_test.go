package verify_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/matrix"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/tooltest"
	"github.com/scaffolio/scaffolio/internal/verify"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
	"github.com/scaffolio/scaffolio/templates"
)

// TestE2E makes each selected project with the real program and verifies it, on SQLite and on the database servers
// that it can run on. SCAFFOLIO_E2E selects; CONTRIBUTING.md has examples. SCAFFOLIO_RECEIPTS is a folder for the
// reports, or the book of receipts (a .json file): then what has a good receipt for the same bytes is not run again.
func TestE2E(t *testing.T) {
	text := os.Getenv("SCAFFOLIO_E2E")
	if text == "" {
		t.Skip("SCAFFOLIO_E2E=default runs this; it takes minutes")
	}
	p := builtin(t)
	selected, err := parseSelection(text, p)
	if err != nil {
		t.Fatal(err)
	}
	runs := selected.runs(p)
	if len(runs) == 0 {
		t.Fatalf("SCAFFOLIO_E2E=%s selects nothing; there are %v", text, matrix.Combinations(p))
	}
	where := dbserver.Anywhere
	if selected.machine {
		where = dbserver.Machine
	}
	servers := verify.NewServers(where)
	t.Cleanup(func() {
		if err := servers.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	tool, receipts := tooltest.Build(t), openReceipts(t, p)
	brief := selected.set == pairwise && receipts.file == "" // the book is about whole runs
	for i, run := range runs {
		t.Run(run.Name(), func(t *testing.T) {
			t.Parallel()
			receipts.skipIfDone(t, run)
			dir := generate(t, tool, run)
			o := options(t, dir, p, run)
			if brief {
				shorten(&o, run, runs[:i])
			}
			o.Servers = servers
			report := verifyProject(t, o)
			clean(t, dir)
			receipts.keep(t, run, report)
		})
	}
}

func builtin(t *testing.T) *pack.Pack {
	t.Helper()
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// generate makes a project and returns its folder.
func generate(t *testing.T, tool string, run matrix.Run) string {
	t.Helper()
	flags := []string{"--language", run.Language, "--type", run.Type, "--database", run.Database}
	if slices.Contains(matrix.Proofs(builtin(t)), run.Model) {
		file, err := filepath.Abs("../../templates/portfolio/" + matrix.ProofFile(run.Model))
		if err != nil {
			t.Fatal(err)
		}
		flags = append(flags, "--model", file)
	} else {
		flags = append(flags, "--domain", run.Model)
	}
	return tooltest.New(t, tool, flags...)
}

// options are what a run asks for: the suite on SQLite, and on the servers that the project is made for.
func options(t *testing.T, dir string, p *pack.Pack, run matrix.Run) verify.Options {
	t.Helper()
	subject, err := verify.Load(dir, p)
	if err != nil {
		t.Fatal(err)
	}
	o := verify.Options{
		Subject: subject, Engines: append([]string{verify.SQLite}, subject.Engines...), Image: run.Image, Audit: run.Audit,
	}
	if run.Browser {
		o.Walk = walk(t)
	}
	return o
}

// shorten leaves out what other runs of the same selection look at: SQLite where there are servers; a second kind of server
// where an earlier run in the language has had both; and what all projects of a language and type do alike.
func shorten(o *verify.Options, run matrix.Run, earlier []matrix.Run) {
	alike := func(r matrix.Run) bool { return r.Language == run.Language && r.Type == run.Type }
	if servers := o.Subject.Engines; len(servers) > 0 {
		o.Engines = servers
		if slices.ContainsFunc(earlier, func(r matrix.Run) bool { return alike(r) && r.Database == run.Database }) {
			o.Engines = servers[:1]
		}
	}
	o.Again = slices.ContainsFunc(earlier, alike)
}

// verifyProject runs it, and tells what was seen.
func verifyProject(t *testing.T, o verify.Options) *verify.Report {
	t.Helper()
	var text bytes.Buffer
	reporter := &verify.Text{W: &text}
	report, err := verify.Run(t.Context(), o, reporter)
	reporter.End(report)
	t.Log("\n" + text.String())
	if err != nil {
		t.Fatal(err)
	}
	if !report.OK() {
		t.Errorf("%d of %d failed", len(report.Failures()), len(report.Results))
	}
	return report
}

// clean checks that git sees nothing new in a project that was installed, tested and built: what its commands
// leave behind is ignored.
func clean(t *testing.T, dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Log("git is not here: not checked that the project's commands leave nothing behind")
		return
	}
	out, err := proc.Run(t.Context(), proc.Spec{Argv: []string{"git", "status", "--porcelain"}, Dir: dir, Env: proc.Environ()})
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(out) != "" {
		t.Errorf("after its own commands git sees changes:\n%s", out)
	}
}
