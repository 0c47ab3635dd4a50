package gitrepo

import (
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	gogit "github.com/go-git/go-git/v5/plumbing/object"

	"github.com/scaffolio/scaffolio/internal/render"
)

// trickyFiles are named so that a careless order of a tree's entries shows, and have equal and empty contents.
var trickyFiles = []render.File{
	{Path: ".gitattributes", Data: []byte("* text=auto eol=lf\n")},
	{Path: "a-b/x", Data: []byte("one\n")},
	{Path: "a.b", Data: []byte("one\n")},
	{Path: "a/b/c/d", Data: nil},
	{Path: "a/x", Data: []byte("two\n")},
	{Path: "a0", Data: []byte(strings.Repeat("long ", 100_000))},
	{Path: "empty", Data: nil},
	{Path: "run.sh", Executable: true, Data: []byte("#!/bin/sh\n")},
	{Path: "ü/☃.txt", Data: []byte{0, 1, 2, 255}},
}

func sampleCommit() *Commit {
	s := Signature{Name: "Ada", Email: "ada@example.com", When: time.Unix(1700000000, 0).UTC()}
	return &Commit{Author: s, Committer: s, Message: "Start the project\n\nWith a body.\n"}
}

// lay writes s out as a repository and returns its folder.
func lay(t *testing.T, s *Snapshot, files []render.File, commit *Commit) string {
	t.Helper()
	dir := t.TempDir()
	skeleton := NewSkeleton("main", Traits{FileMode: true, Symlinks: true})
	for _, name := range skeleton.Folders {
		must(t, os.MkdirAll(filepath.Join(dir, ".git", name), 0o755))
	}
	write := func(root string, list []render.File) {
		for _, f := range list {
			mode := fs.FileMode(0o644)
			if f.Executable {
				mode = 0o755
			}
			file := filepath.Join(root, filepath.FromSlash(f.Path))
			must(t, os.MkdirAll(filepath.Dir(file), 0o755))
			must(t, os.WriteFile(file, f.Data, mode))
		}
	}
	write(dir, files)
	index, err := s.Index(files, func(path string) (fs.FileInfo, error) { return os.Lstat(filepath.Join(dir, path)) })
	must(t, err)
	git := filepath.Join(dir, ".git")
	write(git, skeleton.Files)
	write(git, s.Objects())
	write(git, s.Refs("main", commit))
	write(git, []render.File{{Path: "index", Data: index}})
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSnapshotIsWhatGitWouldHaveMade(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	s, err := NewSnapshot(trickyFiles, sampleCommit())
	must(t, err)
	dir := lay(t, s, trickyFiles, sampleCommit())
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "LC_ALL=C",
			"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_AUTHOR_DATE=1700000000 +0000",
			"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com", "GIT_COMMITTER_DATE=1700000000 +0000")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	if out := run("fsck", "--strict", "--full", "--no-progress"); out != "" {
		t.Errorf("git fsck says:\n%s", out)
	}
	run("verify-pack", ".git/objects/pack/"+s.Name+".idx")
	if out := run("status", "--porcelain"); out != "" {
		t.Errorf("git status says:\n%s", out)
	}
	if out := run("diff-files"); out != "" { // what git would have to read again
		t.Errorf("the index doesn't match the disk:\n%s", out)
	}
	if out := run("reflog"); !strings.HasSuffix(out, "commit (initial): Start the project") {
		t.Errorf("git reflog says %q", out)
	}
	// The same files, added and committed by git: the same commit.
	must(t, os.RemoveAll(filepath.Join(dir, ".git")))
	run("init", "-q", "-b", "main")
	run("add", ".")
	run("commit", "-q", "-m", "Start the project\n\nWith a body.")
	if want := run("rev-parse", "HEAD"); s.Commit != want {
		t.Errorf("the commit is %s, git makes %s", s.Commit, want)
	}
}

func TestSnapshotIsReadByGoGit(t *testing.T) {
	s, err := NewSnapshot(trickyFiles, sampleCommit())
	must(t, err)
	repo, err := git.PlainOpen(lay(t, s, trickyFiles, sampleCommit()))
	must(t, err)
	head, err := repo.Head()
	must(t, err)
	commit, err := repo.CommitObject(head.Hash())
	must(t, err)
	files, err := commit.Files()
	must(t, err)
	want := map[string]render.File{}
	for _, f := range trickyFiles {
		want[f.Path] = f
	}
	must(t, files.ForEach(func(f *gogit.File) error {
		r, err := f.Reader()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(r)
		if string(data) != string(want[f.Name].Data) || f.Mode != modeOf(want[f.Name]) {
			t.Errorf("%s has other content or another mode", f.Name)
		}
		delete(want, f.Name)
		return err
	}))
	for path := range want {
		t.Errorf("%s isn't in the commit", path)
	}
}

func TestSnapshotWithoutCommit(t *testing.T) {
	s, err := NewSnapshot(trickyFiles, nil)
	must(t, err)
	if s.Commit != "" || s.Refs("main", nil) != nil {
		t.Errorf("there is a commit: %s, %v", s.Commit, s.Refs("main", nil))
	}
}

func BenchmarkSnapshot(b *testing.B) {
	var files []render.File
	for i := range 80 {
		files = append(files, render.File{Path: "dir/" + string(rune('a'+i%26)) + string(rune('a'+i/26)), Data: []byte(strings.Repeat(time.Unix(int64(i), 0).String(), 170))})
	}
	for b.Loop() {
		if _, err := NewSnapshot(files, sampleCommit()); err != nil {
			b.Fatal(err)
		}
	}
}
