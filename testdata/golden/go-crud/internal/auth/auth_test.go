package auth_test

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/my-books/internal/testserver"
	"example.com/my-books/internal/value"
)

const register, login, refresh, logout = "/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/logout"

func TestRegister(t *testing.T) {
	server := testserver.New(t)
	stranger, email := server.Stranger(), server.User().Email
	fresh := "new-" + email
	answer := stranger.Send("POST", register, map[string]any{"email": " " + strings.ToUpper(fresh), "name": "Ada", "password": testserver.Password})
	answer.Want(http.StatusCreated)
	if answer.Field("email") != fresh || answer.Field("role") != "user" || answer.Header.Get("Location") != "/api/v1/users/me" {
		t.Errorf("the new account is %s", answer.Text)
	}
	for _, test := range []struct {
		field, code string
		value       any
	}{
		{"/email", "invalid_format", "nobody"},
		{"/name", "blank", " "},
		{"/password", "too_short", "123456789"},
		{"/password", "too_long", strings.Repeat("x", 129)},
		{"/password", "not_allowed", "Else" + email},
		{"/role", "unknown_field", "admin"},
	} {
		body := map[string]any{"email": "else" + email, "name": "Ada", "password": testserver.Password}
		body[test.field[1:]] = test.value
		stranger.Send("POST", register, body).WantInvalid(test.field, test.code)
	}
	stranger.Send("POST", register, map[string]any{"email": email, "name": "Ada", "password": testserver.Password}).
		WantProblem(http.StatusConflict, "email_taken")
}

// A wrong password and an address that nobody has are refused in the same words.
func TestLogin(t *testing.T) {
	server := testserver.New(t)
	user, stranger := server.User(), server.Stranger()
	wrong := stranger.Send("POST", login, map[string]any{"email": user.Email, "password": "something else"})
	unknown := stranger.Send("POST", login, map[string]any{"email": "nobody@example.com", "password": "something else"})
	wrong.WantProblem(http.StatusUnauthorized, "invalid_credentials")
	if wrong.Text != unknown.Text {
		t.Errorf("the answers differ: %s and %s", wrong.Text, unknown.Text)
	}
	stranger.Send("POST", login, map[string]any{"email": "a\x07b", "password": "x"}).WantProblem(http.StatusUnauthorized, "invalid_credentials")
	if c := user.Cookie; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/api/v1/auth" || c.MaxAge != 2592000 {
		t.Errorf("the cookie is %v", c)
	}
}

func TestLoginLimit(t *testing.T) {
	stranger := testserver.New(t, "LOGIN_RATE_LIMIT_PER_MINUTE=2").Stranger()
	body := map[string]any{"email": "nobody@example.com", "password": "x"}
	for range 2 {
		stranger.Send("POST", login, body).Want(http.StatusUnauthorized)
	}
	if stranger.Send("POST", login, body).WantProblem(http.StatusTooManyRequests, "rate_limited").Header.Get("Retry-After") == "" {
		t.Error("nothing says how long to wait")
	}
}

// A refresh secret works once. Used again at once it may be another tab; used again later it was copied.
func TestRefresh(t *testing.T) {
	server := testserver.New(t)
	user := server.User()
	old := user.Cookie
	user.Cookie = user.Send("POST", refresh, nil).Want(http.StatusOK).Cookie
	again := server.Stranger()
	again.Cookie = old
	again.Send("POST", refresh, nil).WantProblem(http.StatusUnauthorized, "invalid_token")
	user.Cookie = user.Send("POST", refresh, nil).Want(http.StatusOK).Cookie

	session, _, _ := strings.Cut(user.Cookie.Value, ".")
	longAgo := value.TimeOf(time.Now().Add(-time.Minute))
	if _, err := server.DB.Exec(`UPDATE sessions SET rotated_at = ? WHERE id = ?`, longAgo, session); err != nil {
		t.Fatal(err)
	}
	copied := again.Send("POST", refresh, nil).WantProblem(http.StatusUnauthorized, "invalid_token")
	if copied.Cookie == nil || copied.Cookie.MaxAge >= 0 {
		t.Errorf("the cookie is not cleared: %v", copied.Cookie)
	}
	user.Send("POST", refresh, nil).Want(http.StatusUnauthorized)
	user.Send("GET", "/api/v1/users/me", nil).WantProblem(http.StatusUnauthorized, "invalid_token")
}

func TestParallelRefresh(t *testing.T) {
	user := testserver.New(t).User()
	var group sync.WaitGroup
	var succeeded atomic.Int32
	for range 8 {
		group.Go(func() {
			if user.Send("POST", refresh, nil).Status == http.StatusOK {
				succeeded.Add(1)
			}
		})
	}
	group.Wait()
	if succeeded.Load() != 1 {
		t.Errorf("%d of 8 succeeded", succeeded.Load())
	}
}

func TestLogout(t *testing.T) {
	server := testserver.New(t)
	user := server.User()
	user.Send("POST", logout, nil).Want(http.StatusNoContent)
	user.Send("GET", "/api/v1/users/me", nil).WantProblem(http.StatusUnauthorized, "invalid_token")
	server.Stranger().Send("POST", logout, nil).Want(http.StatusNoContent)
	server.Stranger().Send("POST", refresh, nil).WantProblem(http.StatusUnauthorized, "unauthenticated")
}

func TestOtherSites(t *testing.T) {
	user := testserver.New(t).User()
	for _, header := range []string{"Sec-Fetch-Site: cross-site", "Origin: https://example.com", "Origin: null"} {
		user.Send("POST", refresh, nil, header).WantProblem(http.StatusForbidden, "cross_site")
		user.Send("POST", logout, nil, header).WantProblem(http.StatusForbidden, "cross_site")
	}
	user.Send("POST", refresh, nil, "Sec-Fetch-Site: same-origin").Want(http.StatusOK)

	public := testserver.New(t, "PUBLIC_URL=https://example.com").User()
	if !public.Cookie.Secure {
		t.Error("the cookie may travel without https")
	}
	public.Cookie.Secure = false // the test talks http
	public.Send("POST", refresh, nil, "Origin: https://example.com:443").Want(http.StatusOK)
}

func TestOwnAccount(t *testing.T) {
	server := testserver.New(t)
	user := server.User()
	if got := user.Send("PATCH", "/api/v1/users/me", map[string]any{"name": "Grace"}).Want(http.StatusOK).Field("name"); got != "Grace" {
		t.Errorf("the name is %q", got)
	}
	user.Send("PATCH", "/api/v1/users/me", map[string]any{}).WantInvalid("/name", "required")
	password := "/api/v1/users/me/password"
	user.Send("POST", password, map[string]any{"current_password": "wrong", "new_password": "another password"}).WantInvalid("/current_password", "not_allowed")
	user.Send("POST", password, map[string]any{"current_password": testserver.Password, "new_password": "another password"}).Want(http.StatusNoContent)
	user.Send("GET", "/api/v1/users/me", nil).Want(http.StatusUnauthorized)
	user.SignIn("another password")
	user.Make("shelves", 1)
	user.Make("books", 0)
	user.Send("DELETE", "/api/v1/users/me", map[string]any{"password": "wrong"}).WantInvalid("/password", "not_allowed")
	user.Send("DELETE", "/api/v1/users/me", map[string]any{"password": "another password"}).Want(http.StatusNoContent)
	user.Send("POST", login, map[string]any{"email": user.Email, "password": "another password"}).Want(http.StatusUnauthorized)
}

func TestAdmin(t *testing.T) {
	server := testserver.New(t)
	admin, user := server.Admin(), server.User()
	user.Send("GET", "/api/v1/admin/users", nil).WantProblem(http.StatusForbidden, "forbidden")
	found := admin.Send("GET", "/api/v1/admin/users?q="+strings.ToUpper(user.Email), nil).IDs()
	if len(found) != 1 {
		t.Fatalf("%d accounts are found", len(found))
	}
	account := "/api/v1/admin/users/" + found[0]
	user.Send("PATCH", account, map[string]any{"role": "admin"}).WantProblem(http.StatusForbidden, "forbidden")
	admin.Send("PATCH", account, map[string]any{"role": "owner"}).WantInvalid("/role", "not_allowed")
	admin.Send("PATCH", account, map[string]any{"disabled": true}).Want(http.StatusOK)
	user.Send("GET", "/api/v1/users/me", nil).Want(http.StatusUnauthorized)
	user.Send("POST", login, map[string]any{"email": user.Email, "password": testserver.Password}).WantProblem(http.StatusUnauthorized, "invalid_credentials")
	admin.Send("PATCH", account, map[string]any{"disabled": false, "role": "admin"}).Want(http.StatusOK)
	user.SignIn(testserver.Password)
	user.Send("GET", "/api/v1/admin/users?limit=1", nil).Want(http.StatusOK)
	me := admin.Send("GET", "/api/v1/users/me", nil).Field("id")
	admin.Send("PATCH", "/api/v1/admin/users/"+me, map[string]any{"role": "user"}).WantProblem(http.StatusConflict, "own_account")
	for _, id := range []string{"1", "01920000-0000-7000-8000-000000000000"} {
		admin.Send("PATCH", "/api/v1/admin/users/"+id, map[string]any{}).WantProblem(http.StatusNotFound, "not_found")
	}
}
