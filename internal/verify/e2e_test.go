package verify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/verify"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
	"github.com/scaffolio/scaffolio/templates"
)

// TestE2E makes each selected project with the real program and verifies it, on SQLite and on the database servers
// that it can run on. SCAFFOLIO_E2E selects; CONTRIBUTING.md has examples. SCAFFOLIO_RECEIPTS is a folder for the
// reports.
func TestE2E(t *testing.T) {
	text := os.Getenv("SCAFFOLIO_E2E")
	if text == "" {
		t.Skip("SCAFFOLIO_E2E=default runs this; it takes minutes")
	}
	p := builtin(t)
	selected, err := parseSelection(text, domainNames(t, p))
	if err != nil {
		t.Fatal(err)
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
	tool := buildTool(t)
	ran := 0
	for _, combination := range combinations(t, p) {
		if !selected.takes(combination) {
			continue
		}
		for _, model := range selected.models {
			ran++
			t.Run(combination+"/"+model, func(t *testing.T) {
				t.Parallel()
				dir := generate(t, tool, combination, model)
				verifyProject(t, dir, p, selected, servers)
			})
		}
	}
	if ran == 0 {
		t.Fatalf("SCAFFOLIO_E2E=%s selects nothing; there are %s", text, strings.Join(combinations(t, p), ", "))
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

// domainNames are the built-in domains, the one that is used by default first.
func domainNames(t *testing.T, p *pack.Pack) []string {
	t.Helper()
	q := p.Question("domain")
	names := []string{q.Default}
	for _, name := range p.ChoiceNames(q) {
		if name != q.Default {
			names = append(names, name)
		}
	}
	return names
}

// combinations are all that the pack has: language/type/database.
func combinations(t *testing.T, p *pack.Pack) []string {
	t.Helper()
	var all []string
	for _, language := range p.Languages() {
		answers := map[string]string{"language": language}
		for _, kind := range p.Available(p.Question("type"), answers) {
			answers["type"] = kind
			for _, database := range p.Available(p.Question("database"), answers) {
				all = append(all, language+"/"+kind+"/"+database)
			}
		}
	}
	return all
}

// buildTool builds the program as users get it.
func buildTool(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "scaffolio")
	if runtime.GOOS == "windows" {
		tool += ".exe"
	}
	build := exec.Command("go", "build", "-o", tool, "github.com/scaffolio/scaffolio/cmd/scaffolio")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return tool
}

// generate makes a project and returns its folder.
func generate(t *testing.T, tool, combination, model string) string {
	t.Helper()
	parts := strings.Split(combination, "/")
	dir := filepath.Join(t.TempDir(), "portfolio")
	args := []string{tool, "new", dir, "--language", parts[0], "--type", parts[1], "--database", parts[2], "--yes"}
	if model == keywords {
		file, err := filepath.Abs("../../testdata/models/keywords.yaml")
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, "--model", file)
	} else {
		args = append(args, "--domain", model)
	}
	env := append(proc.Environ("GO*"), "GIT_AUTHOR_NAME=Test", "GIT_AUTHOR_EMAIL=test@example.com",
		"GIT_COMMITTER_NAME=Test", "GIT_COMMITTER_EMAIL=test@example.com", "CI=true")
	if _, err := proc.Run(t.Context(), proc.Spec{Argv: args, Env: env}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func verifyProject(t *testing.T, dir string, p *pack.Pack, selected selection, servers *verify.Servers) {
	t.Helper()
	subject, err := verify.Load(dir, p)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	reporter := &verify.Text{W: &text}
	o := verify.Options{
		Subject: subject, Engines: append([]string{verify.SQLite}, subject.Engines...), Servers: servers,
		Image: selected.image, Audit: selected.audit,
	}
	if selected.browser {
		o.Walk = walk(t)
	}
	report, err := verify.Run(t.Context(), o, reporter)
	reporter.End(report)
	t.Log("\n" + text.String())
	if err != nil {
		t.Fatal(err)
	}
	if !report.OK() {
		t.Errorf("%d of %d failed", len(report.Failures()), len(report.Results))
	}
	receipt(t, report)
	clean(t, dir)
}

// receipt writes the report to the folder for receipts.
func receipt(t *testing.T, report *verify.Report) {
	t.Helper()
	folder := os.Getenv("SCAFFOLIO_RECEIPTS")
	if folder == "" {
		return
	}
	data, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	name := strings.ReplaceAll(strings.TrimPrefix(t.Name(), "TestE2E/"), "/", "-") + ".json"
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
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
