// Package gitrepo makes the first commit of a project.
//
// It turns files in memory into the content of a .git folder, in memory too: one pack, its index, a branch.
// Writing that down is the caller's business, so that a project appears on the disk in one place and at once.
// What it reads are the user's git settings, for the identity, and a repository that is already there.
package gitrepo

import (
	"bytes"
	"fmt"
	"path"
	"sort"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/scaffolio/scaffolio/internal/render"
)

// Signature says who did something, and when.
type Signature struct {
	Name  string
	Email string
	When  time.Time
}

// String is the signature as a commit has it.
func (s Signature) String() string {
	return fmt.Sprintf("%s <%s> %d %s", s.Name, s.Email, s.When.Unix(), s.When.Format("-0700"))
}

// Commit is what the first commit says.
type Commit struct {
	Author    Signature
	Committer Signature
	Message   string
}

// Snapshot is a project as git stores it.
type Snapshot struct {
	Commit    string                   // the commit's id, "" when there is none
	Blobs     map[string]plumbing.Hash // by path
	Name      string                   // "pack-<checksum>"
	Pack      []byte
	PackIndex []byte // the pack's index: where each object is
}

// object is one thing in a pack.
type object struct {
	kind plumbing.ObjectType
	hash plumbing.Hash
	data []byte
}

func newObject(kind plumbing.ObjectType, data []byte) object {
	return object{kind: kind, hash: plumbing.ComputeHash(kind, data), data: data}
}

// NewSnapshot packs files, and a commit of them unless commit is nil.
func NewSnapshot(files []render.File, commit *Commit) (*Snapshot, error) {
	s := &Snapshot{Blobs: make(map[string]plumbing.Hash, len(files))}
	root := &folder{}
	objects := make([]object, 0, len(files)*2)
	for _, f := range files {
		blob := newObject(plumbing.BlobObject, f.Data)
		objects = append(objects, blob)
		s.Blobs[f.Path] = blob.hash
		root.add(f.Path, entry{mode: modeOf(f), hash: blob.hash})
	}
	trees := root.trees(nil)
	objects = append(objects, trees...)
	if commit != nil {
		c := newObject(plumbing.CommitObject, commit.encode(trees[len(trees)-1].hash))
		s.Commit = c.hash.String()
		objects = append(objects, c)
	}
	return s, s.pack(objects)
}

// encode is the commit object's text.
func (c *Commit) encode(tree plumbing.Hash) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "tree %s\nauthor %s\ncommitter %s\n\n%s\n", tree, c.Author, c.Committer, strings.TrimSpace(c.Message))
	return b.Bytes()
}

func modeOf(f render.File) filemode.FileMode {
	if f.Executable {
		return filemode.Executable
	}
	return filemode.Regular
}

// entry is one line of a tree.
type entry struct {
	name string
	mode filemode.FileMode
	hash plumbing.Hash
}

// folder collects what becomes a tree.
type folder struct {
	entries []entry
	folders map[string]*folder
}

func (f *folder) add(name string, e entry) {
	dir, rest, nested := strings.Cut(name, "/")
	if !nested {
		e.name = name
		f.entries = append(f.entries, e)
		return
	}
	if f.folders == nil {
		f.folders = map[string]*folder{}
	}
	if f.folders[dir] == nil {
		f.folders[dir] = &folder{}
	}
	f.folders[dir].add(rest, e)
}

// trees appends the trees of f and all below it to list, its own last.
func (f *folder) trees(list []object) []object {
	names := make([]string, 0, len(f.folders))
	for name := range f.folders {
		names = append(names, name)
	}
	sort.Strings(names)
	entries := f.entries
	for _, name := range names {
		list = f.folders[name].trees(list)
		entries = append(entries, entry{name: name, mode: filemode.Dir, hash: list[len(list)-1].hash})
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].sortKey() < entries[j].sortKey() })
	var b bytes.Buffer
	for _, e := range entries {
		fmt.Fprintf(&b, "%o %s\x00", uint32(e.mode), path.Base(e.name))
		b.Write(e.hash[:])
	}
	return append(list, newObject(plumbing.TreeObject, b.Bytes()))
}

// sortKey is what git sorts a tree by: folders as if their names ended in a slash.
func (e entry) sortKey() string {
	if e.mode == filemode.Dir {
		return e.name + "/"
	}
	return e.name
}
