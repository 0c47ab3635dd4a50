package project

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
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
// It touches nothing if anything that it would have to move was changed since.
func rollBack(sys System, dir string) error {
	root := filepath.Dir(dir)
	var journals []journal
	for _, name := range []string{journalName + "1", journalName + "2"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err != nil {
			return diskError(dir, err)
		}
		var j journal
		if err := json.Unmarshal(data, &j); err != nil {
			break // it was killed while writing this, so before the moves
		}
		journals = append(journals, j)
	}
	done, err := doneMoves(root, journals)
	if err != nil || len(done) == 0 {
		return err
	}
	for _, m := range slices.Backward(done) {
		to := filepath.Join(root, filepath.FromSlash(m.To))
		if m.IsNew {
			err = ignoreNotEmpty(sys.Remove(to))
		} else {
			err = sys.Rename(to, filepath.Join(root, filepath.FromSlash(m.From)))
		}
		if err != nil {
			return diskError(to, err)
		}
	}
	return nil
}

// doneMoves are the moves that have to be undone: those that were done, or none if that was all of them.
func doneMoves(root string, journals []journal) ([]move, error) {
	var done []move
	for i, j := range journals {
		whole := j.Last && i == len(journals)-1
		for _, m := range j.Moves {
			if !filepath.IsLocal(filepath.FromSlash(m.To)) || m.From != "" && !filepath.IsLocal(filepath.FromSlash(m.From)) {
				return nil, notOurs(filepath.Join(root, insideName))
			}
			if !exists(root, m.To) || m.From != "" && exists(root, m.From) {
				whole = false
				continue
			}
			if err := checkUnchanged(root, m, j.Files); err != nil {
				return nil, err
			}
			done = append(done, m)
		}
		if whole {
			return nil, nil
		}
	}
	return done, nil
}

func exists(root, path string) bool {
	_, err := os.Lstat(filepath.Join(root, filepath.FromSlash(path)))
	return err == nil
}

// checkUnchanged refuses if anything at m.To is not as it was written.
func checkUnchanged(root string, m move, digests map[string]string) error {
	if m.IsNew {
		return nil
	}
	if filepath.Dir(filepath.FromSlash(m.To)) == insideName {
		return nil // what was moved out of the way is the user's as it is
	}
	return filepath.WalkDir(filepath.Join(root, filepath.FromSlash(m.To)), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return diskError(path, err)
		}
		if d.IsDir() {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && d.Type().IsRegular() && digests[filepath.ToSlash(rel)] == digest(data) {
			return nil
		}
		return &Error{
			Kind: Exists, Code: "target_conflicts", Err: err,
			Message: fmt.Sprintf("an earlier run was killed while it wrote this project, and %s was changed since", path),
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
