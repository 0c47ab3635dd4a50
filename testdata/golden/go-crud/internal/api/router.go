package api

import (
	"context"
	"net/http"
	"path"
	"strings"
)

// Handler answers a request, or returns the error that is to be told.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Router finds the handler of a request. It differs from http.ServeMux in two ways: errors are problems, and
// a path that is not written as it was registered is unknown instead of redirected.
type Router struct {
	mux      *http.ServeMux
	fail     func(http.ResponseWriter, *http.Request, error)
	patterns []string
}

// NewRouter makes a router; fail answers with an error that a handler returned.
func NewRouter(fail func(http.ResponseWriter, *http.Request, error)) *Router {
	return &Router{mux: http.NewServeMux(), fail: fail}
}

// Handle adds a route, such as "GET /api/v1/books/{id}".
func (rt *Router) Handle(pattern string, handler Handler) {
	rt.patterns = append(rt.patterns, pattern)
	rt.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if err := handler(w, r); err != nil {
			rt.fail(w, r, err)
		}
	})
}

// Patterns is every route, as it was added.
func (rt *Router) Patterns() []string { return rt.patterns }

// Route is the pattern of a request's path, or "unknown".
func (rt *Router) Route(r *http.Request) string {
	_, pattern := rt.mux.Handler(r)
	_, route, ok := strings.Cut(pattern, " ")
	if !ok || !isClean(r) {
		return "unknown"
	}
	return strings.TrimSuffix(route, "{$}")
}

// ServeHTTP hands a request to its handler.
func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	handler, pattern := rt.mux.Handler(r)
	switch {
	case !isClean(r):
		rt.fail(w, r, NotFound())
	case pattern != "":
		rt.mux.ServeHTTP(w, r)
	default:
		refusal := refusal{header: http.Header{}} // ServeMux knows which methods the path has: let it say so
		handler.ServeHTTP(&refusal, r)
		if refusal.status != http.StatusMethodNotAllowed {
			rt.fail(w, r, NotFound())
			return
		}
		w.Header().Set("Allow", refusal.header.Get("Allow"))
		rt.fail(w, r, NewProblem(http.StatusMethodNotAllowed, "method_not_allowed", "This can't be done here."))
	}
}

// refusal is a ResponseWriter that only notes why ServeMux refuses a request.
type refusal struct {
	header http.Header
	status int
}

func (f *refusal) Header() http.Header         { return f.header }
func (f *refusal) WriteHeader(status int)      { f.status = status }
func (f *refusal) Write(b []byte) (int, error) { return len(b), nil }

// isClean tells whether ServeMux would take the path as it is.
func isClean(r *http.Request) bool {
	p := r.URL.EscapedPath()
	return p == "/" || path.Clean(p) == p
}

// Info is what becomes known about a request while it is handled, for the log.
type Info struct{ RequestID, ClientIP, UserID string }

type infoKey struct{}

// WithInfo gives a request its notes.
func WithInfo(r *http.Request, info *Info) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), infoKey{}, info))
}

// InfoOf is a request's notes.
func InfoOf(r *http.Request) *Info {
	info, _ := r.Context().Value(infoKey{}).(*Info)
	return info
}
