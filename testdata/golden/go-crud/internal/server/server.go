// Package server answers requests: what happens to every one of them is in this file, and which parts the service
// has beyond that in service.go.
package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/config"
)

// A request may take requestTimeout, and of that dependencyTimeout to wait for what the service depends on: after
// either, the answer is 503.
const requestTimeout, dependencyTimeout = 15 * time.Second, 4 * time.Second

// Server answers every request.
type Server struct {
	config  *config.Config
	log     *slog.Logger
	metrics *metrics
	limiter *api.Limiter
	router  *api.Router
	service
}

// newServer makes what every service has; New adds the rest.
func newServer(cfg *config.Config, log *slog.Logger) *Server {
	s := &Server{config: cfg, log: log, metrics: newMetrics(), limiter: api.NewLimiter(cfg.RateLimit, time.Minute)}
	s.router = api.NewRouter(s.fail)
	s.addOperationRoutes()
	s.addPageRoutes()
	return s
}

// Routes is every route, such as "GET /livez".
func (s *Server) Routes() []string { return s.router.Patterns() }

// ServeHTTP does what every request needs, and hands it to its route.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	info := &api.Info{RequestID: requestID(r), ClientIP: clientIP(r, s.config.TrustedProxies)}
	ctx, cancel := context.WithTimeout(r.Context(), requestTimeout)
	defer cancel()
	ctx, stop := api.WithPatience(ctx, dependencyTimeout)
	defer stop()
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
	r, err := s.authenticate(r)
	if err != nil {
		return err
	}
	s.router.ServeHTTP(w, r)
	return nil
}

// fail answers with an error. What is not meant for the client goes to the log only.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var problem *api.Problem
	switch {
	case errors.As(err, &problem):
	case s.isOutage(err):
		s.log.Warn("the "+dependency+" did not answer", "error", err, "request_id", api.InfoOf(r).RequestID)
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
