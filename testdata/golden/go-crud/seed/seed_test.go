package seed_test

import (
	"net/http"
	"testing"

	"example.com/my-books/internal/auth"
	"example.com/my-books/internal/testserver"
)

// The demo account has things of every kind, and visitors can't take it away from each other.
func TestDemoAccount(t *testing.T) {
	server := testserver.New(t, "SEED_DEMO=true", "DEMO_PASSWORD="+testserver.Password)
	demo := server.Stranger()
	demo.Email = auth.DemoEmail
	demo.SignIn(testserver.Password)
	if len(demo.Walk("/api/v1/shelves")) < 25 {
		t.Error("too few shelves")
	}
	if len(demo.Walk("/api/v1/books")) < 25 {
		t.Error("too few books")
	}
	demo.Send("DELETE", "/api/v1/users/me", map[string]any{"password": testserver.Password}).WantProblem(http.StatusForbidden, "forbidden")
	demo.Send("POST", "/api/v1/users/me/password", map[string]any{
		"current_password": testserver.Password, "new_password": "another password",
	}).WantProblem(http.StatusForbidden, "forbidden")
}

func TestAdministrator(t *testing.T) {
	server := testserver.New(t, "ADMIN_EMAIL=Root@example.com", "ADMIN_PASSWORD="+testserver.Password)
	admin := server.Stranger()
	admin.Email = "root@example.com"
	admin.SignIn(testserver.Password)
	admin.Send("GET", "/api/v1/admin/users", nil).Want(http.StatusOK)
}
