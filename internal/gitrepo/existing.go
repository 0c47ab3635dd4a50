package gitrepo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// Existing is a repository without commits, such as a fresh clone of an empty one.
type Existing struct {
	Branch   string // the one that the first commit makes
	OldIndex bool   // it has an index, with nothing staged
}

// Taken is the reason why a repository can't get its first commit from here.
type Taken struct {
	Reason string
}

func (t *Taken) Error() string { return t.Reason }

// Inspect looks at the repository whose .git is gitDir. The error is a *Taken when it is healthy but not new.
func Inspect(gitDir string) (*Existing, error) {
	info, err := os.Lstat(gitDir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &Taken{"its .git is a link to a repository elsewhere (a worktree or a submodule)"}
	}
	head, err := os.ReadFile(filepath.Join(gitDir, "HEAD"))
	if err != nil {
		return nil, &Taken{"its .git is no repository: it has no HEAD"}
	}
	branch, ok := strings.CutPrefix(strings.TrimSpace(string(head)), "ref: refs/heads/")
	if !ok || !fs.ValidPath(branch) {
		return nil, &Taken{"its repository has commits already"}
	}
	if err := checkFormat(gitDir); err != nil {
		return nil, err
	}
	if err := checkRefs(gitDir); err != nil {
		return nil, err
	}
	old, err := checkIndex(gitDir)
	return &Existing{Branch: branch, OldIndex: old}, err
}

// checkFormat refuses repositories whose files look other than those that are written here.
func checkFormat(gitDir string) error {
	data, err := os.ReadFile(filepath.Join(gitDir, "config"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	list, err := parseConfig(data)
	if err != nil {
		return &Taken{fmt.Sprintf("its .git/config can't be read: %v", err)}
	}
	for _, s := range list {
		switch name := s.name(); {
		case name == "core.bare" && isTrue(s.value):
			return &Taken{"its repository is a bare one"}
		case name == "core.worktree":
			return &Taken{"its repository keeps its files elsewhere (core.worktree)"}
		case name == "extensions.objectformat" && s.value != "sha1", name == "extensions.refstorage" && s.value != "files":
			return &Taken{fmt.Sprintf("its repository has the format %s, which scaffolio can't write", s.value)}
		}
	}
	return nil
}

// checkRefs refuses repositories with a branch or a tag, their own or a remote's.
func checkRefs(gitDir string) error {
	taken := &Taken{"its repository has commits already"}
	packed, err := os.ReadFile(filepath.Join(gitDir, "packed-refs"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for line := range bytes.Lines(packed) {
		if len(bytes.TrimSpace(line)) > 0 && line[0] != '#' {
			return taken
		}
	}
	return filepath.WalkDir(filepath.Join(gitDir, "refs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		// A clone of an empty repository may point origin/HEAD at a branch that doesn't exist.
		if data, err := os.ReadFile(path); err == nil && bytes.HasPrefix(data, []byte("ref: ")) {
			return nil
		}
		return taken
	})
}

// checkIndex says whether there is an index, and refuses one with files staged.
func checkIndex(gitDir string) (bool, error) {
	if _, err := os.Lstat(filepath.Join(gitDir, "index.lock")); err == nil {
		return false, &Taken{"git is at work in it (.git/index.lock is there)"}
	}
	data, err := os.ReadFile(filepath.Join(gitDir, "index"))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var idx index.Index
	if err := index.NewDecoder(bytes.NewReader(data)).Decode(&idx); err != nil {
		return true, &Taken{fmt.Sprintf("its .git/index can't be read: %v", err)}
	}
	if len(idx.Entries) > 0 {
		return true, &Taken{"its repository has files staged for a commit"}
	}
	return true, nil
}
