package parity

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

// patience is how long an answer may take.
const patience = 30 * time.Second

// reply is an answer as it came.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// send writes the request byte by byte as it stands, which no HTTP client would do: it corrects what it is given.
func send(ctx context.Context, address string, r Request) (reply, error) {
	for tries := 1; ; tries++ {
		got, err := sendOnce(ctx, address, r)
		// Who refuses a large body may close the connection before it has come; then the answer can get lost.
		if tries < 5 && len(r.Body) > 1<<20 && (errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.ErrUnexpectedEOF)) {
			continue
		}
		return got, err
	}
}

func sendOnce(ctx context.Context, address string, r Request) (reply, error) {
	dialer := net.Dialer{Timeout: patience}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return reply{}, err
	}
	go func() { _, _ = io.WriteString(conn, r.wire(address)) }() // the answer may come before all is written
	res, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: r.Method})
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return reply{}, fmt.Errorf("the body of the answer: %w", err)
	}
	return reply{status: res.StatusCode, header: res.Header, body: body}, nil
}

// wire is the request as it goes over the wire.
func (r Request) wire(address string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\n", r.Method, r.Target)
	chunked := false
	for _, h := range r.Header {
		fmt.Fprintf(&b, "%s: %s\r\n", h.Name, h.Value)
		chunked = chunked || strings.EqualFold(h.Name, "Transfer-Encoding")
	}
	for name, value := range map[string]string{"Host": address, "Connection": "close"} {
		if !r.has(name) {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	body := r.Body
	if chunked {
		body = chunks(body)
	} else if body != "" {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n" + body)
	return b.String()
}

func (r Request) has(name string) bool {
	for _, h := range r.Header {
		if strings.EqualFold(h.Name, name) {
			return true
		}
	}
	return false
}

// chunks is a body in pieces that each tell their own length.
func chunks(body string) string {
	const size = 64 << 10
	var b strings.Builder
	for len(body) > 0 {
		piece := body[:min(size, len(body))]
		fmt.Fprintf(&b, "%x\r\n%s\r\n", len(piece), piece)
		body = body[len(piece):]
	}
	b.WriteString("0\r\n\r\n")
	return b.String()
}
