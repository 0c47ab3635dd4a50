//go:build unix

package proc

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// terminate is the signal that asks a program to end.
var terminate os.Signal = syscall.SIGTERM

func ownGroup(cmd *exec.Cmd, as string) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if as == "" {
		return nil
	}
	account, err := user.Lookup(as)
	if err != nil {
		return fmt.Errorf("there is no user %s: %w", as, err)
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return err
	}
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return nil
}

func signal(p *os.Process, sig os.Signal) error { return p.Signal(sig) }

// killGroup ends the group. The leader's pid is still ours even when the leader has ended as long as a member
// lives; with no member left the call fails, which is what we want.
func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }

// Alive tells whether any process of the group led by pid is there.
func Alive(pid int) bool { return syscall.Kill(-pid, 0) == nil }
