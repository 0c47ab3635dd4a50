package project

import (
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/render"
)

// moveIn fills a target that exists. The files come first, then the index, which has to know when they were
// moved, and at the very end the branch, or the new .git as a whole.
func (w *writer) moveIn() error {
	var moves []move
	for _, name := range topNames(w.files) {
		moves = append(moves, fromTree(name))
	}
	if err := w.moveAll(moves, "1", digests(w.files), !w.git); err != nil || !w.git {
		return err
	}
	if err := w.writeIndex(w.target.path, w.staging.path(treeName)); err != nil {
		return err
	}
	if w.target.repo == nil {
		return w.moveAll([]move{fromTree(".git")}, "2", nil, true)
	}
	moves, sums := w.gitMoves()
	return w.moveAll(moves, "2", sums, true)
}

// gitMoves add the commit to a repository that is there.
func (w *writer) gitMoves() ([]move, map[string]string) {
	var moves []move
	if w.target.repo.OldIndex {
		moves = append(moves, move{From: ".git/index", To: path.Join(insideName, indexName)})
		w.notes = append(w.notes, indexName)
	}
	files := append(w.snapshot.Objects(), render.File{Path: "index", Data: w.index})
	files = append(files, w.snapshot.Refs(w.branch, w.commit)...)
	sums := map[string]string{}
	made := map[string]bool{}
	for _, f := range files {
		name := path.Join(".git", f.Path)
		if strings.HasPrefix(f.Path, "logs/") && w.there(name) {
			continue // an old log of a repository that had commits once is left alone
		}
		moves = append(moves, w.missingFolders(path.Dir(name), made)...)
		moves = append(moves, fromTree(name))
		sums[name] = digest(f.Data)
	}
	return moves, sums
}

// missingFolders are the moves that make dir in the target.
func (w *writer) missingFolders(dir string, made map[string]bool) []move {
	if dir == "." || made[dir] || w.there(dir) {
		return nil
	}
	made[dir] = true
	return append(w.missingFolders(path.Dir(dir), made), move{To: dir, IsNew: true})
}

func (w *writer) there(name string) bool { return exists(w.target.path, name) }

// moveAll writes the moves into a journal, then does them.
func (w *writer) moveAll(moves []move, number string, sums map[string]string, last bool) error {
	data, err := json.Marshal(journal{Moves: moves, Files: sums, Last: last})
	if err != nil {
		return err
	}
	note := w.staging.path(journalName + number)
	if err := w.sys.WriteFile(note, data, 0o600); err != nil {
		return diskError(w.target.path, err)
	}
	w.notes = append(w.notes, journalName+number)
	for _, m := range moves {
		to := filepath.Join(w.target.path, filepath.FromSlash(m.To))
		if m.IsNew {
			err = w.mkdir(to)
		} else {
			err = w.rename(filepath.Join(w.target.path, filepath.FromSlash(m.From)), to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func fromTree(name string) move { return move{From: path.Join(insideName, treeName, name), To: name} }

// topNames are the files and folders at the top of a project.
func topNames(files []render.File) []string {
	var names []string
	for _, f := range files {
		top, _, _ := strings.Cut(f.Path, "/")
		names = append(names, top)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
