// Package render turns a pack, the answers and a model into a Plan: the files of a project, in memory.
// It touches no disk, no clock and no environment, so the same inputs give the same bytes everywhere.
package render

// File is one file of a project.
type File struct {
	Path       string // slash separated, relative to the project's root
	Executable bool
	Data       []byte
}

// Plan is a whole project in memory, sorted by path.
type Plan struct {
	Files []File
}
