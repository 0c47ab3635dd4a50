// Package tooltest makes projects with the real program, for the tests that go from end to end.
package tooltest

import (
	"path/filepath"
	"runtime"
	"testing"

	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

// Build builds the program as users get it.
func Build(t testing.TB) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "scaffolio")
	if runtime.GOOS == "windows" {
		tool += ".exe"
	}
	run(t, "go", "build", "-o", tool, "github.com/scaffolio/scaffolio/cmd/scaffolio")
	return tool
}

// New makes a project with these flags and returns its folder.
func New(t testing.TB, tool string, flags ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "portfolio")
	run(t, append([]string{tool, "new", dir, "--yes"}, flags...)...)
	return dir
}

func run(t testing.TB, argv ...string) {
	t.Helper()
	env := append(proc.Environ("GO*"), "GIT_AUTHOR_NAME=Test", "GIT_AUTHOR_EMAIL=test@example.com",
		"GIT_COMMITTER_NAME=Test", "GIT_COMMITTER_EMAIL=test@example.com", "CI=true")
	if _, err := proc.Run(t.Context(), proc.Spec{Argv: argv, Env: env}); err != nil {
		t.Fatal(err)
	}
}
