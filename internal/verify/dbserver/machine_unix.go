//go:build unix

package dbserver

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// handOver gives paths to the user that the server runs as.
func handOver(name string, paths ...string) error {
	account, err := user.Lookup(name)
	if err != nil {
		return fmt.Errorf("as root it needs the user %s: %w", name, err)
	}
	uid, err := strconv.Atoi(account.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(account.Gid)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := os.Chown(path, uid, gid); err != nil {
			return err
		}
	}
	return nil
}

func stopSignal(engine string) os.Signal {
	if engine == "postgres" {
		return syscall.SIGINT
	}
	return syscall.SIGTERM
}
