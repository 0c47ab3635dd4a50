package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/project"
	"github.com/scaffolio/scaffolio/internal/prompt"
	"github.com/scaffolio/scaffolio/internal/verify"
	"github.com/scaffolio/scaffolio/templates"
)

// testApp is a program at a terminal that answers from a script, in an environment of its own.
func testApp(t *testing.T, steps ...prompt.Step) (a *App, stdout, stderr *bytes.Buffer) {
	t.Helper()
	streams, _, stdout, stderr := TestStreams()
	streams.InTerminal, streams.ErrTerminal = true, true
	env := map[string]string{
		"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull, "SOURCE_DATE_EPOCH": "1700000000",
		"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com",
	}
	script := prompt.NewScript(t, steps...)
	return &App{
		Streams:   streams,
		LookupEnv: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		Pack:      func() (*pack.Pack, error) { return pack.Load(templates.Portfolio()) },
		Prompter:  func(context.Context) (prompt.Prompter, error) { return script, nil },
		Version:   "1.2.3",
	}, stdout, stderr
}

// given answers everything but the project's name and the subject.
var given = []string{"--language", "go", "--type", "crud", "--database", "sqlite", "--ci", "none", "--license", "mit"}

func TestNewAsksWhatWasNotGiven(t *testing.T) {
	dir := t.TempDir()
	a, stdout, stderr := testApp(t,
		prompt.Step{Question: "called", Answer: "Not A Name"},
		prompt.Step{Question: "called", Answer: "my-zoo"},
		prompt.Step{Question: "about", Answer: answer.Own},
		prompt.Step{Question: "One like", Answer: ""},
		prompt.Step{Question: "One like", Answer: "Animal: nme=strng"},
		prompt.Step{Question: "One like", Answer: "Cage: label!"},
		prompt.Step{Question: "Another", Answer: "Animal in Cag: name!"},
		prompt.Step{Question: "Another", Answer: "Animal in Cage: name!"},
		prompt.Step{Question: "Another", Answer: ""},
		prompt.Step{Question: "Make it?", Answer: "yes"},
	)
	if code := a.Run(t.Context(), append([]string{"new", "--output-dir", dir}, given...)); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	for _, shown := range []string{"Project", "my-zoo", "Things", "Cages, Animals"} {
		if !strings.Contains(stderr.String(), shown) {
			t.Errorf("the summary lacks %q:\n%s", shown, stderr)
		}
	}
	if !strings.Contains(stdout.String(), "--entity 'Cage: label!' --entity 'Animal in Cage: name!'") {
		t.Errorf("stdout:\n%s", stdout)
	}
	summed := regexp.MustCompile(`Size +([0-9]+ files, .+)`).FindStringSubmatch(stderr.String())
	if summed == nil || !strings.Contains(stdout.String(), "Made my-zoo: "+summed[1]) {
		t.Errorf("before: %q; after:\n%s", summed, stdout)
	}
	lock, err := project.ReadLock(filepath.Join(dir, "my-zoo"))
	if err != nil || lock.Answers["name"] != "my-zoo" || lock.Tool != "1.2.3" {
		t.Errorf("got %+v, %v", lock, err)
	}
}

// A typo is told before the first question.
func TestNewChecksWhatWasGivenFirst(t *testing.T) {
	for _, args := range [][]string{
		{"--domain", "nope"}, {"--database", "nope"}, {"--license", "nope"}, {"--repo", "nope"}, {"--entity", "nope"}, {"--model", "nope"},
	} {
		a, _, _ := testApp(t)
		if code := a.Run(t.Context(), append([]string{"new", "--output-dir", t.TempDir()}, args...)); code != exitUsage {
			t.Errorf("%v: exit code %d", args, code)
		}
	}
}

func TestNewDeclined(t *testing.T) {
	dir := t.TempDir()
	a, _, stderr := testApp(t, prompt.Step{Question: "Make it?", Answer: "no"})
	args := append([]string{"new", "x", "--output-dir", dir, "--domain", "inventory"}, given...)
	if code := a.Run(t.Context(), args); code != exitInterrupted || !strings.Contains(stderr.String(), "Nothing was written") {
		t.Errorf("exit code %d, stderr:\n%s", code, stderr)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("the folder has %v", left)
	}
}

// A folder that can't become the project is told before anybody has answered ten questions about it.
func TestNewLooksAtTheTargetFirst(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "x", "y"), 0o755); err != nil {
		t.Fatal(err)
	}
	a, _, _ := testApp(t)
	if code := a.Run(t.Context(), []string{"new", "x", "--output-dir", dir}); code != exitConflict {
		t.Errorf("exit code %d", code)
	}
	// The name is asked for again where the folder's name was a question too.
	a, _, _ = testApp(t, prompt.Step{Question: "called", Answer: "x"}, prompt.Step{Question: "called", Err: prompt.ErrInterrupted})
	if code := a.Run(t.Context(), []string{"new", "--output-dir", dir}); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
}

func TestVerifyTellsHowItWent(t *testing.T) {
	report := func(s verify.Status) func(context.Context, verify.Options, verify.Reporter) (*verify.Report, error) {
		return func(_ context.Context, o verify.Options, r verify.Reporter) (*verify.Report, error) {
			result := verify.Result{Group: "url", Name: "livez", Chapter: 2, Clause: "GET /livez", Status: s}
			r.Result(result)
			return &verify.Report{URL: o.URL, Results: []verify.Result{result}}, nil
		}
	}
	junit := filepath.Join(t.TempDir(), "report.xml")
	for status, want := range map[verify.Status]int{conformance.Pass: exitOK, conformance.Skip: exitOK, conformance.Fail: exitCheckFailed} {
		a, stdout, stderr := testApp(t)
		o := &verifyOptions{url: "http://127.0.0.1:1/", domain: "inventory", json: true, junit: junit, run: report(status)}
		err := a.runVerify(t.Context(), o)
		code := exitOK
		if err != nil {
			code = classify(err).Exit
		}
		if code != want {
			t.Errorf("%s: exit code %d, want %d (%v)", status, code, want, err)
		}
		var doc verify.Report
		if err := json.Unmarshal(stdout.Bytes(), &doc); err != nil || doc.URL != "http://127.0.0.1:1" || doc.Results[0].Status != status {
			t.Errorf("%s: stdout is\n%s", status, stdout)
		}
		if !strings.Contains(stderr.String(), "livez") && status == conformance.Fail {
			t.Errorf("stderr doesn't tell what failed:\n%s", stderr)
		}
		if data, err := os.ReadFile(junit); err != nil || !bytes.Contains(data, []byte("<testsuites")) {
			t.Errorf("the JUnit report is %v\n%s", err, data)
		}
	}
}

func TestExitCodes(t *testing.T) {
	for _, tt := range []struct {
		err  error
		exit int
		code string
	}{
		{usagef("no"), exitUsage, "usage"},
		{&answer.Error{Message: "no"}, exitUsage, "bad_answer"},
		{model.Errors{{File: "m.yaml", Line: 1, Column: 2, Text: "no"}}, exitUsage, "bad_model"},
		{&pack.UnknownError{Question: "language"}, exitUsage, "bad_answer"},
		{&pack.MissingError{Folder: "x"}, exitUsage, "bad_answer"},
		{&project.Error{Kind: project.Input, Code: "bad_target"}, exitUsage, "bad_target"},
		{&project.Error{Kind: project.Exists, Code: "target_exists"}, exitConflict, "target_exists"},
		{&project.Error{Kind: project.Environment, Code: "disk_full"}, exitEnvironment, "disk_full"},
		{&verify.EnvironmentError{Message: "no go"}, exitEnvironment, "environment"},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, exitEnvironment, "environment"},
		{prompt.ErrInterrupted, exitInterrupted, "interrupted"},
		{context.Canceled, exitInterrupted, "interrupted"},
		{errors.Join(errors.New("rendering was stopped"), context.Canceled), exitInterrupted, "interrupted"},
		{errors.New("what?"), exitInternal, "internal"},
	} {
		wrapped := fmt.Errorf("while working: %w", tt.err)
		if f := classify(wrapped); f.Exit != tt.exit || f.Code != tt.code {
			t.Errorf("%v: got %d %s, want %d %s", tt.err, f.Exit, f.Code, tt.exit, tt.code)
		}
	}
}

// A bug is told in two lines; its stack only when asked for.
func TestPanicIsNoStackTrace(t *testing.T) {
	a, stdout, stderr := testApp(t)
	a.Pack = func() (*pack.Pack, error) { panic("boom") }
	if code := a.Run(t.Context(), []string{"list"}); code != exitInternal {
		t.Errorf("exit code %d", code)
	}
	if text := stderr.String(); !strings.Contains(text, "boom") || strings.Contains(text, "goroutine") || stdout.Len() > 0 {
		t.Errorf("stderr:\n%s\nstdout:\n%s", text, stdout)
	}
}

// At forty columns no line is longer, but for what must be copied whole.
func TestNarrowTerminal(t *testing.T) {
	for _, args := range [][]string{{"list"}, {"describe", "database"}, {"describe", "reading-list"}, {"describe", "go"}} {
		a, stdout, stderr := testApp(t)
		a.Streams.Width = 40
		if code := a.Run(t.Context(), args); code != exitOK {
			t.Fatalf("%v: exit code %d\n%s", args, code, stderr)
		}
		for line := range strings.Lines(stdout.String()) {
			line = strings.TrimRight(line, "\n")
			if len([]rune(line)) > 40 && !strings.Contains(line, "scaffolio describe") && !strings.Contains(line, "https://") {
				t.Errorf("%v: %d columns: %s", args, len([]rune(line)), line)
			}
		}
	}
}
