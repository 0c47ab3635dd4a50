// Package testserver runs the whole service for tests, on a database of its own: a file in a temporary folder,
// or that of TEST_DATABASE_URL, where tests keep apart by using accounts of their own.
package testserver

import (
	"bytes"
	"encoding/json"
	"io"
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

// Client sends requests, as somebody who signed in or as a stranger.
type Client struct {
	server  *Server
	Email   string
	Token   string
	Cookie  *http.Cookie
	parents map[string]any
}

// Stranger is somebody who has not signed in.
func (s *Server) Stranger() *Client { return &Client{server: s, parents: map[string]any{}} }

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

// Answer is what came back. Body is nil when it is not a JSON object.
type Answer struct {
	t      testing.TB
	Status int
	Header http.Header
	Cookie *http.Cookie
	Text   string
	Body   map[string]any
}

// Send sends a request. A body that is not a text is sent as JSON; headers are written "Name: value".
func (c *Client) Send(method, target string, body any, headers ...string) *Answer {
	c.server.t.Helper()
	data, isText := body.(string)
	if !isText && body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			c.server.t.Fatal(err)
		}
		data = string(encoded)
	}
	r, err := http.NewRequestWithContext(c.server.t.Context(), method, c.server.URL+target, bytes.NewReader([]byte(data)))
	if err != nil {
		c.server.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	if c.Cookie != nil {
		r.AddCookie(c.Cookie)
	}
	for _, header := range headers {
		name, text, _ := strings.Cut(header, ": ")
		r.Header.Set(name, text)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		c.server.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.server.t.Fatal(err)
	}
	answer := &Answer{t: c.server.t, Status: response.StatusCode, Header: response.Header, Text: string(text)}
	_ = json.Unmarshal(text, &answer.Body)
	for _, cookie := range response.Cookies() {
		answer.Cookie = cookie
	}
	return answer
}

// Want fails the test unless the answer has this status, and returns the answer.
func (a *Answer) Want(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("the answer is %d, want %d: %s", a.Status, status, a.Text)
	}
	return a
}

// WantProblem fails the test unless the answer is this problem.
func (a *Answer) WantProblem(status int, code string) *Answer {
	a.t.Helper()
	a.Want(status)
	if a.Body["code"] != code || a.Header.Get("Content-Type") != "application/problem+json" {
		a.t.Fatalf("the problem is not %s: %s", code, a.Text)
	}
	return a
}

// WantInvalid fails the test unless the answer says that a place (a pointer or a parameter) is wrong.
func (a *Answer) WantInvalid(place, code string) {
	a.t.Helper()
	a.Want(http.StatusUnprocessableEntity)
	details, _ := a.Body["errors"].([]any)
	for _, detail := range details {
		d, _ := detail.(map[string]any)
		if (d["pointer"] == place || d["parameter"] == place) && d["code"] == code {
			return
		}
	}
	a.t.Fatalf("nothing says that %s is %s: %s", place, code, a.Text)
}

// Field is one text of the body.
func (a *Answer) Field(name string) string {
	text, _ := a.Body[name].(string)
	return text
}

// IDs are the ids of a page, in its order.
func (a *Answer) IDs() []string {
	a.t.Helper()
	items, ok := a.Want(http.StatusOK).Body["items"].([]any)
	if !ok {
		a.t.Fatalf("the answer is no page: %s", a.Text)
	}
	ids := []string{}
	for _, item := range items {
		id, _ := item.(map[string]any)["id"].(string)
		ids = append(ids, id)
	}
	return ids
}

// Walk follows a list from page to page and returns all ids.
func (c *Client) Walk(target string) []string {
	c.server.t.Helper()
	ids, next := []string{}, target
	for next != "" {
		answer := c.Send("GET", next, nil)
		ids = append(ids, answer.IDs()...)
		next = strings.TrimPrefix(strings.TrimSuffix(answer.Header.Get("Link"), `>; rel="next"`), "<")
	}
	return ids
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
