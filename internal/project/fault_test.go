package project

import (
	"bytes"
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
)

// faulty is a disk whose n-th operation fails, and from then on every one if it is dead.
type faulty struct {
	Disk
	mu   sync.Mutex
	n    int
	dead bool
}

func (f *faulty) fail() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n--
	if f.n == 0 || f.n < 0 && f.dead {
		return fmt.Errorf("injected: %w", syscall.ENOSPC)
	}
	return nil
}

func (f *faulty) Mkdir(path string, perm fs.FileMode) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.Disk.Mkdir(path, perm)
}

func (f *faulty) WriteFile(path string, data []byte, perm fs.FileMode) error {
	if err := f.fail(); err != nil {
		if f.dead { // killed in the middle of writing
			os.WriteFile(path, data[:len(data)/2], perm)
		}
		return err
	}
	return f.Disk.WriteFile(path, data, perm)
}

func (f *faulty) Rename(from, to string) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.Disk.Rename(from, to)
}

func (f *faulty) Remove(path string) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.Disk.Remove(path)
}

func (f *faulty) Lock(path, text string) (io.Closer, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.Disk.Lock(path, text)
}

func (f *faulty) Lstat(path string) (fs.FileInfo, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.Disk.Lstat(path)
}

// places are the kinds of targets; each function makes one in an empty folder and returns its path.
var places = map[string]func(t *testing.T, dir string) string{
	"missing": func(_ *testing.T, dir string) string { return filepath.Join(dir, "demo") },
	"empty":   func(_ *testing.T, dir string) string { return dir },
	"clone": func(t *testing.T, dir string) string {
		if err := os.CopyFS(dir, emptyClone()); err != nil {
			t.Fatal(err)
		}
		for _, sub := range []string{"objects", "refs/heads"} {
			if err := os.MkdirAll(filepath.Join(dir, ".git", sub), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	},
}

// emptyClone is what there is after cloning an empty repository and, as some programs do, writing an empty index.
func emptyClone() fs.FS {
	var index bytes.Buffer
	index.WriteString("DIRC\x00\x00\x00\x02\x00\x00\x00\x00")
	sum := sha1.Sum(index.Bytes())
	index.Write(sum[:])
	return fstest.MapFS{
		".git/HEAD":   {Data: []byte("ref: refs/heads/side/trunk\n")},
		".git/config": {Data: []byte("[core]\n\tbare = false\n[remote \"origin\"]\n\turl = https://example.com/demo.git\n")},
		".git/index":  {Data: index.Bytes()},
	}
}

// inFolder calls f with a new empty folder, which is gone afterwards: hundreds of runs would fill a small disk.
func inFolder(t *testing.T, f func(dir string)) {
	t.Helper()
	parent, err := os.MkdirTemp("", "project")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(parent)
	dir := filepath.Join(parent, "dir")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	f(dir)
}

// snapshot is everything in dir by path, with the content of files.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == dir {
			return fs.SkipAll
		}
		if err != nil {
			return err
		}
		all[path] = d.Type().String()
		if d.Type()&fs.ModeSymlink != 0 {
			to, err := os.Readlink(path)
			all[path] += to
			return err
		}
		if !d.IsDir() {
			data, err := os.ReadFile(path)
			all[path] += string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func same(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if w, ok := b[k]; !ok || v != w {
			return false
		}
	}
	return true
}

// TestEverySingleFailureIsUndone lets each operation of a run fail in turn. After it, the target is as it was, or
// whole; and the next run works.
func TestEverySingleFailureIsUndone(t *testing.T) {
	for name, place := range places {
		for _, dead := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/dead=%t", name, dead), func(t *testing.T) {
				t.Parallel()
				more := true
				for n := 1; more; n++ {
					inFolder(t, func(dir string) { more = failAt(t, place(t, dir), n, dead, name == "missing") })
				}
			})
		}
	}
}

// failAt writes a project whose n-th operation fails, and says whether there were that many.
func failAt(t *testing.T, dir string, n int, dead, atomic bool) bool {
	t.Helper()
	o := sampleOptions(dir, 3)
	before := snapshot(t, dir)
	disk := &faulty{n: n, dead: dead}
	o.System = disk
	_, err := Write(context.Background(), o)
	after := snapshot(t, dir)
	o.System = nil
	reached := disk.n <= 0
	switch {
	case !reached && err == nil:
		checkWhole(t, dir, o)
		return false
	case err == nil: // the failure was in clearing up, which the next run does before it finds the project
		var known *Error
		if _, err := Write(context.Background(), o); !errors.As(err, &known) || known.Code != "target_exists" {
			t.Fatalf("operation %d failed, and then the next run says %v", n, err)
		}
		checkFiles(t, dir, o)
		return true
	case !dead && !same(before, after):
		t.Fatalf("operation %d failed (%v), and the target is not as it was: %d paths before, %d after", n, err, len(before), len(after))
	case atomic && !same(before, after):
		t.Fatalf("killed at operation %d (%v), and the target is there in part", n, err)
	}
	var known *Error
	if err != nil && (!errors.As(err, &known) || known.Code != "disk_full" || known.Kind != Environment) {
		t.Fatalf("operation %d: the error is %#v", n, err)
	}
	if err != nil {
		o.System = DryRun{}
		if _, err := Write(context.Background(), o); err != nil || !same(after, snapshot(t, dir)) {
			t.Fatalf("operation %d failed, and then a dry run: %v", n, err)
		}
		o.System = nil
		if _, err := Write(context.Background(), o); err != nil {
			t.Fatalf("operation %d failed, and then the next run: %v", n, err)
		}
		checkFiles(t, dir, o)
		if n%20 == 0 { // git takes its time
			checkWhole(t, dir, o)
		}
	}
	return true
}

// TestKilledTwice kills a run, and then the run that clears up after it, at each of its operations.
func TestKilledTwice(t *testing.T) {
	t.Parallel()
	for _, first := range []int{38, 57, 63} {
		more := true
		for second := 1; more; second++ {
			inFolder(t, func(dir string) { more = killTwice(t, places["clone"](t, dir), first, second) })
		}
	}
}

// killTwice says whether the second run got as far as to be killed.
func killTwice(t *testing.T, dir string, first, second int) bool {
	t.Helper()
	o := sampleOptions(dir, 3)
	o.System = &faulty{n: first, dead: true}
	_, _ = Write(context.Background(), o)
	disk := &faulty{n: second, dead: true}
	o.System = disk
	_, err := Write(context.Background(), o)
	if disk.n > 0 {
		return false
	}
	o.System = nil
	_, again := Write(context.Background(), o)
	var known *Error
	if again != nil && (!errors.As(again, &known) || known.Code != "target_exists") {
		t.Fatalf("killed at %d and then at %d (%v): the next run says %v", first, second, err, again)
	}
	checkFiles(t, dir, o)
	if second%20 == 0 {
		checkWhole(t, dir, o)
	}
	return true
}

// cancelling is a disk on which the context is cancelled at the n-th operation.
type cancelling struct {
	Disk
	mu     sync.Mutex
	n      int
	cancel context.CancelFunc
}

func (c *cancelling) Mkdir(path string, perm fs.FileMode) error {
	c.count()
	return c.Disk.Mkdir(path, perm)
}

func (c *cancelling) WriteFile(path string, data []byte, perm fs.FileMode) error {
	c.count()
	return c.Disk.WriteFile(path, data, perm)
}

func (c *cancelling) Rename(from, to string) error {
	c.count()
	return c.Disk.Rename(from, to)
}

func (c *cancelling) count() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n--; c.n == 0 {
		c.cancel()
	}
}

func TestAnInterruptedRunIsUndone(t *testing.T) {
	for name, place := range places {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			more := true
			for n := 1; more; n += 3 {
				inFolder(t, func(dir string) { more = interruptAt(t, place(t, dir), n) })
			}
		})
	}
}

// interruptAt cancels a run at its n-th operation, and says whether there were that many.
func interruptAt(t *testing.T, dir string, n int) bool {
	t.Helper()
	before := snapshot(t, dir)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	disk := &cancelling{n: n, cancel: cancel}
	o := sampleOptions(dir, 3)
	o.System = disk
	_, err := Write(ctx, o)
	if err == nil {
		checkWhole(t, dir, o)
	} else if !errors.Is(err, context.Canceled) || !same(before, snapshot(t, dir)) {
		t.Fatalf("cancelled at operation %d: %v, as before: %t", n, err, same(before, snapshot(t, dir)))
	}
	return disk.n <= 0
}
