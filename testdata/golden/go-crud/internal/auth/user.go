// Package auth knows who is asking: accounts, sessions, tokens, and what an administrator may do with them.
package auth

import (
	"context"
	"net/http"
	"strings"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// The roles.
const (
	RoleUser  = "user"
	RoleAdmin = "admin"
)

// DemoEmail is the address of the account that SEED_DEMO makes.
const DemoEmail = "demo@example.com"

// User is an account as the API shows it.
type User struct {
	ID        string     `json:"id"`
	Email     string     `json:"email"`
	Name      string     `json:"name"`
	Role      string     `json:"role"`
	CreatedAt value.Time `json:"created_at"`
}

// IsAdmin tells whether the user reaches everybody's things.
func (u User) IsAdmin() bool { return u.Role == RoleAdmin }

// Reach limits a statement to what the user may see. Every statement about things goes through it.
func (u User) Reach(statement interface{ Where(string, ...any) }, table string) {
	if !u.IsAdmin() {
		statement.Where(database.Quote(table, "owner_id")+" = ?", u.ID)
	}
}

// contextKey is a type of its own, so that no other package's key can be the same.
type contextKey struct{}

// CurrentUser is the user who sent a request that passed Authenticate.
func CurrentUser(r *http.Request) User {
	user, _ := r.Context().Value(contextKey{}).(User)
	return user
}

const userColumns = "users.id, users.email, users.name, users.role, users.created_at"

func (u *User) columns() []any { return []any{&u.ID, &u.Email, &u.Name, &u.Role, &u.CreatedAt} }

// Authenticate finds out who sends a request, and hands the request on with the user in its context. One
// query joins session and user, so that signing out, disabling and a new role take effect at once.
func (s *Service) Authenticate(r *http.Request) (*http.Request, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return nil, signInFirst()
	}
	c, err := s.tokens.parse(strings.TrimSpace(token))
	if err != nil || !value.IsID(c.SessionID) || !value.IsID(c.Subject) {
		return nil, InvalidToken()
	}
	user, err := s.userOfSession(r.Context(), c.SessionID, c.Subject)
	if err != nil {
		return nil, err
	}
	return r.WithContext(context.WithValue(r.Context(), contextKey{}, user)), nil
}

func signInFirst() error {
	return api.NewProblem(http.StatusUnauthorized, "unauthenticated", "Sign in first.")
}

// InvalidToken is the answer to a sign-in that has ended, or whose account is gone.
func InvalidToken() error {
	return api.NewProblem(http.StatusUnauthorized, "invalid_token", "The sign-in is no longer valid. Sign in again.")
}
