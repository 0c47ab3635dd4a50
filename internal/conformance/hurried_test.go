package conformance_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
)

// hurried answers every so many requests that the client should slow down, as a busy service would.
type hurried struct {
	every int

	mu sync.Mutex
	n  int
}

// RoundTrip lets most requests through.
func (h *hurried) RoundTrip(r *http.Request) (*http.Response, error) {
	h.mu.Lock()
	h.n++
	tooFast := h.n%h.every == 0
	h.mu.Unlock()
	if !tooFast {
		return http.DefaultTransport.RoundTrip(r)
	}
	header := http.Header{
		"Retry-After": {"1"}, "Content-Type": {"application/problem+json"}, "X-Request-Id": {"busy"}, "X-Frame-Options": {"DENY"},
		"X-Content-Type-Options": {"nosniff"}, "Referrer-Policy": {"no-referrer"}, "Cache-Control": {"no-store"},
	}
	body := `{"type":"about:blank","title":"Too Many Requests","status":429,"code":"rate_limited","detail":"Slow down."}`
	return &http.Response{
		StatusCode: http.StatusTooManyRequests, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}
