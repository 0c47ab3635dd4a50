// Package proc runs other programs so that nothing of them is left behind: each one gets its own process
// group, which is ended as a whole when the program is stopped or its context ends.
package proc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Spec says what to run.
type Spec struct {
	Argv   []string
	Dir    string
	Env    []string  // the whole environment; nothing is inherited
	Stdin  io.Reader // nil: empty
	Output io.Writer // standard output; nil: dropped
	Errors io.Writer // standard error; nil: goes where Output goes
	User   string    // run as this user; "" as the current one. Only where the system can
}

// grace is how long a program may take to end after it was asked to, before its group is killed.
const grace = 15 * time.Second

// Process is a running program.
type Process struct {
	cmd  *exec.Cmd
	done chan struct{}
	once sync.Once
	exit int
	err  error
}

// Start starts a program. It runs until it ends by itself or Stop or Kill is called.
func Start(s Spec) (*Process, error) {
	if len(s.Argv) == 0 {
		return nil, errors.New("there is no program to run")
	}
	cmd := exec.Command(s.Argv[0], s.Argv[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdin = s.Dir, s.Env, s.Stdin
	cmd.Stdout, cmd.Stderr = s.Output, s.Output
	if s.Errors != nil {
		cmd.Stderr = s.Errors
	}
	cmd.WaitDelay = 3 * time.Second // a grandchild that keeps the pipe open does not hold us up
	if err := ownGroup(cmd, s.User); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s can't be started: %w", s.Argv[0], err)
	}
	p := &Process{cmd: cmd, done: make(chan struct{})}
	go p.wait()
	return p, nil
}

func (p *Process) wait() {
	err := p.cmd.Wait()
	p.exit = p.cmd.ProcessState.ExitCode()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		p.err = err
	}
	close(p.done)
}

// Pid is the process id.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Done is closed when the program has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Signal sends a signal to the program itself, not to its group.
func (p *Process) Signal(sig os.Signal) error { return signal(p.cmd.Process, sig) }

// Wait waits for the end and returns the exit code: -1 when a signal ended the program.
func (p *Process) Wait(ctx context.Context) (int, error) {
	select {
	case <-p.done:
		return p.exit, p.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// Stop asks the program to end, kills its group if it doesn't within some seconds, and returns when it is gone.
func (p *Process) Stop(ctx context.Context) error {
	select {
	case <-p.done:
		p.Kill() // what it may have left in its group
		return nil
	default:
	}
	if err := p.Signal(terminate); err != nil {
		p.Kill()
	}
	select {
	case <-p.done:
	case <-time.After(grace):
	case <-ctx.Done():
	}
	p.Kill()
	<-p.done
	return nil
}

// Kill ends the whole group at once.
func (p *Process) Kill() {
	p.once.Do(func() { killGroup(p.cmd.Process) })
}

// ExitError is the end of a program that did not succeed.
type ExitError struct {
	Argv   []string
	Code   int
	Output string // the end of what it printed
}

func (e *ExitError) Error() string {
	msg := fmt.Sprintf("%s ended with code %d", strings.Join(e.Argv, " "), e.Code)
	if e.Output != "" {
		msg += ":\n" + e.Output
	}
	return msg
}

// Run runs a program to its end and returns what it printed. When ctx ends first, its group is killed and the
// error is that of ctx. A program that fails gives an *ExitError.
func Run(ctx context.Context, s Spec) (string, error) {
	log := NewLog(1 << 20)
	out := s.Output
	s.Output = log
	if out != nil {
		s.Output = io.MultiWriter(log, out)
	}
	p, err := Start(s)
	if err != nil {
		return "", err
	}
	code, err := p.Wait(ctx)
	if err != nil {
		p.Kill()
		<-p.done
		return log.String(), fmt.Errorf("%s: %w", strings.Join(s.Argv, " "), err)
	}
	p.Kill()
	if code != 0 {
		return log.String(), &ExitError{Argv: s.Argv, Code: code, Output: Tail(log.String(), 40)}
	}
	return log.String(), nil
}

// Tail is the last n lines of a text.
func Tail(text string, n int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) > n {
		lines = lines[len(lines)-n:]
	}
	return strings.Join(lines, "\n")
}
