package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/scaffolio/scaffolio/internal/gitrepo"
)

// target is where a project goes.
type target struct {
	path   string            // absolute; of a link, what it points to
	exists bool              // it is there: empty, or with nothing but a new .git
	repo   *gitrepo.Existing // nil when it has no .git
}

// gitDir is where the project's repository is or will be.
func (t *target) gitDir() string { return filepath.Join(t.path, ".git") }

// staging is where its staging folder goes.
func (t *target) staging() string {
	if t.exists {
		return filepath.Join(t.path, insideName)
	}
	return filepath.Join(filepath.Dir(t.path), besideName(filepath.Base(t.path)))
}

// findTarget looks at dir and refuses what can't become a project. What a dead run left inside it is cleared
// away first.
func findTarget(sys System, dir string) (*target, error) {
	if dir == "" || strings.ContainsRune(dir, 0) {
		return nil, &Error{Kind: Input, Code: "bad_target", Message: "the project needs a folder to go to", Hint: "name one: scaffolio new my-project"}
	}
	path, err := filepath.Abs(dir)
	if err != nil {
		return nil, &Error{Kind: Environment, Code: "no_current_folder", Err: err, Message: "the current folder is gone", Hint: "change into one that exists"}
	}
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if path, info, err = follow(dir, path); err != nil {
			return nil, err
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) || isNotDir(err):
		return &target{path: path}, checkParent(dir, filepath.Dir(path))
	case err != nil:
		return nil, lookError(dir, err)
	case !info.IsDir():
		return nil, &Error{Kind: Exists, Code: "target_is_file", Message: fmt.Sprintf("%s is a file, not a folder", dir), Hint: "choose another name"}
	}
	clearBeside(sys, path)
	return findExisting(sys, dir, path)
}

// clearBeside clears away what a run that was killed after its last step, the rename to path, left beside it.
// Whatever hinders that is no concern of this run.
func clearBeside(sys System, path string) {
	beside := (&target{path: path}).staging()
	if _, err := os.Lstat(beside); err == nil {
		_ = reclaim(sys, beside)
	}
}

// follow resolves a target that is a link.
func follow(dir, path string) (string, fs.FileInfo, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", nil, &Error{
			Kind: Exists, Code: "target_is_link", Err: err,
			Message: fmt.Sprintf("%s is a link that leads nowhere", dir), Hint: "delete the link, or choose another name",
		}
	}
	info, err := os.Lstat(real)
	return real, info, err
}

// checkParent makes sure that a missing target can be made.
func checkParent(dir, parent string) error {
	info, err := os.Stat(parent)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Error{
			Kind: Environment, Code: "parent_missing", Err: err,
			Message: fmt.Sprintf("%s can't be made: there is no folder %s", dir, parent), Hint: fmt.Sprintf("make it first: mkdir -p %q", parent),
		}
	case isNotDir(err) || err == nil && !info.IsDir():
		return &Error{
			Kind: Environment, Code: "parent_is_file", Err: err,
			Message: fmt.Sprintf("%s can't be made: %s is a file, or below one", dir, parent), Hint: "choose another folder",
		}
	case err != nil:
		return lookError(dir, err)
	}
	return nil
}

// findExisting takes a folder that is empty or has nothing but a repository without commits.
func findExisting(sys System, dir, path string) (*target, error) {
	t := &target{path: path, exists: true}
	if _, err := os.Lstat(t.staging()); err == nil {
		undone, err := reclaimed(sys, t.staging())
		if err != nil {
			return nil, err
		}
		if _, err := os.Lstat(t.staging()); err == nil && undone {
			return t, nil // a dry run: what it would have cleared away, and found, is still there
		}
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, lookError(dir, err)
	}
	var others []string
	for _, e := range entries {
		switch {
		case e.Name() == ".git":
			t.repo = &gitrepo.Existing{}
		case e.Name() != insideName: // still there in a dry run only
			others = append(others, e.Name())
		}
	}
	if len(others) > 0 {
		return nil, &Error{
			Kind: Exists, Code: "target_exists",
			Message: fmt.Sprintf("%s exists and isn't empty: it has %s", dir, sample(others)), Hint: "choose another name, or an empty folder",
		}
	}
	if t.repo == nil {
		return t, nil
	}
	t.repo, err = gitrepo.Inspect(t.gitDir())
	var taken *gitrepo.Taken
	if errors.As(err, &taken) {
		return nil, &Error{
			Kind: Exists, Code: "target_conflicts", Err: err,
			Message: fmt.Sprintf("%s can't be used: %s", dir, taken.Reason), Hint: "use a new or freshly cloned empty repository, or choose another folder",
		}
	}
	if err != nil {
		return nil, lookError(dir, err)
	}
	return t, nil
}

// sample names a few of names.
func sample(names []string) string {
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
	}
	return strings.Join(names, ", ")
}

// lookError is about a target that can't even be looked at.
func lookError(dir string, err error) error {
	e := &Error{Kind: Environment, Code: "disk_error", Err: err, Message: fmt.Sprintf("can't look at %s: %v", dir, cause(err))}
	switch {
	case errors.Is(err, fs.ErrPermission):
		e.Code, e.Hint = "permission_denied", "choose a folder that you may read and write"
	case isTooLong(err):
		e.Kind, e.Code, e.Hint = Input, "bad_target", "choose a shorter name"
	}
	return e
}
