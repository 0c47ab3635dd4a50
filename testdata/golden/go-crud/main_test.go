package main

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"

	"example.com/my-books/internal/config"
)

// settings are those for a free port.
func settings(t *testing.T) *config.Config {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	_ = listener.Close()
	cfg, err := config.Load(func(name string) (string, bool) {
		return map[string]string{"DATA_DIR": t.TempDir(), "PORT": port, "LOG_LEVEL": "error"}[name], true
	})
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// The server answers until it is told to stop, and then ends without an error.
func TestServe(t *testing.T) {
	cfg := settings(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, cfg) }()
	deadline := time.Now().Add(20 * time.Second)
	for healthcheck(t.Context(), cfg.Port) != nil {
		if time.Now().After(deadline) {
			t.Fatal("the server does not answer")
		}
		time.Sleep(20 * time.Millisecond)
	}
	response, err := http.Get(cfg.URL() + "/readyz")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("readyz: %v (%v)", response, err)
	} else {
		_ = response.Body.Close()
	}
	if err := serve(t.Context(), cfg); err == nil {
		t.Error("a second server takes the same port")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if healthcheck(t.Context(), cfg.Port) == nil {
		t.Error("the server still answers")
	}
}

func TestCommands(t *testing.T) {
	t.Setenv("DATA_DIR", t.TempDir())
	if err := run([]string{"dance"}); err == nil {
		t.Error("an unknown command is taken")
	}
	t.Setenv("PORT", "eighty")
	if err := run(nil); err == nil {
		t.Error("a bad setting is taken")
	}
}
