package server

import (
	"context"
	"net/http"
	"time"

	"example.com/my-books/internal/api"
)

// isOperation tells whether a path is for those who run the service: they ask often, and are not limited.
func isOperation(path string) bool {
	return path == "/livez" || path == "/readyz" || path == "/metrics"
}

func (s *Server) addOperationRoutes() {
	s.router.Handle("GET /livez", func(w http.ResponseWriter, _ *http.Request) error {
		return api.WriteJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	s.router.Handle("GET /readyz", s.ready)
	s.router.Handle("GET /metrics", s.showMetrics)
}

// ready tells whether requests can be answered: a balancer sends none while they can't.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.ping(ctx); err != nil {
		return api.WriteJSON(w, http.StatusServiceUnavailable, map[string]any{
			"status": "unavailable", "checks": map[string]string{dependency: "unreachable"},
		})
	}
	return api.WriteJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}
