package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// killedVar tells the test program to be the run that is killed, and what its target is.
const killedVar = "SCAFFOLIO_TEST_WRITE_TO"

func TestMain(m *testing.M) {
	var memory string // these tests write hundreds of projects: on a disk in memory, where there is one
	if os.Getenv("TMPDIR") == "" && os.Getenv(killedVar) == "" {
		if dir, err := os.MkdirTemp("/dev/shm", "scaffolio"); err == nil {
			memory = dir
			os.Setenv("TMPDIR", dir)
		}
	}
	if dir := os.Getenv(killedVar); dir != "" {
		fmt.Println("ready")
		if _, err := Write(context.Background(), sampleOptions(dir, 80)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if memory != "" {
		os.RemoveAll(memory)
	}
	os.Exit(code)
}

// TestKilledAtAnyInstant kills real runs at random instants. scripts/kill-new.sh does the same to the program.
func TestKilledAtAnyInstant(t *testing.T) {
	rounds := 15
	if testing.Short() {
		rounds = 3
	}
	dir := filepath.Join(t.TempDir(), "demo")
	took := writeAndKill(t, dir, time.Minute)
	killed := 0
	for range rounds {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		writeAndKill(t, dir, rand.N(took))
		o := sampleOptions(dir, 80)
		if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
			killed++
			if _, err := Write(context.Background(), o); err != nil {
				t.Fatalf("the run after the killed one: %v", err)
			}
		} else if err != nil {
			t.Fatal(err)
		} else {
			removeLeft(t, filepath.Join(filepath.Dir(dir), besideName("demo")))
		}
		checkFiles(t, dir, o)
	}
	checkWhole(t, dir, sampleOptions(dir, 80))
	t.Logf("%d of %d runs were killed in time; one takes %v", killed, rounds, took)
	if killed == 0 {
		t.Error("no run was killed before it was done")
	}
}

// removeLeft takes away what a run leaves behind that is killed when the project is in its place already: the staging folder,
// with nothing but its lock in it.
func removeLeft(t *testing.T, staging string) {
	t.Helper()
	left, err := os.ReadDir(staging)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, entry := range left {
		if entry.Name() != lockName {
			t.Errorf("%s is left in %s", entry.Name(), staging)
		}
	}
	if err := os.RemoveAll(staging); err != nil {
		t.Fatal(err)
	}
}

// writeAndKill starts a run that writes dir, kills it after a while, and returns how long it was alive.
func writeAndKill(t *testing.T, dir string, after time.Duration) time.Duration {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), killedVar+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil { // it is about to begin
		t.Fatal(err)
	}
	start := time.Now()
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	_ = cmd.Wait() // being killed is the point
	timer.Stop()
	return time.Since(start)
}
