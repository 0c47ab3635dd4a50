package fake

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// raceWindow is how long a service that reads and writes apart leaves others the time to come in between.
const raceWindow = 100 * time.Millisecond

const cookiePath = "refresh_token"

// grant gives the session a new secret, and its user an access token. The data are locked.
func (c *call) grant(s *session, u *user) Answer {
	random := make([]byte, 32)
	_, _ = rand.Read(random)
	secret := base64.RawURLEncoding.EncodeToString(random)
	s.hash, s.rotated = digest(secret), time.Now()
	c.header.Set("Set-Cookie", c.cookie(s.id+"."+secret, "2592000"))
	token := c.token(map[string]any{
		"iss": "fake", "aud": "fake", "sub": u.id, "sid": s.id, "iat": time.Now().Unix(), "exp": time.Now().Add(15 * time.Minute).Unix(),
		"jti": rand.Text(),
	})
	return c.json(200, map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 900})
}

func (c *call) cookie(value, age string) string {
	line := cookiePath + "=" + value + "; Path=/api/v1/auth; Max-Age=" + age + "; HttpOnly; SameSite=Strict"
	if c.settings.production || strings.HasPrefix(c.settings.publicURL, "https://") {
		line += "; Secure"
	}
	return line
}

func (c *call) clearCookie() { c.header.Set("Set-Cookie", c.cookie("", "0")) }

// crossSite tells whether another site sent the request.
func (c *call) crossSite() bool {
	fetched := c.request.Header.Get("Sec-Fetch-Site")
	if fetched != "" && fetched != "same-origin" && fetched != "none" {
		return true
	}
	origin := c.request.Header.Get("Origin")
	if origin == "" {
		return false
	}
	from, err := url.Parse(origin)
	own := c.request.Host
	if public, wrong := url.Parse(c.settings.publicURL); wrong == nil && public.Host != "" {
		own = public.Host
	}
	return err != nil || from.Host != own
}

// named is the session that the request's cookie names, and the cookie's secret. The data are locked.
func (c *call) named() (*session, string) {
	cookie, err := c.request.Cookie(cookiePath)
	if err != nil {
		return nil, ""
	}
	id, secret, _ := strings.Cut(cookie.Value, ".")
	return c.data.sessions[id], secret
}

func (c *call) refresh() Answer {
	if c.crossSite() {
		return c.refuse(403, "cross_site")
	}
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	s, secret := c.named()
	switch {
	case s == nil:
		return c.challenge("invalid_token")
	case digest(secret) == s.hash:
		if c.is("refresh-parallel") {
			c.data.mu.Unlock()
			time.Sleep(raceWindow)
			c.data.mu.Lock()
		}
		u := c.data.userBy(func(u *user) bool { return u.id == s.user })
		return c.grant(s, u)
	case time.Since(s.rotated) > c.patience.Grace && !c.is("refresh-copied") || c.is("refresh-grace"):
		delete(c.data.sessions, s.id)
		c.clearCookie()
	}
	return c.challenge("invalid_token")
}

func (c *call) logout() Answer {
	if c.crossSite() {
		return c.refuse(403, "cross_site")
	}
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	if s, secret := c.named(); s != nil && digest(secret) == s.hash && !c.is("logout") {
		if c.is("sessions-apart") {
			c.data.endSessions(s.user)
		}
		delete(c.data.sessions, s.id)
	}
	c.clearCookie()
	return c.empty(http.StatusNoContent)
}

// secret is what access tokens are signed with.
func (s *server) secret() string {
	if s.settings.secret != "" && !s.is("token-under-secret") {
		return s.settings.secret
	}
	s.data.mu.Lock()
	defer s.data.mu.Unlock()
	if s.data.secret == "" {
		s.data.secret = rand.Text()
	}
	return s.data.secret
}

func encode(value any) string {
	text, _ := json.Marshal(value)
	return base64.RawURLEncoding.EncodeToString(text)
}

func sign(text, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// token signs claims. The data may be locked, so the secret has been read at the start.
func (c *call) token(claims map[string]any) string {
	text := encode(map[string]any{"alg": "HS256", "typ": "JWT"}) + "." + encode(claims)
	return text + "." + sign(text, c.key)
}

type claims struct {
	Issuer   string  `json:"iss"`
	Audience string  `json:"aud"`
	Subject  string  `json:"sub"`
	Session  string  `json:"sid"`
	Issued   float64 `json:"iat"`
	Before   float64 `json:"nbf"`
	Expires  float64 `json:"exp"`
}

// bearer is the user whose access token this is, or nil.
func (c *call) bearer(token string) *user {
	k := c.verified(token)
	if k == nil {
		return nil
	}
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	s := c.data.sessions[k.Session]
	if s == nil && !c.is("token-subject") || s != nil && s.user != k.Subject {
		return nil
	}
	return c.data.userBy(func(u *user) bool { return u.id == k.Subject && !u.disabled })
}

// verified are the token's claims, when everything about it is right.
func (c *call) verified(token string) *claims {
	parts := strings.Split(token, ".")
	var head struct {
		Algorithm string `json:"alg"`
		JWK       any    `json:"jwk"`
	}
	var k claims
	if len(parts) != 3 || decode(parts[0], &head) != nil || decode(parts[1], &k) != nil {
		return nil
	}
	good := sign(parts[0]+"."+parts[1], c.key)
	switch {
	case head.Algorithm == "none" && c.is("token-alg-none"), head.Algorithm == "RS256" && c.is("token-other-algorithm"):
	case parts[2] == sign(parts[0]+"."+parts[1], "AAAA") && c.is("token-key-games"), c.is("token-signature"):
	case head.Algorithm != "HS256" || parts[2] != good:
		return nil
	}
	at := float64(time.Now().Unix())
	switch {
	case k.Issuer != "fake" && !c.is("token-issuer"), k.Audience != "fake" && !c.is("token-audience"),
		k.Expires <= at && !c.is("token-expired"), (k.Issued > at+60 || k.Before > at+60) && !c.is("token-future"):
		return nil
	}
	return &k
}

func decode(part string, into any) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
