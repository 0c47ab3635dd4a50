package project

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// A journal says what is about to be moved from a staging folder into an existing target. It is written before
// the first move, so that a later run can tell what a killed one had moved, and move it back.
type journal struct {
	Moves []move            `json:"moves"`
	Files map[string]string `json:"files"` // the digest of what is moved, by path in the target
	Last  bool              `json:"last"`  // once these moves are done, the project is whole
}

// move is one rename. Both paths are relative to the target, with slashes.
type move struct {
	From  string `json:"from,omitempty"`
	To    string `json:"to"`
	IsNew bool   `json:"isNew,omitempty"` // To is a folder that is made; there is no From
}

// rollBack undoes the moves of the dead run whose staging folder is dir, unless it had done them all.
// It says whether there was anything to undo, and touches nothing if anything that it would have to move was changed since.
func rollBack(sys System, dir string) (undone bool, err error) {
	root := filepath.Dir(dir)
	journals, err := readJournals(dir)
	if err != nil {
		return false, err
	}
	var undo []move
	for _, j := range journals {
		done := j.done(root)
		if j.Last && len(done) == len(j.Moves) {
			return false, nil
		}
		for _, m := range done {
			if err := checkUnchanged(root, m, j.Files); err != nil {
				return false, err
			}
		}
		slices.Reverse(done)
		undo = append(undo, done...)
	}
	for _, m := range undo {
		to := filepath.Join(root, filepath.FromSlash(m.To))
		if m.IsNew {
			err = ignoreNotEmpty(sys.Remove(to))
		} else {
			err = sys.Rename(to, filepath.Join(root, filepath.FromSlash(m.From)))
		}
		if err != nil {
			return true, diskError(to, err)
		}
	}
	return len(undo) > 0, nil
}

// readJournals reads the journals in dir, the last one first.
func readJournals(dir string) ([]journal, error) {
	var journals []journal
	for _, name := range []string{journalName + "2", journalName + "1"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, diskError(dir, err)
		}
		var j journal
		if json.Unmarshal(data, &j) != nil {
			continue // the run was killed while it wrote this, so before the moves
		}
		for _, m := range j.Moves {
			if !filepath.IsLocal(filepath.FromSlash(m.To)) || m.From != "" && !filepath.IsLocal(filepath.FromSlash(m.From)) {
				return nil, notOurs(dir)
			}
		}
		journals = append(journals, j)
	}
	return journals, nil
}

// done are the moves that were done. What is still at the start of a move hasn't been moved; but something of
// the project takes the place of what was moved out of its way.
func (j *journal) done(root string) []move {
	var done []move
	for _, m := range j.Moves {
		if exists(root, m.To) && (m.From == "" || m.outOfTheWay() || !exists(root, m.From)) {
			done = append(done, m)
		}
	}
	return done
}

// outOfTheWay says that this moves something of the user's into the staging folder.
func (m move) outOfTheWay() bool { return path.Dir(m.To) == insideName }

func exists(root, path string) bool {
	_, err := os.Lstat(filepath.Join(root, filepath.FromSlash(path)))
	return err == nil
}

// checkUnchanged refuses if anything at m.To is not as it was written.
func checkUnchanged(root string, m move, digests map[string]string) error {
	if m.IsNew || m.outOfTheWay() {
		return nil
	}
	return filepath.WalkDir(filepath.Join(root, filepath.FromSlash(m.To)), func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return diskError(file, err)
		}
		if d.IsDir() {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(file)
		if err == nil && d.Type().IsRegular() && digests[filepath.ToSlash(rel)] == digest(data) {
			return nil
		}
		return &Error{
			Kind: Exists, Code: "target_conflicts", Err: err,
			Message: fmt.Sprintf("an earlier run was killed while it wrote this project, and %s was changed since", file),
			Hint:    fmt.Sprintf("save what you need of it; then delete the unfinished files and %s", filepath.Join(root, insideName)),
		}
	})
}

// ignoreNotEmpty forgives that a folder has something in it by now.
func ignoreNotEmpty(err error) error {
	if errors.Is(err, fs.ErrNotExist) || isNotEmpty(err) {
		return nil
	}
	return err
}
