package gitrepo

import (
	"fmt"
	"strings"

	"github.com/scaffolio/scaffolio/internal/render"
)

// DefaultBranch is the branch of a new repository.
const DefaultBranch = "main"

// Traits are what git finds out about a disk when it makes a repository.
type Traits struct {
	FileMode   bool // executable bits are kept
	IgnoreCase bool // "a" and "A" are one file
	Symlinks   bool
	Precompose bool // names come back decomposed, as on macOS
}

// Skeleton is what makes a folder a repository: what is there after `git init`, but for samples.
type Skeleton struct {
	Folders []string
	Files   []render.File
}

// NewSkeleton is the skeleton of a repository on branch.
func NewSkeleton(branch string, t Traits) Skeleton {
	return Skeleton{
		Folders: []string{"info", "objects", "objects/info", "objects/pack", "refs", "refs/heads", "refs/tags"},
		Files: []render.File{
			{Path: "HEAD", Data: []byte("ref: refs/heads/" + branch + "\n")},
			{Path: "config", Data: t.config()},
			{Path: "info/exclude", Data: []byte("# Patterns that git ignores in this copy only.\n")},
		},
	}
}

// config is the configuration of a new repository.
func (t Traits) config() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "[core]\n\trepositoryformatversion = 0\n\tfilemode = %t\n\tbare = false\n\tlogallrefupdates = true\n", t.FileMode)
	if !t.Symlinks {
		b.WriteString("\tsymlinks = false\n")
	}
	if t.IgnoreCase {
		b.WriteString("\tignorecase = true\n")
	}
	if t.Precompose {
		b.WriteString("\tprecomposeunicode = true\n")
	}
	return []byte(b.String())
}

// Objects are the files of the snapshot's pack, relative to .git.
func (s *Snapshot) Objects() []render.File {
	return []render.File{
		{Path: "objects/pack/" + s.Name + ".pack", Data: s.Pack},
		{Path: "objects/pack/" + s.Name + ".idx", Data: s.PackIndex},
	}
}

// Refs are the files that make the snapshot's commit, which is c, the first of branch; the branch itself is the
// last of them: what is written before it changes nothing in a repository. There are none without a commit.
func (s *Snapshot) Refs(branch string, c *Commit) []render.File {
	if s.Commit == "" {
		return nil
	}
	subject, _, _ := strings.Cut(strings.TrimSpace(c.Message), "\n")
	log := fmt.Sprintf("%040d %s %s\tcommit (initial): %s\n", 0, s.Commit, c.Committer, subject)
	return []render.File{
		{Path: "logs/HEAD", Data: []byte(log)},
		{Path: "logs/refs/heads/" + branch, Data: []byte(log)},
		{Path: "refs/heads/" + branch, Data: []byte(s.Commit + "\n")},
	}
}
