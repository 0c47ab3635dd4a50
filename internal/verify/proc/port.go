package proc

import (
	"fmt"
	"math/rand/v2"
	"net"
)

// FreePort is a port on 127.0.0.1 on which nobody listens now. It lies below the range from which systems take
// the ports of outgoing connections, so that it is seldom lost between this call and its use.
func FreePort() (int, error) {
	const lowest, count = 20000, 12000
	for range 50 {
		port := lowest + rand.IntN(count)
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
