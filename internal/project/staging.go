package project

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// A staging folder is where a project is written before it is moved to its place in one go. It lies beside a
// target that is missing, and inside one that is there, so that both are on one disk. It holds:
//
//	lock      locked for as long as the run lives; says what the folder is
//	tree/     the project
//	journal-* what is being moved out of tree into an existing target
//	index     an empty index that was in an existing target's .git
//
// A run that is killed leaves it behind, unlocked: that is how the next run knows that it may clear it away.
const (
	lockName    = "lock"
	treeName    = "tree"
	journalName = "journal-"
	indexName   = "index"
	insideName  = ".scaffolio.tmp"
	marker      = "An unfinished project of scaffolio. If no scaffolio is running, this folder can be deleted.\n"
)

// besideName is the name of the staging folder for a missing target called base.
func besideName(base string) string {
	if len(base) > 200 { // names have an end, mostly after 255 bytes
		sum := sha256.Sum256([]byte(base))
		base = hex.EncodeToString(sum[:16])
	}
	return "." + base + insideName
}

// staging is the staging folder of this run.
type staging struct {
	sys  System
	dir  string
	lock io.Closer
}

// openStaging makes the staging folder dir for target, in the place of one that a dead run left there.
func openStaging(sys System, dir, target string) (*staging, error) {
	err := sys.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		if err := reclaim(sys, dir); err != nil {
			return nil, err
		}
		err = sys.Mkdir(dir, 0o700)
	}
	if err != nil {
		return nil, diskError(target, err)
	}
	s := &staging{sys: sys, dir: dir}
	s.lock, err = sys.Lock(filepath.Join(dir, lockName), marker)
	if errors.Is(err, ErrLocked) {
		return nil, inUse(dir)
	}
	if err != nil && !errors.Is(err, ErrNoLocks) {
		_ = sys.Remove(filepath.Join(dir, lockName)) // what can't be removed, the next run clears
		_ = sys.Remove(dir)
		return nil, diskError(target, err)
	}
	return s, nil
}

func (s *staging) path(elem ...string) string {
	return filepath.Join(append([]string{s.dir}, elem...)...)
}

// close removes the folder, in which by now are only the run's own notes and folders whose files were moved.
// It stops at what can't be removed, with the lock still there: then the next run clears the rest away. The
// project is where it belongs, or gone, so there is nothing to report.
//
// The first journal goes first: without it nothing is rolled back any more.
func (s *staging) close(notes []string) {
	defer s.lock.Close()
	if removeNotes(s.sys, s.dir, notes) != nil || removeAll(s.sys, s.path(treeName)) != nil {
		return
	}
	s.lock.Close() // Windows deletes no file that is open
	if s.sys.Remove(s.path(lockName)) == nil {
		_ = s.sys.Remove(s.dir)
	}
}

// removeNotes removes those of the notes that are there, in such an order that a kill in between does no harm:
// without the first journal nothing is rolled back that was whole, and the second one vouches for the index.
func removeNotes(sys System, dir string, notes []string) error {
	for _, name := range []string{journalName + "1", journalName + "2", indexName} {
		if !slices.Contains(notes, name) {
			continue
		}
		if err := sys.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// abandon leaves the folder to the next run.
func (s *staging) abandon() { s.lock.Close() }

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
	for _, name := range names {
		if !isNote(name) && name != treeName {
			return false, notOurs(dir)
		}
	}
	if !slices.Contains(names, lockName) {
		return false, notOurs(dir)
	}
	lock, err := sys.Lock(filepath.Join(dir, lockName), marker)
	if errors.Is(err, ErrLocked) || errors.Is(err, ErrNoLocks) {
		if lock != nil {
			lock.Close()
		}
		return false, inUse(dir)
	}
	if err != nil {
		return false, diskError(dir, err)
	}
	defer lock.Close()
	if text, err := os.ReadFile(filepath.Join(dir, lockName)); err != nil || len(text) > 0 && string(text) != marker {
		return false, notOurs(dir)
	}
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

func isNote(name string) bool {
	return name == lockName || name == indexName || name == journalName+"1" || name == journalName+"2"
}

func readNames(dir string) ([]string, error) {
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{info.Name()}, nil // a file is nothing of ours
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

func inUse(dir string) error {
	return &Error{
		Kind: Exists, Code: "target_in_use",
		Message: "another scaffolio is writing this project right now",
		Hint:    fmt.Sprintf("wait for it; if none is running, delete %s", dir),
	}
}

func notOurs(dir string) error {
	return &Error{
		Kind: Exists, Code: "target_conflicts",
		Message: fmt.Sprintf("%s is in the way: scaffolio needs that name for a moment, and didn't make what is there", dir),
		Hint:    "move it away, or choose another folder",
	}
}
