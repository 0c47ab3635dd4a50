package auth

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// tokenLifetime is short, because a token is a copy of a key; the session behind it lives longer.
const tokenLifetime = 15 * time.Minute

// claims are what an access token says: whose it is (sub) and which session it belongs to (sid).
type claims struct {
	jwt.RegisteredClaims
	SessionID string `json:"sid"`
}

// tokens signs access tokens and checks them. Issuer and audience are this service itself.
type tokens struct {
	secret []byte
	issuer string
}

func (t tokens) sign(userID, sessionID string, now time.Time) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		SessionID: sessionID,
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: t.issuer, Audience: jwt.ClaimStrings{t.issuer}, Subject: userID, ID: uuid.NewString(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(tokenLifetime)),
		},
	}).SignedString(t.secret)
}

// parse takes only what sign makes: one algorithm, and no header that asks for another key.
func (t tokens) parse(text string) (claims, error) {
	var c claims
	_, err := jwt.ParseWithClaims(text, &c, t.key,
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithIssuer(t.issuer), jwt.WithAudience(t.issuer),
		jwt.WithIssuedAt(), jwt.WithExpirationRequired())
	return c, err
}

func (t tokens) key(token *jwt.Token) (any, error) {
	for name := range token.Header {
		if name != "alg" && name != "typ" {
			return nil, errors.New("unexpected header " + name)
		}
	}
	return t.secret, nil
}
