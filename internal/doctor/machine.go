package doctor

import (
	"context"
	"net"
	"os/exec"
	"time"
)

// ThisMachine looks at the real one. identity is how the first commit finds its author.
func ThisMachine(identity func() (name, email string, err error)) Machine {
	return Machine{
		LookPath: exec.LookPath,
		Output: func(ctx context.Context, name string, args ...string) (string, error) {
			cmd := exec.CommandContext(ctx, name, args...)
			cmd.WaitDelay = time.Second // a grandchild may keep the pipe open
			out, err := cmd.CombinedOutput()
			return string(out), err
		},
		Listen: func(address string) error {
			l, err := net.Listen("tcp", address)
			if err != nil {
				return err
			}
			return l.Close()
		},
		FreeBytes: freeBytes,
		Identity:  identity,
	}
}
