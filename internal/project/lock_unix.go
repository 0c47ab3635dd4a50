//go:build unix

package project

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lockFile locks f until it is unlocked, or the process is gone.
func lockFile(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	switch {
	case errors.Is(err, unix.EWOULDBLOCK):
		return ErrLocked
	case errors.Is(err, unix.ENOLCK), errors.Is(err, unix.ENOTSUP), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EINVAL):
		return ErrNoLocks
	}
	return err
}

// unlockFile lets go of the lock at once, also when a program that is just being started still has a copy of f.
func unlockFile(f *os.File) { _ = unix.Flock(int(f.Fd()), unix.LOCK_UN) }
