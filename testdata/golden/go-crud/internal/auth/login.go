package auth

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"strings"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/value"
)

const minPassword, maxPassword, maxName = 10, 128, 100

// normalEmail is the one form in which an address is stored and looked for.
func normalEmail(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, strings.Trim(s, " \t\r\n\f\v"))
}

// normalized is an e-mail address in that form.
func normalized() value.Type[string] {
	return value.Type[string]{Quoted: true, Parse: func(s string) (string, error) { return value.Email().Parse(normalEmail(s)) }}
}

// NewPassword is a password that somebody with this address wants to have.
func NewPassword(email string) value.Type[string] {
	return value.Type[string]{Quoted: true, Parse: func(s string) (string, error) {
		if email != "" && normalEmail(s) == email {
			return "", &value.Invalid{Code: "not_allowed", Message: "Must not be the e-mail address."}
		}
		return value.Text(minPassword, maxPassword).Parse(s)
	}}
}

func (s *Service) register(w http.ResponseWriter, r *http.Request) error {
	var email, name, password string
	err := api.ReadBody(w, r, func(body *api.Body) {
		email = api.Field(body, "email", normalized()).Required()
		name = api.Field(body, "name", value.String(1, maxName)).Required()
		password = api.Field(body, "password", NewPassword(email)).Required()
	})
	if err != nil {
		return err
	}
	user, err := s.Create(r.Context(), email, name, password, RoleUser)
	if errors.Is(err, ErrEmailTaken) {
		return api.NewProblem(http.StatusConflict, "email_taken", "There is an account with this e-mail address.")
	}
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/api/v1/users/me")
	return api.WriteJSON(w, http.StatusCreated, user)
}

// Create makes an account; ErrEmailTaken says that there is one with this address.
func (s *Service) Create(ctx context.Context, email, name, password, role string) (User, error) {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return User{}, err
	}
	user := User{ID: NewID(), Email: normalEmail(email), Name: name, Role: role, CreatedAt: value.Now()}
	return user, s.insertUser(ctx, s.db, account{User: user, passwordHash: hash})
}

func (s *Service) login(w http.ResponseWriter, r *http.Request) error {
	var email, password string
	err := api.ReadBody(w, r, func(body *api.Body) { // whatever they are: a bad one is refused as a wrong one is
		email = normalEmail(api.Field(body, "email", value.AnyText()).Required())
		password = api.Field(body, "password", value.AnyText()).Required()
	})
	if err != nil {
		return err
	}
	if wait := s.logins.Take(api.InfoOf(r).ClientIP + " " + email); wait > 0 {
		return api.RateLimited(wait)
	}
	user, err := s.checkLogin(r.Context(), email, password)
	if err != nil {
		return err
	}
	sessionID, secret, err := s.startSession(r.Context(), user.ID)
	if err != nil {
		return err
	}
	return s.grant(w, user.ID, sessionID, secret)
}

// checkLogin finds the account that e-mail and password belong to. Whatever is wrong, the answer is the
// same and takes as long: who tries addresses learns nothing.
func (s *Service) checkLogin(ctx context.Context, email, password string) (User, error) {
	a, err := findAccount(ctx, s.db, "email", email)
	unknown := errors.Is(err, sql.ErrNoRows)
	if err != nil && !unknown {
		return User{}, err
	}
	if unknown {
		a.passwordHash = nobodysHash
	}
	ok, outdated, err := s.hasher.verify(ctx, password, a.passwordHash)
	switch {
	case err != nil:
		return User{}, err
	case !ok || unknown || a.disabled:
		return User{}, api.NewProblem(http.StatusUnauthorized, "invalid_credentials", "E-mail address or password is wrong.")
	case outdated:
		var hash string
		if hash, err = s.hasher.hash(ctx, password); err == nil {
			err = setHash(ctx, s.db, a.ID, hash)
		}
	}
	return a.User, err
}

// grant sends an access token and the cookie that can renew it.
func (s *Service) grant(w http.ResponseWriter, userID, sessionID, secret string) error {
	token, err := s.tokens.sign(userID, sessionID, value.Now().Time)
	if err != nil {
		return err
	}
	s.setCookie(w, sessionID+"."+secret, sessionLifetime)
	return api.WriteJSON(w, http.StatusOK, map[string]any{
		"access_token": token, "token_type": "Bearer", "expires_in": int(tokenLifetime.Seconds()),
	})
}

func (s *Service) refresh(w http.ResponseWriter, r *http.Request) error {
	if err := s.sameSite(r); err != nil {
		return err
	}
	sessionID, oldSecret, ok := readCookie(r)
	if !ok {
		return signInFirst()
	}
	secret := newSecret()
	userID, err := s.rotate(r.Context(), sessionID, oldSecret, secret)
	switch {
	case errors.Is(err, errCopied), errors.Is(err, sql.ErrNoRows):
		s.setCookie(w, "", 0)
		return InvalidToken()
	case err != nil:
		return err
	}
	return s.grant(w, userID, sessionID, secret)
}

func (s *Service) logout(w http.ResponseWriter, r *http.Request) error {
	if err := s.sameSite(r); err != nil {
		return err
	}
	if sessionID, secret, ok := readCookie(r); ok {
		_, err := s.db.ExecContext(r.Context(), `DELETE FROM sessions WHERE id = ? AND secret_hash = ?`,
			sessionID, hashSecret(secret))
		if err != nil {
			return err
		}
	}
	s.setCookie(w, "", 0)
	return api.WriteNothing(w)
}
