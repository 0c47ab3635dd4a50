package proc

import "net"

// FreePort is a port on 127.0.0.1 on which nobody listens now. Somebody else may take it before its user does;
// whoever needs to be sure tries again.
func FreePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}
