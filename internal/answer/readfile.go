package answer

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// ReadFile reads a file that a flag names: a regular one, or a pipe such as a shell's <(…). A wrong one is not
// read whole, however long it is.
func ReadFile(flag, name string, limit int64) ([]byte, error) {
	refuse := func(hint, format string, args ...any) error {
		return &Error{Question: flag, Message: flag + ": " + fmt.Sprintf(format, args...) + ".", Hint: hint}
	}
	if name == "" {
		return nil, refuse("Name a YAML file.", "the name of the file is empty")
	}
	f, err := os.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse("Is the name right, and the folder?", "there is no file %s", name)
	case errors.Is(err, fs.ErrPermission):
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrPermission}
	case err != nil:
		return nil, refuse("", "%s can't be opened: %v", name, errors.Unwrap(err))
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, refuse("Name a YAML file in it.", "%s is a folder", name)
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		return nil, refuse("", "%s can't be read: %v", name, errors.Unwrap(err))
	case int64(len(data)) > limit:
		return nil, refuse("Is it the right file?", "%s is longer than %d KiB", name, limit>>10)
	}
	return data, nil
}
