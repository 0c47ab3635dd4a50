package dbserver

import (
	"errors"
	"os"
)

func handOver(string, ...string) error {
	return errors.New("on Windows a server can't be run as another user")
}

// stopSignal is one that Windows can send; the servers survive it as they survive a crash.
func stopSignal(string) os.Signal { return os.Kill }
