package verify

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

// oneCheck keeps the suite short: these tests are about what is around it.
const noCheck = "none of the checks has this name"

func find(t *testing.T, report *Report, group, name string) Result {
	t.Helper()
	for _, r := range report.Results {
		if r.Group == group && r.Name == name {
			return r
		}
	}
	t.Fatalf("there is no result %s of %s in %+v", name, group, report.Results)
	return Result{}
}

func TestRunGoesThroughAllSteps(t *testing.T) {
	report, err := Run(t.Context(), Options{Subject: fakeSubject(t), Only: []string{noCheck}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range report.Results {
		names = append(names, r.Group+" "+r.Name+" "+string(r.Status))
	}
	want := "project install pass, project lint pass, project test pass, project build pass, project make pass, project files unchanged pass, sqlite start pass"
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !report.OK() {
		t.Errorf("not ok: %+v", report.Failures())
	}
}

func TestFailuresAreTold(t *testing.T) {
	cases := []struct {
		name, group, step, detail string
		change                    func(*Subject)
		limits                    Limits
	}{
		{"failed tests", "project", "test", "two tests failed", func(s *Subject) { s.Language.Steps[2].Commands = []Command{played(t, "fail")} }, Limits{}},
		{"output of a quiet command", "project", "lint", "main.go", func(s *Subject) {
			c := played(t, "say", "main.go")
			c.Quiet = true
			s.Language.Steps[1].Commands = []Command{c}
		}, Limits{}},
		{"a changed file", "project", "files unchanged", "go.sum", func(s *Subject) { s.Language.Steps[0].Commands = []Command{played(t, "meddle")} }, Limits{}},
		{"a start that fails", "sqlite", "start", "JWT_SECRET is too short", func(s *Subject) { s.Language.Start = []Command{played(t, "refuse")} }, Limits{}},
		{"a start that takes too long", "sqlite", "start", "was not answered", func(s *Subject) { s.Language.Start = []Command{played(t, "sleep")} }, Limits{Start: 2 * time.Second}},
		{"a step that takes too long", "project", "install", "did not end within", func(s *Subject) { s.Language.Steps[0].Commands = []Command{played(t, "sleep")} }, Limits{Command: 3 * time.Second}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			subject := fakeSubject(t)
			c.change(subject)
			report, err := Run(t.Context(), Options{Subject: subject, Only: []string{noCheck}, Limits: c.limits}, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := find(t, report, c.group, c.step)
			if got.Status != conformance.Fail || !strings.Contains(got.Detail, c.detail) {
				t.Errorf("got %s: %s", got.Status, got.Detail)
			}
			if report.OK() {
				t.Error("the report says that all is well")
			}
		})
	}
}

func TestAMissingToolchainIsTheMachinesFault(t *testing.T) {
	subject := fakeSubject(t)
	subject.Language.Version = []string{"no-such-toolchain", "version"}
	_, err := Run(t.Context(), Options{Subject: subject}, nil)
	var environment *EnvironmentError
	if !errors.As(err, &environment) || environment.Hint == "" {
		t.Fatalf("got %v", err)
	}
}

func TestAnEngineThatItWasNotMadeFor(t *testing.T) {
	_, err := Run(t.Context(), Options{Subject: fakeSubject(t), Engines: []string{"postgres"}}, nil)
	if err == nil || !strings.Contains(err.Error(), "my-books doesn't run on postgres") {
		t.Fatalf("got %v", err)
	}
}

// A cancelled run leaves neither a process nor a file behind.
func TestCancelLeavesNothing(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	ctx, cancel := context.WithCancel(t.Context())
	subject := fakeSubject(t)
	seen := make(chan int, 1)
	walk := func(ctx context.Context, target conformance.Target) (string, error) {
		found, _ := filepath.Glob(filepath.Join(tmp, "*", "sqlite", "*", "pid"))
		if len(found) != 1 {
			t.Errorf("pid files: %v", found)
			cancel()
			return "", nil
		}
		data, _ := os.ReadFile(found[0])
		pid := 0
		for _, c := range data {
			pid = pid*10 + int(c-'0')
		}
		seen <- pid
		cancel()
		<-ctx.Done()
		return "", ctx.Err()
	}
	_, err := Run(ctx, Options{Subject: subject, Only: []string{noCheck}, Walk: walk}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	select {
	case pid := <-seen:
		for i := 0; proc.Alive(pid); i++ {
			if i == 100 {
				t.Fatalf("the process %d still runs", pid)
			}
			time.Sleep(20 * time.Millisecond)
		}
	default:
		t.Fatal("the project was never started")
	}
	left, err := filepath.Glob(filepath.Join(tmp, "scaffolio-*"))
	if err != nil || len(left) > 0 {
		t.Fatalf("left behind: %v %v", left, err)
	}
}

func TestURLNeedsNoProject(t *testing.T) {
	subject := fakeSubject(t)
	report, err := Run(t.Context(), Options{URL: "http://127.0.0.1:9", Model: subject.Model, Only: []string{noCheck}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := find(t, report, "url", "conformance suite"); got.Status != conformance.Fail || !strings.Contains(got.Detail, "nobody answers") {
		t.Errorf("got %+v", got)
	}
}

func TestWhatIsNotHereIsToldAsSkipped(t *testing.T) {
	subject := fakeSubject(t)
	needy := played(t, "fail")
	needy.Needs = "http://127.0.0.1:9/"
	subject.Language.Audit = []Step{
		{Name: "linter", Commands: []Command{{Argv: []string{"no-such-linter"}}}},
		{Name: "scanner", Commands: []Command{needy}},
	}
	report, err := Run(t.Context(), Options{Subject: subject, Audit: true, Only: []string{noCheck}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, reason := range map[string]string{"linter": "no program no-such-linter", "scanner": "can't be reached"} {
		if got := find(t, report, "project", name); got.Status != conformance.Skip || !strings.Contains(got.Detail, reason) {
			t.Errorf("%s: %s: %s", name, got.Status, got.Detail)
		}
	}
}

func TestCoverageHasAFloor(t *testing.T) {
	cases := map[string]conformance.Status{"total: 91.5%": conformance.Pass, "90% then 84.9 %": conformance.Fail, "no figure": conformance.Fail}
	for printed, want := range cases {
		subject := fakeSubject(t)
		c := played(t, "say", printed)
		c.AtLeast = 85
		subject.Language.Audit = []Step{{Name: "coverage", Commands: []Command{c}}}
		report, err := Run(t.Context(), Options{Subject: subject, Audit: true, Only: []string{noCheck}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := find(t, report, "project", "coverage"); got.Status != want || !strings.Contains(got.Detail, printed) {
			t.Errorf("%q: %s: %s", printed, got.Status, got.Detail)
		}
	}
}

// A command that is one of other versions of the toolchain is left out.
func TestCommandsMayBelongToVersions(t *testing.T) {
	of := func(c Command, since, before string) Command {
		c.Since, c.Before = since, before
		return c
	}
	subject := fakeSubject(t)
	subject.Language.Version, subject.Language.Pattern = []string{"go", "version"}, `go([0-9.]+)`
	subject.Language.Make.Commands = []Command{
		of(played(t, "say"), "1.2", "1000"), of(played(t, "fail"), "1000", ""), of(played(t, "fail"), "", "1.2"),
	}
	subject.Language.Start = []Command{of(played(t, "refuse"), "1000", ""), played(t, "serve")}
	report, err := Run(t.Context(), Options{Subject: subject, Engines: []string{SQLite}, Only: []string{noCheck}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ group, name string }{{"project", "make"}, {"sqlite", "start"}} {
		if r := find(t, report, step.group, step.name); r.Status != conformance.Pass {
			t.Errorf("%s: %s: %s", step.name, r.Status, r.Detail)
		}
	}
}
