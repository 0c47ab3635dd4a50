package server

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/auth"
	"example.com/my-books/internal/catalog"
	"example.com/my-books/internal/config"
	"example.com/my-books/internal/dashboard"
	"example.com/my-books/internal/database"
)

// dependency is what requests can't be answered without.
const dependency = "database"

// service is the parts of this service: the accounts, over a database that has the things too.
type service struct {
	db   *database.DB
	auth *auth.Service
}

// New makes the server.
func New(cfg *config.Config, db *database.DB, log *slog.Logger) *Server {
	kinds := catalog.All(db)
	tables := []string{}
	for _, kind := range slices.Backward(kinds) { // children first, so that they can be deleted in this order
		tables = append(tables, kind.Table)
	}
	s := newServer(cfg, log)
	s.service = service{db: db, auth: auth.New(db, auth.Options{
		Secret: cfg.JWTSecret, Issuer: "my-books", PublicURL: cfg.PublicURL, SecureCookie: cfg.SecureCookie(),
		LoginLimit: cfg.LoginRateLimit, LockDemo: cfg.SeedDemo, Tables: tables,
	})}
	s.auth.Register(s.router)
	for _, kind := range kinds {
		kind.AddRoutes(s.router)
	}
	dashboard.AddRoutes(s.router, db)
	return s
}

// Auth is the accounts, for what is done at start.
func (s *Server) Auth() *auth.Service { return s.auth }

// authenticate finds out who asks, where only people who signed in may.
func (s *Server) authenticate(r *http.Request) (*http.Request, error) {
	if !needsBearer(r.URL.Path) {
		return r, nil
	}
	r, err := s.auth.Authenticate(r)
	if err != nil {
		return nil, err
	}
	api.InfoOf(r).UserID = auth.CurrentUser(r).ID
	return r, nil
}

// needsBearer tells whether a path is only for people who signed in. Unknown paths of the API are too, so
// that a stranger can't find out which ones exist.
func needsBearer(path string) bool {
	switch path {
	case "/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/logout":
		return false
	}
	return strings.HasPrefix(path, "/api/")
}

// ping asks the database for a sign of life.
func (s *Server) ping(ctx context.Context) error { return s.db.PingContext(ctx) }

// isOutage tells whether an error means that the database is away, or too busy.
func (s *Server) isOutage(err error) bool {
	kind := s.db.Kind(err)
	return kind == database.Unavailable || kind == database.Retry
}
