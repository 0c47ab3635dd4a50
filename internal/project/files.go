package project

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"sync"

	"github.com/scaffolio/scaffolio/internal/render"
)

func (w *writer) mkdir(path string) error {
	if err := w.sys.Mkdir(path, 0o777); err != nil {
		return diskError(w.shown(path), err)
	}
	w.created(path)
	return nil
}

func (w *writer) write(path string, data []byte, perm fs.FileMode) error {
	if err := w.sys.WriteFile(path, data, perm); err != nil {
		return diskError(w.shown(path), err)
	}
	w.created(path)
	return nil
}

func (w *writer) rename(from, to string) error {
	if err := w.sys.Rename(from, to); err != nil {
		return renameError(to, err)
	}
	w.undo = append(w.undo, func() error { return w.clean.Rename(to, from) })
	return nil
}

// shown is the path as the user knows it: the place in the target, not in the staging folder.
func (w *writer) shown(path string) string {
	rest, err := filepath.Rel(w.staging.path(treeName), path)
	if err != nil || !filepath.IsLocal(rest) {
		return path
	}
	return filepath.Join(w.target.path, rest)
}

// renameError is diskError for what turned up at path in the meantime.
func renameError(path string, err error) error {
	if errors.Is(err, fs.ErrExist) || isNotEmpty(err) {
		return &Error{
			Kind: Exists, Code: "target_exists", Err: err,
			Message: fmt.Sprintf("%s appeared while the project was written", path), Hint: "choose another name, or an empty folder",
		}
	}
	return diskError(path, err)
}

// writeFiles writes files below root, and the folders that they need.
func (w *writer) writeFiles(root string, files []render.File, perm fs.FileMode) error {
	return w.writeInto(root, files, perm, map[string]bool{".": true})
}

// writeInto is writeFiles where the folders in made were made before. Making a file is mostly waiting for the
// system, so that is done a few at a time.
func (w *writer) writeInto(root string, files []render.File, perm fs.FileMode, made map[string]bool) error {
	for _, f := range files {
		if err := w.mkdirs(root, path.Dir(f.Path), made); err != nil {
			return err
		}
	}
	errs := make([]error, len(files))
	var group sync.WaitGroup
	for first := range writers {
		group.Go(func() {
			for i := first; i < len(files); i += writers {
				errs[i] = w.sys.WriteFile(w.fullPath(root, files[i]), files[i].Data, modeOf(files[i], perm))
			}
		})
	}
	group.Wait()
	var failed error
	for i, err := range errs {
		if err == nil {
			w.created(w.fullPath(root, files[i]))
		} else if failed == nil {
			failed = diskError(w.shown(w.fullPath(root, files[i])), err)
		}
	}
	return failed
}

// writers is how many files are written at the same time.
const writers = 4

func (w *writer) fullPath(root string, f render.File) string {
	return filepath.Join(root, filepath.FromSlash(f.Path))
}

func modeOf(f render.File, perm fs.FileMode) fs.FileMode {
	if f.Executable {
		return perm | 0o111
	}
	return perm
}

// created notes that path is to be removed if the project can't be finished.
func (w *writer) created(path string) {
	w.undo = append(w.undo, func() error { return w.clean.Remove(path) })
}

// mkdirs makes dir and the folders above it, up to root, unless it is known that they were made.
func (w *writer) mkdirs(root, dir string, made map[string]bool) error {
	if made[dir] {
		return nil
	}
	if err := w.mkdirs(root, path.Dir(dir), made); err != nil {
		return err
	}
	made[dir] = true
	return w.mkdir(filepath.Join(root, filepath.FromSlash(dir)))
}
