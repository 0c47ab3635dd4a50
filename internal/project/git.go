package project

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/scaffolio/scaffolio/internal/gitrepo"
)

// prepare finds out what the first commit will say.
func (w *writer) prepare(c *Commit) error {
	w.git, w.branch = true, gitrepo.DefaultBranch
	if w.target.repo != nil {
		w.branch = w.target.repo.Branch
	}
	plan, err := c.Env.Prepare(w.target.gitDir(), w.branch, c.Message, c.Now)
	if err != nil {
		return &Error{Kind: Input, Code: "bad_date", Err: err, Message: err.Error(), Hint: "correct the variable, or unset it"}
	}
	w.commit, w.signed = plan.Commit, plan.Signed
	w.message = c.Message
	return nil
}

// hints tell what the user should know about the repository.
func (w *writer) hints(env gitrepo.Environment) []string {
	var hints []string
	if w.commit == nil {
		hints = append(hints, "git doesn't know who you are, so all files are staged but not committed yet. Tell it, and commit:\n"+
			"  git config --global user.name \"Your Name\"\n"+
			"  git config --global user.email you@example.com\n"+
			fmt.Sprintf("  git commit -m %q", subject(w.message)))
	} else if w.signed {
		hints = append(hints, "your git signs commits; the first one isn't signed. To sign it: git commit --amend --no-edit")
	}
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} {
		if env.Getenv != nil && env.Getenv(name) != "" {
			hints = append(hints, fmt.Sprintf("%s is set, so git won't look at the project's own repository: unset it", name))
			break
		}
	}
	if outer := outerRepo(filepath.Dir(w.target.path)); outer != "" {
		hints = append(hints, fmt.Sprintf("the project lies inside the repository %s, which doesn't track it: move it if that isn't what you want", outer))
	}
	return hints
}

// subject is the first line of a commit's message: one that can be typed.
func subject(message string) string {
	first, _, _ := strings.Cut(message, "\n")
	return first
}

// outerRepo is the folder at or above dir that has a .git, or "".
func outerRepo(dir string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// writeGit writes what goes into .git, apart from the index, below tree. For a repository that is there already
// these are only the files to add to it.
func (w *writer) writeGit(tree string) error {
	git := filepath.Join(tree, ".git")
	if err := w.mkdir(git); err != nil {
		return err
	}
	made := map[string]bool{".": true}
	files := w.snapshot.Refs(w.branch, w.commit)
	if w.target.repo == nil {
		traits, err := w.traits(tree)
		if err != nil {
			return err
		}
		skeleton := gitrepo.NewSkeleton(w.branch, traits)
		for _, dir := range skeleton.Folders {
			if err := w.mkdirs(git, dir, made); err != nil {
				return err
			}
		}
		files = append(files, skeleton.Files...)
	}
	if err := w.writeInto(git, w.snapshot.Objects(), 0o444, made); err != nil {
		return err
	}
	return w.writeInto(git, files, 0o666, made)
}

// traits are found out as git does: by looking at what became of the files.
func (w *writer) traits(tree string) (gitrepo.Traits, error) {
	t := gitrepo.Traits{
		FileMode:   runtime.GOOS != "windows",
		Symlinks:   runtime.GOOS != "windows",
		Precompose: runtime.GOOS == "darwin",
	}
	for _, f := range w.files {
		info, err := w.stat(tree, f.Path)
		if err != nil {
			return t, err
		}
		if info.Mode()&0o100 != 0 != f.Executable {
			t.FileMode = false
		}
	}
	_, err := os.Lstat(filepath.Join(tree, ".SCAFFOLIO.yaml"))
	t.IgnoreCase = err == nil
	return t, nil
}

// writeIndex writes the index of the files below root into tree's .git.
func (w *writer) writeIndex(root, tree string) error {
	index, err := w.snapshot.Index(w.files, func(path string) (fs.FileInfo, error) { return w.stat(root, path) })
	if err != nil {
		return err
	}
	w.index = index
	return w.write(filepath.Join(tree, ".git", "index"), index, 0o666)
}

func (w *writer) stat(root, path string) (fs.FileInfo, error) {
	full := filepath.Join(root, filepath.FromSlash(path))
	info, err := w.sys.Lstat(full)
	if err != nil {
		return nil, diskError(w.shown(full), err)
	}
	return info, nil
}
