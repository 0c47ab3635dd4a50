//go:build !windows

package cli

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/project"
	"github.com/scaffolio/scaffolio/templates"
)

// program is the real program in a process of its own, in an empty folder.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "scaffolio", args...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "GIT_CONFIG_NOSYSTEM=1", "TERM=xterm",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com",
	}
	return cmd
}

func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestReaderThatHadEnough(t *testing.T) {
	for _, args := range [][]string{{"list"}, {"new", "x", "--yes"}, {"new", "x", "--yes", "--json"}, {"--help"}, {"completion", "bash"}} {
		cmd := program(t, args...)
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		var stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = w, &stderr
		err = cmd.Run()
		w.Close()
		if exitCode(err) != exitOK || stderr.Len() > 0 {
			t.Errorf("%q: got %v and %q", args, err, stderr.String())
		}
		if args[0] == "new" && len(names(t, filepath.Join(cmd.Dir, "x"))) == 0 {
			t.Errorf("%q: the project isn't there", args)
		}
	}
}

func TestFullDiskBehindStdout(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full")
	}
	defer full.Close()
	cmd := program(t, "list")
	cmd.Stdout = full
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); exitCode(err) != exitEnvironment || !strings.Contains(stderr.String(), "couldn't be written") {
		t.Errorf("got %v and %q", err, stderr.String())
	}
}

// The line that a project is said to be made by makes the same project in a shell.
func TestTheCommandMakesItAgain(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh")
	}
	cmd := program(t, "new", "my-zoo", "--yes", "--author", `O'Hara "X" $HOME \n `+"`id`"+` !! 🎉`, "--database", "mysql",
		"--entity", `Cage: label! note="it's \"new\"; $(id)"`, "--entity", "Animal < Cage: name! kind=enum(cat, dog)", "--repo", "https://example.org/ada/my-zoo")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lock, err := project.ReadLock(filepath.Join(cmd.Dir, "my-zoo"))
	if err != nil {
		t.Fatal(err)
	}
	again := program(t)
	again.Path, again.Args = sh, []string{"sh", "-c", lock.Command}
	if out, err := again.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", lock.Command, err, out)
	}
	second, err := project.ReadLock(filepath.Join(again.Dir, "my-zoo"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lock, second); diff != "" {
		t.Error(diff)
	}
}

// A run that is interrupted at any instant leaves the whole project, or nothing.
func TestSignalWhileWriting(t *testing.T) {
	for range 8 {
		cmd := program(t, "new", "x", "--yes")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.IntN(120)) * time.Millisecond)
		_ = cmd.Process.Signal(os.Interrupt)
		err := cmd.Wait()
		left := names(t, cmd.Dir)
		switch {
		case exitCode(err) == exitOK && len(left) == 1:
		case exitCode(err) == exitInterrupted && len(left) == 0:
		case killed(err) && len(left) == 0: // before the program had begun to listen
		default:
			t.Errorf("got %v, and the folder has %v", err, left)
		}
	}
}

func killed(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled()
}

// dialog is the program at a pseudo-terminal.
type dialog struct {
	t     *testing.T
	cmd   *exec.Cmd
	tty   *os.File
	mu    sync.Mutex
	shown bytes.Buffer
	mark  int
}

func talk(t *testing.T, cmd *exec.Cmd, columns uint16) *dialog {
	t.Helper()
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: columns})
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	t.Cleanup(func() { tty.Close() })
	d := &dialog{t: t, cmd: cmd, tty: tty}
	go d.watch()
	return d
}

// watch keeps what is shown, and answers as a terminal does when it is asked where its cursor is.
func (d *dialog) watch() {
	buf := make([]byte, 4096)
	for {
		n, err := d.tty.Read(buf)
		d.mu.Lock()
		d.shown.Write(buf[:n])
		d.mu.Unlock()
		for range bytes.Count(buf[:n], []byte("\x1b[6n")) {
			_, _ = d.tty.WriteString("\x1b[24;80R")
		}
		if err != nil {
			return
		}
	}
}

// text is what was shown so far.
func (d *dialog) text() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shown.String()
}

// wait returns once text was shown after what was waited for before.
func (d *dialog) wait(text string) {
	d.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(3 * time.Millisecond) {
		d.mu.Lock()
		at := strings.Index(d.shown.String()[d.mark:], text)
		if at >= 0 {
			d.mark += at + len(text)
		}
		d.mu.Unlock()
		if at >= 0 {
			return
		}
	}
	d.t.Fatalf("%q was never shown; shown was:\n%s", text, d.text())
}

func (d *dialog) press(keys string) {
	d.t.Helper()
	if _, err := d.tty.WriteString(keys); err != nil {
		d.t.Fatal(err)
	}
}

// prompts are the questions that `new` asks when nothing is given.
func prompts(t *testing.T) []string {
	t.Helper()
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		t.Fatal(err)
	}
	all := []string{"What is the project called?"}
	for _, q := range p.Questions {
		if q.Ask != "" && (q.Kind == answer.ModelKind || len(p.ChoiceNames(q)) > 1) {
			all = append(all, q.Ask)
		}
	}
	return append(all, "Make it?")
}

func TestCtrlCAtEachPrompt(t *testing.T) {
	for _, term := range []string{"xterm", "dumb"} {
		for i, question := range prompts(t) {
			t.Run(term+"/"+question, func(t *testing.T) {
				t.Parallel()
				cmd := program(t, "new")
				cmd.Env = append(cmd.Env, "TERM="+term)
				d := talk(t, cmd, 80)
				for j, earlier := range prompts(t)[:i] {
					d.wait(earlier)
					if j == 0 {
						d.press("my-books")
					}
					d.press("\r")
				}
				d.wait(question)
				d.press("\x03")
				if err := cmd.Wait(); exitCode(err) != exitInterrupted {
					t.Errorf("got %v; shown was\n%s", err, d.text())
				}
				if left := names(t, cmd.Dir); len(left) > 0 {
					t.Errorf("the folder has %v", left)
				}
			})
		}
	}
}

// An own subject, typed wrong at first, at a narrow terminal without colours.
func TestDialog(t *testing.T) {
	cmd := program(t, "new")
	cmd.Env = append(cmd.Env, "NO_COLOR=1")
	d := talk(t, cmd, 40)
	d.wait("What is the project called?")
	d.press("My Zoo\r")
	d.wait("Did you mean my-zoo?")
	d.wait("What is the project called?")
	d.press("my-zoo\r")
	for _, question := range prompts(t)[1:] {
		d.wait(question)
		switch question {
		case "What is it about?":
			d.press("\x1b[A\r") // up: the last choice
			d.wait("One like")
			d.press("Animal: nme=strng\r")
			d.wait("did you mean")
			d.press("Animal: name! born=date\r")
			d.wait("Another one")
			d.press("\r")
		default:
			d.press("\r")
		}
	}
	d.wait("Made my-zoo")
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(d.text(), "\x1b[3") {
		t.Errorf("colours were shown: %q", d.text())
	}
	lock, err := os.ReadFile(filepath.Join(cmd.Dir, "my-zoo", ".scaffolio.yaml"))
	if err != nil || !strings.Contains(string(lock), "name: Animal") {
		t.Errorf("got %v:\n%s", err, lock)
	}
}

// With --json the questions go to the terminal, and the one document to stdout.
func TestPromptsWithJSON(t *testing.T) {
	cmd := program(t, "new", "my-books", "--json")
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	d := talk(t, cmd, 80)
	for _, question := range prompts(t)[1:] {
		d.wait(question)
		d.press("\r")
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if text := stdout.String(); !strings.HasPrefix(text, "{\n") || strings.Contains(text, "\x1b") || strings.Contains(text, "Which") {
		t.Errorf("stdout has\n%s", text)
	}
}

// Nobody is asked with CI set, with --yes, or when one of stdin and stderr is no terminal.
func TestNoPromptsWhereNobodyAnswers(t *testing.T) {
	for _, how := range []func(*exec.Cmd){
		func(c *exec.Cmd) { c.Env = append(c.Env, "CI=true") },
		func(c *exec.Cmd) { c.Args = append(c.Args, "--yes") },
		func(c *exec.Cmd) { c.Stdin = strings.NewReader("") },
		func(c *exec.Cmd) { c.Stderr = new(bytes.Buffer) },
	} {
		cmd := program(t, "new", "my-books")
		how(cmd)
		d := talk(t, cmd, 80)
		if err := cmd.Wait(); err != nil {
			t.Errorf("got %v; shown was\n%s", err, d.text())
		}
	}
}
