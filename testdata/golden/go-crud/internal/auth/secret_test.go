package auth

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"example.com/my-books/internal/api"
)

func TestPasswordHash(t *testing.T) {
	h := newHasher()
	stored, err := h.hash(t.Context(), "correct horse")
	if err != nil || !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("the hash is %s (%v)", stored, err)
	}
	for password, want := range map[string]bool{"correct horse": true, "Correct horse": false, "": false} {
		if ok, outdated, err := h.verify(t.Context(), password, stored); ok != want || outdated || err != nil {
			t.Errorf("%q: ok %v, outdated %v (%v)", password, ok, outdated, err)
		}
	}
	old := hashCost{memory: 64, passes: 1, threads: 1}
	salt := make([]byte, saltLength)
	key, err := h.key(t.Context(), "old", salt, old)
	if err != nil {
		t.Fatal(err)
	}
	if ok, outdated, err := h.verify(t.Context(), "old", encodeHash(old, salt, key)); !ok || !outdated || err != nil {
		t.Errorf("a hash of lower cost: ok %v, outdated %v (%v)", ok, outdated, err)
	}
	if _, _, err := h.verify(t.Context(), "x", "$2b$10$something"); err == nil {
		t.Error("a hash of another kind is read")
	}
}

// Who waits for a turn to hash stops waiting when the request ends.
func TestHashingWaits(t *testing.T) {
	h := newHasher()
	for range cap(h.turns) {
		h.turns <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := h.hash(ctx, "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hashing goes on: %v", err)
	}
}

// A turn that comes late is no outage of the database, which has all of its time afterwards.
func TestHashingIsNotCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // where the clock is not the real one
		h := newHasher()
		for range cap(h.turns) {
			h.turns <- struct{}{}
		}
		ctx, cancel := api.WithPatience(t.Context(), 4*time.Second)
		defer cancel()
		time.AfterFunc(10*time.Second, func() { <-h.turns })
		if _, err := h.hash(ctx, "x"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		if err := ctx.Err(); err != nil {
			t.Errorf("the wait is counted: %v", err)
		}
	})
}

// Only what this service signed is taken, and only in the way it signs.
func TestTokens(t *testing.T) {
	ours := tokens{secret: []byte(strings.Repeat("s", 32)), issuer: "us"}
	now := time.Now()
	good, err := ours.sign("user", "session", now)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := ours.parse(good); err != nil || c.Subject != "user" || c.SessionID != "session" {
		t.Fatalf("our own token is %+v (%v)", c, err)
	}
	registered := jwt.RegisteredClaims{Issuer: "us", Audience: jwt.ClaimStrings{"us"}, ExpiresAt: jwt.NewNumericDate(now.Add(time.Hour))}
	sign := func(method jwt.SigningMethod, key any, header string, change func(*jwt.RegisteredClaims)) string {
		changed := registered
		change(&changed)
		token := jwt.NewWithClaims(method, claims{RegisteredClaims: changed})
		if header != "" {
			token.Header[header] = "x"
		}
		text, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	same := func(*jwt.RegisteredClaims) {}
	for name, text := range map[string]string{
		"none":           sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, "", same),
		"another hash":   sign(jwt.SigningMethodHS512, ours.secret, "", same),
		"another secret": sign(jwt.SigningMethodHS256, []byte("another"), "", same),
		"a key's name":   sign(jwt.SigningMethodHS256, ours.secret, "kid", same),
		"a key":          sign(jwt.SigningMethodHS256, ours.secret, "jwk", same),
		"issuer":         sign(jwt.SigningMethodHS256, ours.secret, "", func(c *jwt.RegisteredClaims) { c.Issuer = "them" }),
		"audience":       sign(jwt.SigningMethodHS256, ours.secret, "", func(c *jwt.RegisteredClaims) { c.Audience = nil }),
		"expired":        sign(jwt.SigningMethodHS256, ours.secret, "", func(c *jwt.RegisteredClaims) { c.ExpiresAt = jwt.NewNumericDate(now.Add(-time.Minute)) }),
		"for ever":       sign(jwt.SigningMethodHS256, ours.secret, "", func(c *jwt.RegisteredClaims) { c.ExpiresAt = nil }),
		"future":         sign(jwt.SigningMethodHS256, ours.secret, "", func(c *jwt.RegisteredClaims) { c.IssuedAt = jwt.NewNumericDate(now.Add(time.Hour)) }),
		"nonsense":       "nonsense",
	} {
		if _, err := ours.parse(text); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
