package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// Kind says whose business an error is; the command line makes exit codes of it.
type Kind int

// The kinds of errors. What isn't an *Error is internal, or the context's own error.
const (
	Input       Kind = iota + 1 // something that was asked for makes no sense
	Exists                      // the target is there already, or someone else is writing it
	Environment                 // the disk, permissions, the machine
)

// Error is a reason why a project can't be written.
type Error struct {
	Kind    Kind
	Code    string // for programs: "target_exists", "disk_full"…
	Message string
	Hint    string // what to do about it
	Err     error  // the cause, if there is one below
}

func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ErrLocked is returned by System.Lock for a file that somebody else has locked.
var ErrLocked = errors.New("locked by another process")

// ErrNoLocks is returned by System.Lock, together with the open file, on a disk that has no locks. That is no
// reason to give up: the folder that the file is in, which only one run can make, keeps two of them apart.
var ErrNoLocks = errors.New("this disk has no locks")

// diskError says what the disk's refusal of path means to the user.
func diskError(path string, err error) error {
	var known *Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := &Error{Kind: Environment, Code: "disk_error", Err: err, Message: fmt.Sprintf("can't write %s: %v", path, cause(err))}
	switch {
	case isFull(err):
		e.Code = "disk_full"
		e.Hint = "free some space, or choose a folder on another disk; nothing was left behind"
	case isReadOnly(err):
		e.Code = "read_only"
		e.Hint = "this disk can only be read: choose a folder elsewhere"
	case errors.Is(err, fs.ErrPermission):
		e.Code = "permission_denied"
		e.Hint = "choose a folder that you may write to"
	}
	return e
}

// cause is what the system said, without the path that the message has already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
