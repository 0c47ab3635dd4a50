package project

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"
)

// System is everything that writing a project does to a disk. Nothing in this package writes past it, which is
// what a dry run and the tests, that let each single operation fail, rest on. Files are written from several
// goroutines at once.
type System interface {
	// Mkdir makes one folder that isn't there.
	Mkdir(path string, perm fs.FileMode) error
	// WriteFile makes a file that isn't there.
	WriteFile(path string, data []byte, perm fs.FileMode) error
	// Rename moves a file or folder to where nothing is: it never replaces.
	Rename(from, to string) error
	// Remove deletes a file or an empty folder.
	Remove(path string) error
	// Lock opens a file and locks it until it is closed or the process ends. One that isn't there, or is empty,
	// gets text. It returns ErrLocked when somebody else has locked the file.
	Lock(path, text string) (io.Closer, error)
	// Lstat says what is known of a file that was written.
	Lstat(path string) (fs.FileInfo, error)
}

// Disk is the real System.
type Disk struct{}

// Mkdir makes a folder.
func (Disk) Mkdir(path string, perm fs.FileMode) error { return os.Mkdir(path, perm) }

// WriteFile makes a file.
func (Disk) WriteFile(path string, data []byte, perm fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err != nil {
		f.Close()
		os.Remove(path) // half a file is none
		return err
	}
	return f.Close()
}

// Rename moves without replacing.
func (Disk) Rename(from, to string) error {
	if err := renameNew(from, to); err != nil {
		return &fs.PathError{Op: "rename", Path: to, Err: cause(err)}
	}
	return nil
}

// Remove deletes.
func (Disk) Remove(path string) error { return os.Remove(path) }

// Lstat looks.
func (Disk) Lstat(path string) (fs.FileInfo, error) { return os.Lstat(path) }

// Lock locks.
func (Disk) Lock(path, text string) (io.Closer, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	lockErr := lockFile(f)
	if lockErr == nil || errors.Is(lockErr, ErrNoLocks) {
		err = fill(f, path, text)
	} else {
		err = lockErr
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &locked{File: f}, lockErr
}

// locked is a file whose lock ends when it is closed.
type locked struct{ *os.File }

// Close unlocks and closes.
func (l *locked) Close() error {
	unlockFile(l.File)
	return l.File.Close()
}

// fill writes text into the locked file f if that is empty.
func fill(f *os.File, path, text string) error {
	mine, err := f.Stat()
	if err != nil {
		return err
	}
	// Between opening and locking, somebody may have found the file unlocked and deleted it.
	if here, err := os.Lstat(path); err != nil || !os.SameFile(here, mine) {
		return ErrLocked
	}
	if mine.Size() == 0 {
		_, err = f.WriteString(text)
	}
	return err
}

// renameChecked is renameNew for disks that can't do it in one step.
func renameChecked(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// DryRun is a System that writes nothing.
type DryRun struct{}

// Mkdir does nothing.
func (DryRun) Mkdir(string, fs.FileMode) error { return nil }

// WriteFile does nothing.
func (DryRun) WriteFile(string, []byte, fs.FileMode) error { return nil }

// Rename does nothing.
func (DryRun) Rename(string, string) error { return nil }

// Remove does nothing.
func (DryRun) Remove(string) error { return nil }

// Lock locks nothing.
func (DryRun) Lock(string, string) (io.Closer, error) { return io.NopCloser(nil), nil }

// Lstat makes something up for a file that would have been written.
func (DryRun) Lstat(path string) (fs.FileInfo, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return imagined(path), nil
	}
	return info, nil
}

// imagined is the information about a file that isn't there.
type imagined string

func (i imagined) Name() string       { return string(i) }
func (i imagined) Size() int64        { return 0 }
func (i imagined) Mode() fs.FileMode  { return 0o644 }
func (i imagined) ModTime() time.Time { return time.Unix(0, 0) }
func (i imagined) IsDir() bool        { return false }
func (i imagined) Sys() any           { return nil }

// until is a System that refuses to go on when ctx is done.
type until struct {
	ctx context.Context
	sys System
}

func (u until) Mkdir(path string, perm fs.FileMode) error {
	if err := u.ctx.Err(); err != nil {
		return err
	}
	return u.sys.Mkdir(path, perm)
}

func (u until) WriteFile(path string, data []byte, perm fs.FileMode) error {
	if err := u.ctx.Err(); err != nil {
		return err
	}
	return u.sys.WriteFile(path, data, perm)
}

func (u until) Rename(from, to string) error {
	if err := u.ctx.Err(); err != nil {
		return err
	}
	return u.sys.Rename(from, to)
}

func (u until) Remove(path string) error { return u.sys.Remove(path) }

func (u until) Lock(path, text string) (io.Closer, error) { return u.sys.Lock(path, text) }

func (u until) Lstat(path string) (fs.FileInfo, error) { return u.sys.Lstat(path) }
