// Package project puts a Plan onto the disk: all of it, or nothing.
//
// A missing folder is written beside its place and renamed, so that it is never there in part. One that exists
// is filled by a few renames, of which a journal is kept; they are undone when anything goes wrong, by the next
// run if this one is killed.
package project

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/gitrepo"
	"github.com/scaffolio/scaffolio/internal/render"
)

// Options say what to write, and where.
type Options struct {
	Dir    string // the target
	Plan   *render.Plan
	Lock   Lock    // Files is filled in
	Commit *Commit // nil: no repository
	System System  // nil: the disk
}

// Commit is what the first commit needs.
type Commit struct {
	Message string
	Env     gitrepo.Environment // the variables and settings that say who commits, and when
	Now     time.Time           // when the environment doesn't say
}

// Result is what was written.
type Result struct {
	Dir    string // absolute
	Files  []render.File
	Bytes  int64
	Commit string // the id of the first commit, "" when there is none
	Branch string // "" without a repository
	Hints  []string
}

// Write writes a project. Its errors are *Error, or ctx's own; after one, the target is as it was.
func Write(ctx context.Context, o Options) (Result, error) {
	if o.System == nil {
		o.System = Disk{}
	}
	files, err := o.files()
	if err != nil {
		return Result{}, err
	}
	t, err := findTarget(o.System, o.Dir)
	if err != nil {
		return Result{}, err
	}
	w := &writer{target: t, files: files, clean: o.System, sys: until{ctx: ctx, sys: o.System}}
	res := Result{Dir: t.path, Files: files}
	for _, f := range files {
		res.Bytes += int64(len(f.Data))
	}
	if o.Commit != nil {
		if err := w.prepare(o.Commit); err != nil {
			return Result{}, err
		}
		res.Branch = w.branch
		res.Hints = w.hints(o.Commit.Env)
	}
	if err := w.run(); err != nil {
		return Result{}, err
	}
	if w.snapshot != nil {
		res.Commit = w.snapshot.Commit
	}
	return res, nil
}

// files are those of the plan and the lock, sorted by path.
func (o *Options) files() ([]render.File, error) {
	files := slices.Clone(o.Plan.Files)
	lock := o.Lock
	lock.Files = digests(files)
	files = append(files, render.File{Path: LockName, Data: lock.YAML()})
	slices.SortFunc(files, func(a, b render.File) int { return strings.Compare(a.Path, b.Path) })
	return files, checkPaths(files)
}

// writer writes one project.
type writer struct {
	target   *target
	files    []render.File
	sys      System // stops when the context is done
	clean    System // doesn't, and is there to clean up
	staging  *staging
	undo     []func() error
	notes    []string // files in the staging folder beside the tree
	branch   string
	message  string
	commit   *gitrepo.Commit // nil when git doesn't know the user
	signed   bool
	git      bool
	snapshot *gitrepo.Snapshot
	index    []byte
}

// run does it all, or undoes what it did.
func (w *writer) run() (err error) {
	w.staging, err = openStaging(w.clean, w.target.staging(), w.target.path)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil && w.undoAll() != nil {
			w.staging.abandon()
			return
		}
		w.staging.close(w.notes)
	}()
	pack := w.packInBackground()
	if err := w.writeTree(pack); err != nil {
		return err
	}
	if w.target.exists {
		return w.moveIn()
	}
	return w.moveWhole()
}

// packInBackground makes the snapshot while the files are written; the function returned waits for it.
func (w *writer) packInBackground() func() error {
	if !w.git {
		return func() error { return nil }
	}
	done := make(chan error, 1)
	go func() {
		snapshot, err := gitrepo.NewSnapshot(w.files, w.commit)
		w.snapshot = snapshot
		done <- err
	}()
	return func() error { return <-done }
}

// writeTree writes the files, and all of .git but its index, into the staging folder.
func (w *writer) writeTree(pack func() error) error {
	tree := w.staging.path(treeName)
	err := w.mkdir(tree)
	if err == nil {
		err = w.writeFiles(tree, w.files, 0o666)
	}
	if packErr := pack(); err == nil {
		err = packErr
	}
	if err == nil && w.git {
		err = w.writeGit(tree)
	}
	return err
}

// moveWhole puts a new project in its place.
func (w *writer) moveWhole() error {
	tree := w.staging.path(treeName)
	if w.git {
		if err := w.writeIndex(tree, tree); err != nil {
			return err
		}
	}
	return w.rename(tree, w.target.path)
}

// undoAll takes back what was done, the last first. It goes on after a failure, which it returns.
func (w *writer) undoAll() error {
	var errs []error
	for _, back := range slices.Backward(w.undo) {
		errs = append(errs, back())
	}
	return errors.Join(errs...)
}
