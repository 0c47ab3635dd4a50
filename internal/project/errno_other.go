//go:build !unix

package project

import (
	"errors"
	"syscall"
)

// What Windows calls a write-protected disk, a full one, and a name that it doesn't take.
const (
	errorWriteProtect   = syscall.Errno(19)
	errorHandleDiskFull = syscall.Errno(39)
	errorDiskFull       = syscall.Errno(112)
	errorBadName        = syscall.Errno(123)
	errorDirNotEmpty    = syscall.Errno(145)
	errorNameTooLong    = syscall.Errno(206)
)

func isFull(err error) bool {
	return errors.Is(err, errorDiskFull) || errors.Is(err, errorHandleDiskFull)
}

func isReadOnly(err error) bool { return errors.Is(err, errorWriteProtect) }

func isNotDir(error) bool { return false } // Windows calls it "path not found"

func isTooLong(err error) bool {
	return errors.Is(err, errorNameTooLong) || errors.Is(err, errorBadName)
}

func isNotEmpty(err error) bool { return errors.Is(err, errorDirNotEmpty) }
