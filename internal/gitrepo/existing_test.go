package gitrepo

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestInspect makes repositories with git itself. Each step is a command line, or "write FILE TEXT".
func TestInspect(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	commit := "git commit -q --allow-empty -m x"
	for name, c := range map[string]struct {
		steps  []string
		branch string
		taken  string
	}{
		"init":               {steps: []string{"git init -q -b main"}, branch: "main"},
		"other branch":       {steps: []string{"git init -q -b feature/one"}, branch: "feature/one"},
		"remote":             {steps: []string{"git init -q -b main", "git remote add origin https://example.com/x.git"}, branch: "main"},
		"emptied index":      {steps: []string{"git init -q -b main", "write a x", "git add a", "git rm -q --cached a"}, branch: "main"},
		"commit":             {steps: []string{"git init -q -b main", commit}, taken: "has commits"},
		"orphan":             {steps: []string{"git init -q -b main", commit, "git checkout -q --orphan new"}, taken: "has commits"},
		"packed":             {steps: []string{"git init -q -b main", commit, "git pack-refs --all", "git checkout -q --orphan new"}, taken: "has commits"},
		"detached":           {steps: []string{"git init -q -b main", commit, "git checkout -q --detach"}, taken: "has commits"},
		"staged":             {steps: []string{"git init -q -b main", "write a x", "git add a"}, taken: "files staged"},
		"sha256":             {steps: []string{"git init -q -b main --object-format=sha256"}, taken: "format sha256"},
		"reftable":           {steps: []string{"git init -q -b main", "git config extensions.refStorage reftable"}, taken: "format reftable"},
		"bare":               {steps: []string{"git init -q -b main", "git config core.bare true"}, taken: "bare"},
		"work tree":          {steps: []string{"git init -q -b main", "git config core.worktree /elsewhere"}, taken: "elsewhere"},
		"worktree":           {steps: []string{"git init -q --bare store", "write .git gitdir: store"}, taken: "elsewhere"},
		"busy":               {steps: []string{"git init -q -b main", "write .git/index.lock x"}, taken: "index.lock"},
		"broken config":      {steps: []string{"git init -q -b main", "write .git/config [core"}, taken: "config can't be read"},
		"broken index":       {steps: []string{"git init -q -b main", "write .git/index DIRC"}, taken: "index can't be read"},
		"no head":            {steps: []string{"git init -q -b main", "write .git/HEAD"}, taken: "has commits"},
		"symbolic ref alone": {steps: []string{"git init -q -b main", "git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main"}, branch: "main"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, step := range c.steps {
				runStep(t, dir, step)
			}
			got, err := Inspect(filepath.Join(dir, ".git"))
			var taken *Taken
			switch {
			case c.taken == "" && (err != nil || got.Branch != c.branch):
				t.Errorf("got %+v, %v; want the branch %s", got, err, c.branch)
			case c.taken != "" && (!errors.As(err, &taken) || !strings.Contains(taken.Reason, c.taken)):
				t.Errorf("got %+v, %v; want it to be refused because it %s", got, err, c.taken)
			}
		})
	}
}

func runStep(t *testing.T, dir, step string) {
	t.Helper()
	words := strings.Fields(step)
	if words[0] == "write" {
		if err := os.WriteFile(filepath.Join(dir, words[1]), []byte(strings.Join(words[2:], " ")), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_AUTHOR_NAME=Bob", "GIT_AUTHOR_EMAIL=b@example.com", "GIT_COMMITTER_NAME=Bob", "GIT_COMMITTER_EMAIL=b@example.com")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", step, err, out)
	}
}
