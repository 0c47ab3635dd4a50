package project

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// renameNew renames unless something is there. A virus scanner that looks at a new file holds it for a moment, so
// a refusal is tried again for about a second.
func renameNew(from, to string) error {
	source, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	target, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	for pause := time.Millisecond; ; pause *= 2 {
		err = windows.MoveFileEx(source, target, 0)
		busy := errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION)
		if !busy || pause > 512*time.Millisecond {
			return err
		}
		time.Sleep(pause)
	}
}

// lockFile locks f until it is closed. Windows keeps others from reading what is locked, so that is a byte far
// behind the end of the file.
func lockFile(f *os.File) error {
	const how = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &windows.Overlapped{OffsetHigh: 1})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrLocked
	}
	return err
}

// unlockFile does nothing: Windows unlocks a file when it is closed, and gives no copies of it away.
func unlockFile(*os.File) {}
