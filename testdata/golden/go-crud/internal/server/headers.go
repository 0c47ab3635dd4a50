package server

import (
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"example.com/my-books/internal/api"
)

var requestIDPattern = regexp.MustCompile(`\A[A-Za-z0-9._-]{1,64}\z`)

// requestID is the client's name for the request, or a new one.
func requestID(r *http.Request) string {
	if id := r.Header.Get("X-Request-ID"); requestIDPattern.MatchString(id) {
		return id
	}
	return uuid.NewString()
}

// clientIP is who sent the request. What a proxy says about that counts only if the proxy is ours: anybody
// can send X-Forwarded-For. Each proxy adds the address it saw at the right end.
func clientIP(r *http.Request, trusted []netip.Prefix) string {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	address, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && isTrusted(address, trusted); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop
	}
	address = address.Unmap()
	if address.Is6() { // one household has 2^64 of them
		prefix, _ := address.WithZone("").Prefix(64)
		return prefix.String()
	}
	return address.String()
}

func isTrusted(address netip.Addr, trusted []netip.Prefix) bool {
	return slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(address.Unmap()) })
}

// setHeaders sets what every answer has.
func (s *Server) setHeaders(w http.ResponseWriter, r *http.Request, info *api.Info) {
	header := w.Header()
	header.Set("X-Request-ID", info.RequestID)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Frame-Options", "DENY")
	if strings.HasPrefix(r.URL.Path, "/api/") {
		header.Set("Cache-Control", "no-store")
	}
	if s.config.PublicURL != nil && s.config.PublicURL.Scheme == "https" {
		header.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if len(s.config.AllowedOrigins) > 0 {
		header.Set("Vary", "Origin")
	}
	if origin := s.allowedOrigin(r); origin != "" {
		header.Set("Access-Control-Allow-Origin", origin)
		header.Set("Access-Control-Expose-Headers", "ETag, Link, Location, Retry-After, X-Request-ID")
	}
}

// allowedOrigin is the site whose page sent the request, if it is one of ALLOWED_ORIGINS.
func (s *Server) allowedOrigin(r *http.Request) string {
	if origin := r.Header.Get("Origin"); slices.Contains(s.config.AllowedOrigins, origin) {
		return origin
	}
	return ""
}

// isPreflight tells whether a browser only asks what another site's page may send.
func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
}

func preflight(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
	w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, X-Request-ID")
	w.Header().Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
}
