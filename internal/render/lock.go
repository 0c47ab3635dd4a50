package render

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/pack"
)

// RefreshCommand makes the locks that a pack lacks.
const RefreshCommand = "go run ./scripts/refresh-locks"

// LockProject stands for every project in a stored lock: what it is called is put in when a lock is used.
func LockProject(license string) Project {
	return Project{
		Name: "scaffolio-locked-name", Module: "lock.invalid/scaffolio-locked-module", Title: "Locked title",
		Author: "Locked author", License: license, Year: 2000, RepoURL: "https://lock.invalid/repository",
	}
}

// MissingLockError says that the pack has no lock for a manifest.
type MissingLockError struct{ Language, Manifest, File string }

func (e *MissingLockError) Error() string {
	return fmt.Sprintf("the pack has no lock for this %s (%s is missing); make it with: %s", e.Manifest, e.File, RefreshCommand)
}

// lock puts the stored locks of the language into the project.
func (r *run) lock(files []File) ([]File, error) {
	if r.language == nil || r.in.WithoutLocks {
		return files, nil
	}
	for _, l := range r.language.Locks {
		key, err := r.lockKey(l)
		if err != nil || key == "" {
			return files, err
		}
		for _, name := range l.Files {
			if files, err = r.lockFile(files, l, key, name); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

// lockKey is the hash of the manifest with the project's name left out, or "" when this project has none.
func (r *run) lockKey(l pack.Lock) (string, error) {
	i := slices.IndexFunc(r.sources, func(s *packFile) bool { return s.path == l.Manifest })
	if i < 0 {
		return "", nil
	}
	neutral := *r.sources[i]
	w := newWorker(r)
	dot := neutral.subject.dot(r.dot)
	dot["Project"] = LockProject(r.in.Project.License)
	data, err := w.contentWith(&neutral, dot)
	if err != nil {
		return "", err
	}
	return LockKey(data), nil
}

// LockKey is what the locks of a manifest are stored under. The manifest is that of a LockProject.
func LockKey(manifest []byte) string {
	sum := sha256.Sum256(manifest)
	return hex.EncodeToString(sum[:8])
}

// LockPath is where a lock of a language is stored in the pack. It is never called exactly as in the project:
// a folder with a go.mod would not be part of the program.
func LockPath(language, key, name string) string {
	return path.Join(language, "locks", key+"."+path.Base(name))
}

func (r *run) lockFile(files []File, l pack.Lock, key, name string) ([]File, error) {
	stored := LockPath(r.language.Folder(), key, name)
	if !r.pack.Has(stored) {
		return nil, &MissingLockError{Language: r.language.Name, Manifest: l.Manifest, File: stored}
	}
	data, err := r.pack.ReadFile(stored)
	if err != nil {
		return nil, err
	}
	locked := LockProject("")
	text := strings.NewReplacer(locked.Module, r.in.Project.Module, locked.Name, r.in.Project.Name).Replace(string(data))
	for i := range files {
		if files[i].Path == name {
			files[i].Data = []byte(text)
			return files, nil
		}
	}
	return append(files, File{Path: name, Data: []byte(text)}), nil
}
