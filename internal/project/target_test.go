package project

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/render"
)

func touch(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// refusals are targets that can't become a project. Each function prepares the folder and returns the target.
var refusals = map[string]struct {
	kind    Kind
	code    string
	prepare func(t *testing.T, dir string) string
}{
	"with files": {Exists, "target_exists", func(t *testing.T, dir string) string {
		touch(t, filepath.Join(dir, "demo", "notes.txt"))
		return filepath.Join(dir, "demo")
	}},
	"with many files": {Exists, "target_exists", func(t *testing.T, dir string) string {
		for _, name := range strings.Fields("a b c d e") {
			touch(t, filepath.Join(dir, "demo", name))
		}
		return filepath.Join(dir, "demo")
	}},
	"file": {Exists, "target_is_file", func(t *testing.T, dir string) string {
		touch(t, filepath.Join(dir, "demo"))
		return filepath.Join(dir, "demo")
	}},
	"dangling link": {Exists, "target_is_link", func(t *testing.T, dir string) string {
		link(t, "nowhere", filepath.Join(dir, "demo"))
		return filepath.Join(dir, "demo")
	}},
	"link loop": {Exists, "target_is_link", func(t *testing.T, dir string) string {
		link(t, "demo", filepath.Join(dir, "demo"))
		return filepath.Join(dir, "demo")
	}},
	"link to a file": {Exists, "target_is_file", func(t *testing.T, dir string) string {
		touch(t, filepath.Join(dir, "file"))
		link(t, "file", filepath.Join(dir, "demo"))
		return filepath.Join(dir, "demo")
	}},
	"no parent": {Environment, "parent_missing", func(_ *testing.T, dir string) string {
		return filepath.Join(dir, "a", "b", "demo")
	}},
	"parent is a file": {Environment, "parent_is_file", func(t *testing.T, dir string) string {
		touch(t, filepath.Join(dir, "file"))
		return filepath.Join(dir, "file", "demo")
	}},
	"no name":  {Input, "bad_target", func(*testing.T, string) string { return "" }},
	"zero":     {Input, "bad_target", func(*testing.T, string) string { return "a\x00b" }},
	"too long": {Input, "bad_target", func(_ *testing.T, dir string) string { return filepath.Join(dir, strings.Repeat("x", 300)) }},
	"git and a file": {Exists, "target_exists", func(t *testing.T, dir string) string {
		git(t, dir, "init", "-q", "demo")
		touch(t, filepath.Join(dir, "demo", "README.md"))
		return filepath.Join(dir, "demo")
	}},
	"git with a commit": {Exists, "target_conflicts", func(t *testing.T, dir string) string {
		git(t, dir, "init", "-q", "demo")
		git(t, filepath.Join(dir, "demo"), "commit", "-q", "--allow-empty", "-m", "x")
		return filepath.Join(dir, "demo")
	}},
	"something with the staging folder's name": {Exists, "target_conflicts", func(t *testing.T, dir string) string {
		touch(t, filepath.Join(dir, besideName("demo"), "mine.txt"))
		return filepath.Join(dir, "demo")
	}},
	"a file with the staging folder's name": {Exists, "target_conflicts", func(t *testing.T, dir string) string {
		touch(t, filepath.Join(dir, besideName("demo")))
		return filepath.Join(dir, "demo")
	}},
	"a look-alike of a staging folder": {Exists, "target_conflicts", func(t *testing.T, dir string) string {
		touch(t, filepath.Join(dir, besideName("demo"), lockName))
		return filepath.Join(dir, "demo")
	}},
	"another run at work": {Exists, "target_in_use", func(t *testing.T, dir string) string {
		s, err := openStaging(Disk{}, filepath.Join(dir, besideName("demo")), "demo")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.close(nil) })
		return filepath.Join(dir, "demo")
	}},
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Skip(err)
	}
}

func TestTargetsThatAreRefused(t *testing.T) {
	for name, c := range refusals {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := sampleOptions(c.prepare(t, dir), 2)
			before := snapshot(t, dir)
			_, err := Write(context.Background(), o)
			var known *Error
			if !errors.As(err, &known) || known.Kind != c.kind || known.Code != c.code {
				t.Fatalf("the error is %#v", err)
			}
			if known.Hint == "" || !strings.Contains(known.Message, "project") && !strings.Contains(known.Message, filepath.Base(dir)) {
				t.Errorf("the error says too little: %q, hint %q", known.Message, known.Hint)
			}
			if !same(before, snapshot(t, dir)) {
				t.Error("something was written or deleted")
			}
		})
	}
}

func TestTargetsThatAreTaken(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, dir string) string{
		"link to an empty folder": func(t *testing.T, dir string) string {
			if err := os.Mkdir(filepath.Join(dir, "real"), 0o755); err != nil {
				t.Fatal(err)
			}
			link(t, "real", filepath.Join(dir, "demo"))
			return filepath.Join(dir, "demo")
		},
		"current folder": func(t *testing.T, dir string) string {
			t.Chdir(dir)
			return "."
		},
		"relative": func(t *testing.T, dir string) string {
			t.Chdir(dir)
			return "demo"
		},
		"slash at the end": func(_ *testing.T, dir string) string { return filepath.Join(dir, "demo") + string(filepath.Separator) },
		"unicode":          func(_ *testing.T, dir string) string { return filepath.Join(dir, "Bücher ☃ 本") },
		"long":             func(_ *testing.T, dir string) string { return filepath.Join(dir, strings.Repeat("x", 250)) },
		"leading dash":     func(_ *testing.T, dir string) string { return filepath.Join(dir, "-demo") },
		"left by a run that was killed at its start": func(t *testing.T, dir string) string {
			if err := os.Mkdir(filepath.Join(dir, besideName("demo")), 0o700); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dir, "demo")
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := sampleOptions(prepare(t, t.TempDir()), 5)
			res, err := Write(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			checkWhole(t, res.Dir, o)
		})
	}
}

func TestPathsThatAreRefused(t *testing.T) {
	for _, paths := range [][]string{
		{"../x"}, {"/x"}, {"a/../../x"}, {"a//b"}, {"./a"}, {""}, {`a\b`}, {"C:x"}, {"a\x00"},
		{".git/config"}, {".GIT/config"}, {".git"}, {insideName + "/x"},
		{"a", "A"}, {"a", "a"}, {"a/x", "A/y"}, {"a", "a/b"}, {"a", "A/b"}, {LockName},
	} {
		dir := t.TempDir()
		o := sampleOptions(filepath.Join(dir, "demo"), 1)
		for _, p := range paths {
			o.Plan.Files = append(o.Plan.Files, render.File{Path: p})
		}
		_, err := Write(context.Background(), o)
		var known *Error
		if !errors.As(err, &known) || known.Code != "bad_path" {
			t.Errorf("%q: the error is %v", paths, err)
		}
		if left := snapshot(t, dir); len(left) != 1 {
			t.Errorf("%q: something was written", paths)
		}
	}
}

func TestHints(t *testing.T) {
	for name, c := range map[string]struct {
		vars []string
		want string
	}{
		"nobody": {[]string{"GIT_AUTHOR_NAME=", "GIT_COMMITTER_NAME="}, "git config --global user.name"},
		"signed": {[]string{"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=commit.gpgSign", "GIT_CONFIG_VALUE_0=true"}, "isn't signed"},
		"dir":    {[]string{"GIT_DIR=/elsewhere"}, "GIT_DIR is set"},
		"index":  {[]string{"GIT_INDEX_FILE=/elsewhere"}, "GIT_INDEX_FILE is set"},
		"none":   {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := sampleOptions(filepath.Join(t.TempDir(), "demo"), 2)
			o.Commit.Env = environment(c.vars...)
			o.Commit.Message = "Start the project\n\nWith a body."
			res, err := Write(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(res.Hints, "\n"); c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("the hints are %q", got)
			}
			if name == "nobody" {
				if res.Commit != "" {
					t.Errorf("there is a commit %s by nobody", res.Commit)
				}
				if last := res.Hints[0][strings.LastIndexByte(res.Hints[0], '\n')+1:]; last != `  git commit -m "Start the project"` {
					t.Errorf("the hint ends in %q", last)
				}
				git(t, o.Dir, "commit", "-q", "-m", "Mine") // what the hint says works
				if out := git(t, o.Dir, "status", "--porcelain"); out != "" {
					t.Errorf("git status says\n%s", out)
				}
			}
		})
	}
}

func TestHintInsideAnotherRepository(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	o := sampleOptions(filepath.Join(dir, "demo"), 2)
	res, err := Write(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Hints) != 1 || !strings.Contains(res.Hints[0], dir) {
		t.Errorf("the hints are %q", res.Hints)
	}
}

func TestWithoutGit(t *testing.T) {
	for name, place := range places {
		o := sampleOptions(place(t, t.TempDir()), 5)
		o.Commit = nil
		before := snapshot(t, filepath.Join(o.Dir, ".git"))
		res, err := Write(context.Background(), o)
		if err != nil || res.Commit != "" || res.Branch != "" {
			t.Fatalf("%s: %+v, %v", name, res, err)
		}
		checkFiles(t, o.Dir, o)
		if !same(before, snapshot(t, filepath.Join(o.Dir, ".git"))) {
			t.Errorf("%s: .git was touched", name)
		}
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	for name, place := range places {
		dir := place(t, t.TempDir())
		before := snapshot(t, filepath.Dir(dir))
		o := sampleOptions(dir, 5)
		o.System = DryRun{}
		res, err := Write(context.Background(), o)
		if err != nil || len(res.Files) != 6 || res.Bytes == 0 {
			t.Errorf("%s: %+v, %v", name, res, err)
		}
		if !same(before, snapshot(t, filepath.Dir(dir))) {
			t.Errorf("%s: something was written", name)
		}
	}
}

func TestOneSeedMakesOneCommit(t *testing.T) {
	ids := map[string]bool{}
	for i := range 50 {
		o := sampleOptions(filepath.Join(t.TempDir(), "demo"), 10)
		o.Commit.Env = environment("SOURCE_DATE_EPOCH=1700000000")
		o.Commit.Now = o.Commit.Now.AddDate(0, 0, i)
		res, err := Write(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		ids[res.Commit] = true
	}
	if len(ids) != 1 {
		t.Errorf("50 runs made %d commits", len(ids))
	}
}

func TestABadDateIsRefusedBeforeWriting(t *testing.T) {
	o := sampleOptions(filepath.Join(t.TempDir(), "demo"), 1)
	o.Commit.Env = environment("SOURCE_DATE_EPOCH=soon")
	_, err := Write(context.Background(), o)
	var known *Error
	if !errors.As(err, &known) || known.Kind != Input || !strings.Contains(known.Message, "SOURCE_DATE_EPOCH") {
		t.Errorf("the error is %v", err)
	}
	if _, err := os.Lstat(o.Dir); err == nil {
		t.Error("something was written")
	}
}

// TestRollBackSparesWhatWasChanged: a run is killed while it fills a folder, and the user edits a file in what is
// there. The next run must not take that away.
func TestRollBackSparesWhatWasChanged(t *testing.T) {
	dir := t.TempDir()
	o := sampleOptions(dir, 3)
	for n := 1; ; n++ {
		o.System = &faulty{n: n, dead: true}
		if _, err := Write(context.Background(), o); err == nil {
			t.Fatal("the run was never killed between two moves")
		}
		if _, err := os.Lstat(filepath.Join(dir, "dir1")); err == nil {
			break
		}
	}
	touch(t, filepath.Join(dir, "dir1", "sub1", "file1.txt"))
	before := snapshot(t, dir)
	o.System = nil
	_, err := Write(context.Background(), o)
	var known *Error
	if !errors.As(err, &known) || known.Code != "target_conflicts" || !strings.Contains(known.Message, "file1.txt") {
		t.Errorf("the error is %v", err)
	}
	if !same(before, snapshot(t, dir)) {
		t.Error("something was moved or deleted")
	}
}

// lax is a disk that keeps no executable bits, as Windows's.
type lax struct{ Disk }

func (l lax) WriteFile(path string, data []byte, _ fs.FileMode) error {
	return l.Disk.WriteFile(path, data, 0o644)
}

func TestExecutableBitsAreCommittedWhereTheDiskHasNone(t *testing.T) {
	o := sampleOptions(filepath.Join(t.TempDir(), "demo"), 10)
	o.System = lax{}
	if _, err := Write(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	checkWhole(t, o.Dir, o)
	if out := git(t, o.Dir, "config", "core.fileMode"); out != "false" {
		t.Errorf("core.fileMode is %s", out)
	}
	if out := git(t, o.Dir, "ls-tree", "-r", "HEAD"); strings.Count(out, "100755") != 1 {
		t.Errorf("there should be one executable file:\n%s", out)
	}
}

func TestErrorsNameTheTarget(t *testing.T) {
	o := sampleOptions(filepath.Join(t.TempDir(), "demo"), 3)
	for n := 1; n < 30; n++ {
		o.System = &faulty{n: n}
		_, err := Write(context.Background(), o)
		if err == nil || strings.Contains(err.Error(), insideName) || !strings.Contains(err.Error(), o.Dir) {
			t.Errorf("operation %d: the error is %v", n, err)
		}
	}
}
