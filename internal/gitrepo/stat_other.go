//go:build !linux && !darwin && !windows

package gitrepo

import (
	"io/fs"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// fillStat leaves zeros, as git does where the system has no such numbers.
func fillStat(e *index.Entry, info fs.FileInfo) {
	e.CreatedAt = info.ModTime()
}
