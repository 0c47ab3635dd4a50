package project

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/gitrepo"
	"github.com/scaffolio/scaffolio/internal/render"
)

// samplePlan is a plan of n files with some 5 KB each, the same on every call.
func samplePlan(n int) *render.Plan {
	r := rand.New(rand.NewPCG(1, 2))
	p := &render.Plan{}
	for i := range n {
		var b bytes.Buffer
		for b.Len() < 5000 {
			fmt.Fprintf(&b, "line %d of some words that vary %x\n", r.IntN(1000), r.IntN(100000))
		}
		name := fmt.Sprintf("file%d.txt", i)
		if i%5 != 0 {
			name = fmt.Sprintf("dir%d/sub%d/%s", i%12, i%3, name)
		}
		p.Files = append(p.Files, render.File{Path: name, Executable: i%10 == 3, Data: b.Bytes()})
	}
	return p
}

// environment is one in which git knows a user, and nothing of this machine's.
func environment(vars ...string) gitrepo.Environment {
	all := map[string]string{
		"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull,
		"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
		"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com",
	}
	for _, v := range vars {
		name, value, _ := strings.Cut(v, "=")
		all[name] = value
	}
	return gitrepo.Environment{Getenv: func(name string) string { return all[name] }}
}

func sampleOptions(dir string, files int) Options {
	return Options{
		Dir: dir, Plan: samplePlan(files),
		Lock:   Lock{Tool: "1.0", Command: "scaffolio new", Answers: map[string]string{"language": "go"}},
		Commit: &Commit{Message: "Start the project", Env: environment(), Now: time.Now()},
	}
}

// git runs git in dir and returns what it says; it knows of no settings of this machine's.
func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "LC_ALL=C",
		"GIT_AUTHOR_NAME=Bob", "GIT_AUTHOR_EMAIL=bob@example.com", "GIT_COMMITTER_NAME=Bob", "GIT_COMMITTER_EMAIL=bob@example.com")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// checkWhole fails unless dir holds exactly the project of o, committed and clean by git's own judgement, and
// nothing is left of the staging folder.
func checkWhole(t *testing.T, dir string, o Options) {
	t.Helper()
	checkFiles(t, dir, o)
	if o.Commit == nil {
		return
	}
	if out := git(t, dir, "status", "--porcelain"); out != "" {
		t.Errorf("git status is not clean:\n%s", out)
	}
	if out := git(t, dir, "fsck", "--strict", "--no-progress"); out != "" {
		t.Errorf("git fsck says:\n%s", out)
	}
	if out := git(t, dir, "log", "--format=%an <%ae> %s"); out != "Ada <ada@example.com> Start the project" {
		t.Errorf("git log says %q", out)
	}
}

func checkFiles(t *testing.T, dir string, o Options) {
	t.Helper()
	want := map[string]render.File{}
	for _, f := range o.Plan.Files {
		want[f.Path] = f
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path == filepath.Join(dir, ".git"):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		rel, _ := filepath.Rel(dir, path)
		rel = filepath.ToSlash(rel)
		if rel == LockName {
			return nil
		}
		f, expected := want[rel]
		delete(want, rel)
		data, err := os.ReadFile(path)
		if !expected || err != nil || !bytes.Equal(data, f.Data) {
			t.Errorf("%s: expected %t, as planned %t, %v", rel, expected, bytes.Equal(data, f.Data), err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	for path := range want {
		t.Errorf("%s is missing", path)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".*"+insideName)); len(left) > 0 {
		t.Errorf("%s was left behind", left)
	}
}

func TestWriteMakesAMissingTarget(t *testing.T) {
	o := sampleOptions(filepath.Join(t.TempDir(), "demo"), 80)
	res, err := Write(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, o.Dir, o)
	if head := git(t, o.Dir, "rev-parse", "main"); head != res.Commit {
		t.Errorf("the commit is %s, but git says %s", res.Commit, head)
	}
}

func TestWriteTakesAnEmptyFolder(t *testing.T) {
	o := sampleOptions(t.TempDir(), 30)
	if _, err := Write(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	checkWhole(t, o.Dir, o)
}

func TestWriteTakesAFreshClone(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q", "--bare", "-b", "trunk", "remote.git")
	git(t, dir, "clone", "-q", "remote.git", "clone")
	o := sampleOptions(filepath.Join(dir, "clone"), 30)
	res, err := Write(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, o.Dir, o)
	if res.Branch != "trunk" {
		t.Errorf("the branch is %q", res.Branch)
	}
	git(t, o.Dir, "push", "-q", "origin", "trunk")
	if head := git(t, filepath.Join(dir, "remote.git"), "rev-parse", "trunk"); head != res.Commit {
		t.Errorf("pushed %s, but made %s", head, res.Commit)
	}
}
