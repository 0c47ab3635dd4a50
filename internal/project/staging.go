package project

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
