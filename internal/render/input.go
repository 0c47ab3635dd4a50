package render

import (
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/source"
)

// Input is everything that a project is made from besides the pack.
type Input struct {
	Answers map[string]string // by the names of the pack's questions
	Model   *model.Model      // nil for a project type without one
	Source  *source.Source    // nil for a project type without one
	Project Project
	Budget  Budget // the zero Budget is DefaultBudget
	// WithoutLocks leaves the stored locks out, for whoever makes them.
	WithoutLocks bool
}

// Project says whose project it is.
type Project struct {
	Name    string // "my-books": the folder, the repository, the image
	Title   string // "My Books"
	Module  string // "github.com/ada/my-books", where a language has such a thing
	Author  string
	License string // "mit", "apache-2.0" or "none"
	Year    int
	RepoURL string // "https://github.com/ada/my-books", or ""
	Package string // "com.github.ada.mybooks", made from Module by Render
}

// Snake is the name as my_books.
func (p Project) Snake() string { return model.Snake(p.Name) }

// Pascal is the name as MyBooks.
func (p Project) Pascal() string { return model.Pascal(p.Name) }

// Camel is the name as myBooks.
func (p Project) Camel() string { return model.Camel(p.Name) }

// Flat is the name as mybooks.
func (p Project) Flat() string { return strings.Join(model.Words(p.Name), "") }

// Budget bounds what rendering a project may take. Time is bounded by the context.
type Budget struct {
	Steps     int64 // turns of loops, calls, and 256 bytes of text that a function makes
	FileBytes int   // of one file
	Bytes     int64 // of all files
	Files     int
	Depth     int // of includes in includes
}

// DefaultBudget is more than ten times what the largest project of the built-in pack takes.
func DefaultBudget() Budget {
	return Budget{Steps: 1_000_000, FileBytes: 4 << 20, Bytes: 64 << 20, Files: 2000, Depth: 16}
}
