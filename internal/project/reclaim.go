package project

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// reclaim clears a staging folder away if it is one whose run is dead, after undoing what that run had done.
func reclaim(sys System, dir string) error {
	_, err := reclaimed(sys, dir)
	return err
}

// reclaimed is reclaim; it says whether there was something to undo.
func reclaimed(sys System, dir string) (undone bool, err error) {
	names, err := readNames(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, diskError(dir, err)
	}
	if len(names) == 0 { // killed at the very start
		return false, diskError(dir, sys.Remove(dir))
	}
	lock, err := lockDead(sys, dir, names)
	if err != nil {
		return false, err
	}
	defer lock.Close()
	if undone, err = rollBack(sys, dir); err != nil {
		return undone, err
	}
	if err := removeNotes(sys, dir, names); err != nil {
		return false, diskError(dir, err)
	}
	if err := removeAll(sys, filepath.Join(dir, treeName)); err != nil {
		return false, diskError(dir, err)
	}
	lock.Close()
	if err := sys.Remove(filepath.Join(dir, lockName)); err != nil {
		return false, diskError(dir, err)
	}
	return undone, diskError(dir, sys.Remove(dir))
}

// lockDead takes the lock of the staging folder dir, which has names in it. That proves that it is one, and that its
// run is dead.
func lockDead(sys System, dir string, names []string) (io.Closer, error) {
	for _, name := range names {
		if !slices.Contains([]string{lockName, treeName, journalName + "1", journalName + "2", indexName}, name) {
			return nil, notOurs(dir)
		}
	}
	if !slices.Contains(names, lockName) {
		return nil, notOurs(dir)
	}
	file := filepath.Join(dir, lockName)
	lock, err := sys.Lock(file, marker)
	switch text, readErr := os.ReadFile(file); {
	case errors.Is(err, ErrLocked):
		return nil, inUse(dir)
	case errors.Is(err, ErrNoLocks):
		lock.Close()
		return nil, inUse(dir)
	case err != nil:
		return nil, diskError(dir, err)
	case readErr != nil || len(text) > 0 && string(text) != marker:
		lock.Close()
		return nil, notOurs(dir)
	}
	return lock, nil
}

// readNames are the names in dir; a file or a link there is nothing of ours.
func readNames(dir string) ([]string, error) {
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{info.Name()}, nil
	}
	entries, err := os.ReadDir(dir)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

// removeAll removes root and all below it, without following links.
func removeAll(sys System, root string) error {
	var paths []string
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			paths = append(paths, path)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, path := range slices.Backward(paths) {
		if err := sys.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return err
}
