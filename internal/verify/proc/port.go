package proc

import (
	"fmt"
	"math/rand/v2"
	"net"
	"sync/atomic"
)

// What ports are tried lies below the range from which systems take the ports of outgoing connections, so that one is seldom
// lost between FreePort and its use.
const (
	lowestPort = 20000
	countPorts = 12000
)

// tried counts the ports from a random one on: a program that takes seconds to listen keeps its port until then, as nobody in
// this process is given the same one before all the others were.
var tried = func() *atomic.Int64 {
	var n atomic.Int64
	n.Store(rand.Int64N(countPorts))
	return &n
}()

// FreePort is a port on 127.0.0.1 on which nobody listens now, and which was not given before.
func FreePort() (int, error) {
	for range 50 {
		port := lowestPort + int(tried.Add(1)%countPorts)
		if l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return port, l.Close()
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("no free port on 127.0.0.1: %w", err)
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
