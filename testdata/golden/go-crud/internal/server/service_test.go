package server_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/my-books/internal/testserver"
)

const things = "/api/v1/shelves"

func TestReadiness(t *testing.T) {
	server := testserver.New(t)
	stranger, user := server.Stranger(), server.User()
	if err := server.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if answer := stranger.Send("GET", "/readyz", nil).Want(http.StatusServiceUnavailable); answer.Field("status") != "unavailable" {
		t.Errorf("not ready: %s", answer.Text)
	}
	user.Send("GET", things, nil).Want(http.StatusInternalServerError) // closed on purpose, which is no outage
}

// A stranger can't find out which paths there are.
func TestStrangers(t *testing.T) {
	server := testserver.New(t)
	stranger, user := server.Stranger(), server.User()
	answer := stranger.Send("GET", "/api/v1/nothing", nil).WantProblem(http.StatusUnauthorized, "unauthenticated")
	if answer.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("WWW-Authenticate is %q", answer.Header.Get("WWW-Authenticate"))
	}
	stranger.Send("GET", things, nil, "Authorization: Bearer nonsense").WantProblem(http.StatusUnauthorized, "invalid_token")
	for _, path := range []string{"/api/v1/nothing", things + "/", "/api//v1"} {
		user.Send("GET", path, nil).WantProblem(http.StatusNotFound, "not_found")
	}
	answer = user.Send("PATCH", things, "").WantProblem(http.StatusMethodNotAllowed, "method_not_allowed")
	if answer.Header.Get("Allow") != "GET, HEAD, POST" {
		t.Errorf("Allow is %s", answer.Header.Get("Allow"))
	}
}

func TestBodies(t *testing.T) {
	user := testserver.New(t).User()
	user.Send("POST", things, "{}", "Content-Type: text/plain").WantProblem(http.StatusUnsupportedMediaType, "unsupported_media_type")
	user.Send("POST", things, strings.Repeat(" ", 2<<20)).WantProblem(http.StatusRequestEntityTooLarge, "too_large")
	user.Send("POST", things, "{").WantProblem(http.StatusBadRequest, "bad_json")
	user.Send("POST", things, strings.Repeat("[", 100_000)).WantProblem(http.StatusBadRequest, "bad_json")
	user.Send("POST", things, "[]").WantInvalid("", "wrong_type")
	user.Send("POST", things, `{"a/b~c":1}`).WantInvalid("/a~1b~0c", "unknown_field")
	user.Send("GET", things+"?q=%zz", nil).WantInvalid("q", "invalid_format")
	user.Send("GET", things+"?limit=1&limit=2", nil).WantInvalid("limit", "not_allowed")
}
