package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

const (
	cookieName      = "refresh_token"
	sessionLifetime = 30 * 24 * time.Hour
	// rotationGrace is how long a secret that was just replaced is no sign of theft: two tabs of one browser
	// may have sent it at the same time.
	rotationGrace = 10 * time.Second
)

func newSecret() string {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	return base64.RawURLEncoding.EncodeToString(secret)
}

// hashSecret is what is stored of a secret. It is random, so that a quick hash will do.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// startSession makes a session for a user who has just proved the password.
func (s *Service) startSession(ctx context.Context, userID string) (id, secret string, err error) {
	id, secret = NewID(), newSecret()
	now := value.Now()
	err = s.db.Tx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ? AND expires_at <= ?`, userID, now); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO sessions (id, user_id, secret_hash, rotated_at, expires_at, created_at)
			VALUES (?, ?, ?, ?, ?, ?)`,
			id, userID, hashSecret(secret), now, value.Time{Time: now.Add(sessionLifetime)}, now)
		return err
	})
	return id, secret, err
}

// errCopied says that a refresh secret was used that had been replaced a while ago.
var errCopied = errors.New("the refresh secret was used before")

// rotate replaces the secret of a session and tells whose session it is. One statement compares and
// replaces, so that of several uses of one secret exactly one succeeds.
func (s *Service) rotate(ctx context.Context, sessionID, oldSecret, newSecret string) (userID string, err error) {
	var copied bool
	err = s.db.Tx(ctx, func(tx *sql.Tx) error {
		now := value.Now()
		changed, err := execCount(ctx, tx, `
			UPDATE sessions SET secret_hash = ?, rotated_at = ?, expires_at = ?
			WHERE id = ? AND secret_hash = ? AND expires_at > ?`,
			hashSecret(newSecret), now, value.Time{Time: now.Add(sessionLifetime)}, sessionID, hashSecret(oldSecret), now)
		if err != nil {
			return err
		}
		var rotatedAt value.Time
		row := tx.QueryRowContext(ctx, `SELECT user_id, rotated_at FROM sessions WHERE id = ?`, sessionID)
		if err := row.Scan(&userID, &rotatedAt); err != nil || changed == 1 {
			return err
		}
		if copied = now.Sub(rotatedAt.Time) > rotationGrace; copied {
			_, err = tx.ExecContext(ctx, `DELETE FROM sessions WHERE id = ?`, sessionID)
			return err
		}
		return InvalidToken()
	})
	if err == nil && copied {
		err = errCopied
	}
	return userID, err
}

func execCount(ctx context.Context, db database.Queryer, query string, args ...any) (int64, error) {
	result, err := db.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (s *Service) setCookie(w http.ResponseWriter, text string, lifetime time.Duration) {
	maxAge := int(lifetime.Seconds())
	if text == "" {
		maxAge = -1 // sent as Max-Age=0: the browser forgets it
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: text, Path: "/api/v1/auth", MaxAge: maxAge,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.options.SecureCookie,
	})
}

// readCookie takes the session's id and the secret out of the cookie.
func readCookie(r *http.Request) (sessionID, secret string, ok bool) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return "", "", false
	}
	sessionID, secret, ok = strings.Cut(cookie.Value, ".")
	return sessionID, secret, ok && value.IsID(sessionID)
}

// sameSite refuses requests that another site's page made the browser send: the cookie would go along.
func (s *Service) sameSite(r *http.Request) error {
	refused := api.NewProblem(http.StatusForbidden, "cross_site", "This can't be asked for by another site.")
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return refused
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return nil
	}
	sent, err := url.Parse(origin)
	own := &url.URL{Scheme: "http", Host: r.Host}
	if err == nil {
		own.Scheme = sent.Scheme // without PUBLIC_URL nobody knows it
	}
	if s.options.PublicURL != nil {
		own = s.options.PublicURL
	}
	if err != nil || !strings.EqualFold(hostAndPort(sent), hostAndPort(own)) {
		return refused
	}
	return nil
}

// hostAndPort always names the port, also where it is the usual one.
func hostAndPort(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	return u.Host + map[string]string{"http": ":80", "https": ":443"}[u.Scheme]
}
