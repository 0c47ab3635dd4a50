package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/my-books/internal/testserver"
)

func TestOperation(t *testing.T) {
	stranger := testserver.New(t).Stranger()
	stranger.Send("GET", "/livez", nil).Want(http.StatusOK)
	stranger.Send("GET", "/readyz", nil).Want(http.StatusOK)
	metrics := stranger.Send("GET", "/metrics", nil).Want(http.StatusOK).Text
	if !strings.Contains(metrics, `http_requests_total{method="GET",route="/livez",status="200"} 1`) {
		t.Errorf("the request is not counted: %s", metrics)
	}
}

func TestMetricsToken(t *testing.T) {
	stranger := testserver.New(t, "METRICS_TOKEN=only-for-prometheus").Stranger()
	stranger.Send("GET", "/metrics", nil).WantProblem(http.StatusUnauthorized, "unauthenticated")
	stranger.Send("GET", "/metrics", nil, "Authorization: Bearer only-for-prometheus").Want(http.StatusOK)
	production := testserver.New(t, testserver.Production...).Stranger()
	production.Send("GET", "/metrics", nil).WantProblem(http.StatusNotFound, "not_found")
}

func TestUnknownPathsAndMethods(t *testing.T) {
	stranger := testserver.New(t).Stranger()
	for _, path := range []string{"/nothing", "//", "/docs/", "/livez/", "/api"} {
		stranger.Send("GET", path, nil).WantProblem(http.StatusNotFound, "not_found")
	}
	answer := stranger.Send("PATCH", "/livez", "").WantProblem(http.StatusMethodNotAllowed, "method_not_allowed")
	if answer.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow is %s", answer.Header.Get("Allow"))
	}
}

func TestHeaders(t *testing.T) {
	stranger := testserver.New(t, "PUBLIC_URL=https://example.com").Stranger()
	answer := stranger.Send("GET", "/api/v1/nothing", nil, "X-Request-ID: from-the-client")
	for name, want := range map[string]string{
		"X-Request-Id": "from-the-client", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"X-Frame-Options": "DENY", "Cache-Control": "no-store", "Strict-Transport-Security": "max-age=31536000",
	} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if id := stranger.Send("GET", "/livez", nil, "X-Request-ID: not a name").Header.Get("X-Request-ID"); len(id) != 36 {
		t.Errorf("a bad request id became %q", id)
	}
}

func TestOtherOrigins(t *testing.T) {
	stranger := testserver.New(t, "ALLOWED_ORIGINS=https://friend.example.com").Stranger()
	ask := "Access-Control-Request-Method: PUT"
	allowed := stranger.Send("OPTIONS", "/", nil, ask, "Origin: https://friend.example.com").Want(http.StatusNoContent)
	if got := allowed.Header.Get("Access-Control-Allow-Origin"); got != "https://friend.example.com" {
		t.Errorf("the allowed origin is %q", got)
	}
	other := stranger.Send("OPTIONS", "/", nil, ask, "Origin: https://example.com").Want(http.StatusMethodNotAllowed)
	if got := other.Header.Get("Access-Control-Allow-Origin"); got != "" || other.Header.Get("Vary") != "Origin" {
		t.Errorf("another origin gets %v", other.Header)
	}
}

// An address may send so many requests; what a stranger says about its address does not count.
func TestRateLimit(t *testing.T) {
	stranger := testserver.New(t, "RATE_LIMIT_PER_MINUTE=2").Stranger()
	for n := range 2 {
		stranger.Send("GET", "/", nil, fmt.Sprintf("X-Forwarded-For: 192.0.2.%d", n)).Want(http.StatusOK)
	}
	stranger.Send("GET", "/", nil).WantProblem(http.StatusTooManyRequests, "rate_limited")
	stranger.Send("GET", "/livez", nil).Want(http.StatusOK)

	behindProxy := testserver.New(t, "RATE_LIMIT_PER_MINUTE=2", "TRUSTED_PROXIES=127.0.0.0/8,::1/128,10.0.0.0/8").Stranger()
	for n := range 4 {
		behindProxy.Send("GET", "/", nil, fmt.Sprintf("X-Forwarded-For: made up, 192.0.2.%d, 10.0.0.1", n)).Want(http.StatusOK)
	}
	for n := range 2 { // addresses of one household
		behindProxy.Send("GET", "/", nil, fmt.Sprintf("X-Forwarded-For: 2001:db8::%d", n)).Want(http.StatusOK)
	}
	behindProxy.Send("GET", "/", nil, "X-Forwarded-For: 2001:db8::9").Want(http.StatusTooManyRequests)
}

func TestPage(t *testing.T) {
	stranger := testserver.New(t).Stranger()
	page := stranger.Send("GET", "/", nil).Want(http.StatusOK)
	if !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") || page.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("the page has the headers %v", page.Header)
	}
	stranger.Send("GET", "/docs", nil).Want(http.StatusOK)
	stranger.Send("GET", "/", nil, "If-None-Match: "+page.Header.Get("ETag")).Want(http.StatusNotModified)
}

// The description of the API and the routes agree.
func TestOpenAPI(t *testing.T) {
	server := testserver.New(t)
	var document struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal([]byte(server.Stranger().Send("GET", "/openapi.json", nil).Want(http.StatusOK).Text), &document); err != nil {
		t.Fatal(err)
	}
	described := []string{}
	for path, operations := range document.Paths {
		for method := range operations {
			if method == strings.ToLower(method) && method != "parameters" && method != "summary" {
				described = append(described, strings.ToUpper(method)+" "+path)
			}
		}
	}
	for _, route := range server.Routes() {
		isAPI := strings.Contains(route, " /api/") || strings.HasSuffix(route, "z") || strings.HasSuffix(route, "/metrics")
		if isAPI && !slices.Contains(described, route) {
			t.Errorf("%s is not described", route)
		}
	}
	for _, operation := range described {
		if !slices.Contains(server.Routes(), operation) {
			t.Errorf("%s is described, but there is no such route", operation)
		}
	}
}
