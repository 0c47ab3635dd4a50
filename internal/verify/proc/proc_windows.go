package proc

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// terminate is the signal that asks a program to end. Windows has none that a program without a console gets.
var terminate os.Signal = os.Interrupt

func ownGroup(cmd *exec.Cmd, as string) error {
	if as != "" {
		return errors.New("on Windows a program can't be run as another user")
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
	return nil
}

func signal(p *os.Process, sig os.Signal) error {
	if sig == os.Kill {
		return p.Kill()
	}
	return errors.New("Windows has no such signal for a program without a console")
}

func killGroup(p *os.Process) {
	_ = exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(p.Pid)).Run()
	_ = p.Kill()
}

// Alive tells whether the process with this pid is there.
func Alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	_ = p.Release()
	return true
}
