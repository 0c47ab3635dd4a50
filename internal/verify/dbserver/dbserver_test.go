package dbserver

import (
	"context"
	"errors"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestUnknownEngine(t *testing.T) {
	_, err := Start(t.Context(), "oracle", Anywhere)
	if err == nil || !strings.Contains(err.Error(), "mariadb, mysql, postgres") {
		t.Fatalf("want the known engines named, got %v", err)
	}
}

func TestURLKeepsThePassword(t *testing.T) {
	u, err := url.Parse(databaseURL("postgres", "me", "127.0.0.1:5432", "db", "sslmode=disable"))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := u.User.Password(); got != secret {
		t.Fatalf("password came back as %q", got)
	}
}

func TestUnavailableSaysWhy(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Start(t.Context(), "postgres", Container)
	var no *Unavailable
	if !errors.As(err, &no) || !strings.Contains(err.Error(), "docker command is not here") {
		t.Fatalf("got %v", err)
	}
}

// TestServers starts real servers: SCAFFOLIO_E2E=servers, or names of engines.
func TestServers(t *testing.T) {
	words := strings.Split(os.Getenv("SCAFFOLIO_E2E"), ",")
	for _, name := range Engines() {
		for _, where := range []Where{Container, Machine} {
			t.Run(name+"/"+string(where), func(t *testing.T) {
				if !slices.Contains(words, "servers") {
					t.Skip("SCAFFOLIO_E2E=servers runs this")
				}
				tryServer(t, name, where)
			})
		}
	}
}

func tryServer(t *testing.T, name string, where Where) {
	begin := time.Now()
	s, err := Start(t.Context(), name, where)
	var no *Unavailable
	if errors.As(err, &no) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	t.Logf("%s after %s", s.Version(), time.Since(begin).Round(time.Millisecond))
	begin = time.Now()
	db, err := s.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s after %s", db.URL, time.Since(begin).Round(time.Millisecond))
	u, err := url.Parse(db.URL)
	if err != nil {
		t.Fatal(err)
	}
	begin = time.Now()
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("stopped after %s", time.Since(begin).Round(time.Millisecond))
	if conn, err := net.Dial("tcp", u.Host); err == nil {
		_ = conn.Close()
		t.Fatal("it still listens after Stop")
	}
	begin = time.Now()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("back after %s", time.Since(begin).Round(time.Millisecond))
	if _, err := s.Create(t.Context()); err != nil {
		t.Fatalf("it takes no statements after its return: %v", err)
	}
}
