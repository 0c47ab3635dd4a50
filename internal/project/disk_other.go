//go:build !linux && !darwin && !windows

package project

// renameNew renames unless something is there.
func renameNew(from, to string) error { return renameChecked(from, to) }
