// Package server puts the parts together: what happens to every request, and which routes there are.
package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/auth"
	"example.com/my-books/internal/catalog"
	"example.com/my-books/internal/config"
	"example.com/my-books/internal/dashboard"
	"example.com/my-books/internal/database"
)

// requestTimeout is how long a request may wait for the database: after it, the answer is 503.
const requestTimeout = 4 * time.Second

// Server answers every request.
type Server struct {
	config  *config.Config
	db      *database.DB
	log     *slog.Logger
	metrics *metrics
	limiter *api.Limiter
	router  *api.Router
	auth    *auth.Service
}

// New makes the server.
func New(cfg *config.Config, db *database.DB, log *slog.Logger) *Server {
	kinds := catalog.All(db)
	tables := []string{}
	for _, kind := range slices.Backward(kinds) { // children first, so that they can be deleted in this order
		tables = append(tables, kind.Table)
	}
	s := &Server{
		config: cfg, db: db, log: log, metrics: newMetrics(),
		limiter: api.NewLimiter(cfg.RateLimit, time.Minute),
		auth: auth.New(db, auth.Options{
			Secret: cfg.JWTSecret, Issuer: "my-books", PublicURL: cfg.PublicURL, SecureCookie: cfg.SecureCookie(),
			LoginLimit: cfg.LoginRateLimit, LockDemo: cfg.SeedDemo, Tables: tables,
		}),
	}
	s.router = api.NewRouter(s.fail)
	s.auth.Register(s.router)
	for _, kind := range kinds {
		kind.AddRoutes(s.router)
	}
	dashboard.AddRoutes(s.router, db)
	s.addOperationRoutes()
	s.addPageRoutes()
	return s
}

// Auth is the accounts, for what is done at start.
func (s *Server) Auth() *auth.Service { return s.auth }

// Routes is every route, such as "GET /livez".
func (s *Server) Routes() []string { return s.router.Patterns() }

// ServeHTTP does what every request needs, and hands it to its route.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	info := &api.Info{RequestID: requestID(r), ClientIP: clientIP(r, s.config.TrustedProxies)}
	ctx, cancel := context.WithTimeout(r.Context(), requestTimeout)
	defer cancel()
	r = api.WithInfo(r.WithContext(ctx), info)
	answer := &answer{ResponseWriter: w}
	defer s.finish(answer, r, info, start)
	s.setHeaders(answer, r, info)
	if err := s.admit(answer, r); err != nil {
		s.fail(answer, r, err)
	}
}

// admit checks what is the same for all routes, then calls the route.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) error {
	if isPreflight(r) && s.allowedOrigin(r) != "" {
		preflight(w)
		return nil
	}
	if !isOperation(r.URL.Path) {
		if wait := s.limiter.Take(api.InfoOf(r).ClientIP); wait > 0 {
			return api.RateLimited(wait)
		}
	}
	if needsBearer(r.URL.Path) {
		authenticated, err := s.auth.Authenticate(r)
		if err != nil {
			return err
		}
		r = authenticated
		api.InfoOf(r).UserID = auth.CurrentUser(r).ID
	}
	s.router.ServeHTTP(w, r)
	return nil
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

// fail answers with an error. What is not meant for the client goes to the log only.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var problem *api.Problem
	switch {
	case errors.As(err, &problem):
	case s.db.Kind(err) == database.Unavailable, s.db.Kind(err) == database.Retry:
		s.log.Warn("the database did not answer", "error", err, "request_id", api.InfoOf(r).RequestID)
		problem = api.NewProblem(http.StatusServiceUnavailable, "unavailable", "The service can't answer at the moment. Try again soon.")
	default:
		s.log.Error("a request failed", "error", err, "request_id", api.InfoOf(r).RequestID)
		problem = api.NewProblem(http.StatusInternalServerError, "internal", "Something went wrong on our side.")
	}
	api.WriteProblem(w, problem)
}

// finish logs and counts a request, also one whose handler crashed.
func (s *Server) finish(w *answer, r *http.Request, info *api.Info, start time.Time) {
	if crash := recover(); crash != nil {
		s.log.Error("a handler crashed", "error", crash, "request_id", info.RequestID, "stack", string(debug.Stack()))
		if w.status == 0 {
			api.WriteProblem(w, api.NewProblem(http.StatusInternalServerError, "internal", "Something went wrong on our side."))
		}
	}
	if w.status == 0 {
		w.status = http.StatusOK
	}
	took, route := time.Since(start), s.router.Route(r)
	s.metrics.observe(r.Method, route, w.status, took)
	fields := []any{
		"method", r.Method, "route", route, "status", w.status,
		"duration_ms", took.Milliseconds(), "request_id", info.RequestID,
	}
	if info.UserID != "" {
		fields = append(fields, "user_id", info.UserID)
	}
	s.log.Info("request", fields...)
}

// answer remembers the status that was sent.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}
