// Package testserver runs the whole service for tests, on a database of its own: a file in a temporary folder,
// or that of TEST_DATABASE_URL, where tests keep apart by using accounts of their own.
package testserver

import (
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"example.com/my-books/internal/auth"
	"example.com/my-books/internal/catalog"
	"example.com/my-books/internal/config"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/server"
	"example.com/my-books/seed"
)

// Password is the password of every account that tests make.
const Password = "correct horse battery"

// Production is the settings without which production does not start.
var Production = []string{"APP_ENV=production", "JWT_SECRET=vX7Qp2Lr9Zk4Ht6Wm1Nc8Bs3Fd5Gj0Ay"}

// Server is a running service.
type Server struct {
	*server.Server
	t   testing.TB
	URL string
	DB  *database.DB
}

// New starts a service with some settings changed, such as "PUBLIC_URL=https://example.com".
func New(t testing.TB, changes ...string) *Server {
	t.Helper()
	settings := map[string]string{
		"DATA_DIR": t.TempDir(), "DATABASE_URL": os.Getenv("TEST_DATABASE_URL"),
		"RATE_LIMIT_PER_MINUTE": "0", "LOGIN_RATE_LIMIT_PER_MINUTE": "0",
	}
	for _, change := range changes {
		name, text, _ := strings.Cut(change, "=")
		settings[name] = text
	}
	cfg, err := config.Load(func(name string) (string, bool) { return settings[name], true })
	if err != nil {
		t.Fatal(err)
	}
	db, err := database.Open(t.Context(), cfg.DatabaseURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	log := slog.New(slog.DiscardHandler)
	app := server.New(cfg, db, log)
	if err := seed.Accounts(t.Context(), cfg, db, app.Auth(), log); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(app)
	t.Cleanup(web.Close)
	return &Server{Server: app, t: t, URL: web.URL, DB: db}
}

// Client is somebody who sends requests.
type Client struct {
	*Sender
	server  *Server
	Email   string
	parents map[string]any
}

// Stranger is somebody who has not signed in.
func (s *Server) Stranger() *Client {
	return &Client{Sender: NewSender(s.t, s.URL), server: s, parents: map[string]any{}}
}

// User is somebody with a fresh account.
func (s *Server) User() *Client { return s.account(auth.RoleUser) }

// Admin is an administrator with a fresh account.
func (s *Server) Admin() *Client { return s.account(auth.RoleAdmin) }

func (s *Server) account(role string) *Client {
	s.t.Helper()
	c := s.Stranger()
	c.Email = uuid.NewString() + "@example.com"
	if _, err := s.Auth().Create(s.t.Context(), c.Email, "Somebody", Password, role); err != nil {
		s.t.Fatal(err)
	}
	c.SignIn(Password)
	return c
}

// SignIn signs in and keeps the token and the cookie.
func (c *Client) SignIn(password string) {
	c.server.t.Helper()
	answer := c.Send("POST", "/api/v1/auth/login", map[string]any{"email": c.Email, "password": password})
	answer.Want(http.StatusOK)
	c.Token, _ = answer.Body["access_token"].(string)
	c.Cookie = answer.Cookie
}

// Sample is the n-th thing of the sample data as a client would send it. Its parent is made where it has one:
// the same for all samples of one client.
func (c *Client) Sample(table string, n int) map[string]any {
	c.server.t.Helper()
	samples, err := seed.Samples()
	if err != nil {
		c.server.t.Fatal(err)
	}
	item := maps.Clone(samples[table][n].Values)
	for _, kind := range catalog.All(c.server.DB) {
		if kind.Table == table && kind.Parent != "" {
			if c.parents[kind.Parent] == nil {
				c.parents[kind.Parent] = c.Make(kind.Parent, 0).Body["id"]
			}
			item[kind.ParentKey] = c.parents[kind.Parent]
		}
	}
	return item
}

// Make creates the n-th sample.
func (c *Client) Make(table string, n int) *Answer {
	c.server.t.Helper()
	for _, kind := range catalog.All(c.server.DB) {
		if kind.Table == table {
			return c.Send("POST", "/api/v1/"+kind.Path, c.Sample(table, n)).Want(http.StatusCreated)
		}
	}
	c.server.t.Fatalf("there is no kind %s", table)
	return nil
}
