package gitrepo

import (
	"io/fs"
	"syscall"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// fillStat puts into e what only this system's stat tells: git for Windows takes the time of creation, and
// leaves the numbers that Windows doesn't have at zero.
func fillStat(e *index.Entry, info fs.FileInfo) {
	if st, ok := info.Sys().(*syscall.Win32FileAttributeData); ok {
		e.CreatedAt = time.Unix(0, st.CreationTime.Nanoseconds())
	}
}
