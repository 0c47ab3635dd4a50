package conformance

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
)

const rateClause = "Rate limit per client address: `RATE_LIMIT_PER_MINUTE` (default 600; 0 is off)"

func limitChecks() []check {
	limit := func(name, clause string, run func(*T)) check {
		return check{chapter: 2, name: name, clause: clause, needs: needsStart, once: true, run: run}
	}
	return []check{
		limit("rate-limit", rateClause, rateLimit),
		limit("rate-limit-retry-after", "429 `rate_limited` (with `Retry-After`, whole seconds)", rateRetryAfter),
		limit("rate-limit-default", rateClause, rateDefault),
		limit("rate-limit-off", rateClause, rateOff),
		limit("rate-limit-exempt", "not for `/livez`, `/readyz`, `/metrics`", rateExempt),
		limit("rate-limit-before-401", "429 by address → 401 → unknown path 404", rateBefore401),
		limit("forwarded-untrusted", "`X-Forwarded-For` counts only from a peer within `TRUSTED_PROXIES`", forwardedUntrusted),
		limit("forwarded-trusted", "`X-Forwarded-For` counts … from a peer within `TRUSTED_PROXIES` (CIDRs)", forwardedTrusted),
		limit("forwarded-from-right", "read from the right", forwardedFromRight),
		limit("login-limit", "`LOGIN_RATE_LIMIT_PER_MINUTE` (default 10) per client address and e-mail together.", loginLimit),
		limit("login-limit-default", "`LOGIN_RATE_LIMIT_PER_MINUTE` (default 10)", loginDefault),
		limit("order-422-before-login-429", orderClause, shapeBeforeLoginLimit),
	}
}

// until429 asks until it is told to slow down and returns that answer and how many were answered before.
func until429(most int, ask func() *answer) (*answer, int) {
	for n := range most {
		if a := ask(); a.Status == http.StatusTooManyRequests {
			return a, n
		}
	}
	return nil, most
}

// limited is an instance on which a client has few requests, shared by checks that each ask from addresses of their own.
func (t *T) limited() running {
	return t.shared("limited", env("RATE_LIMIT_PER_MINUTE", "5", "TRUSTED_PROXIES", loopback))
}

// from is nobody, behind the proxy, at an address.
func (s site) from(address string) *client { return s.anon().with("X-Forwarded-For", address) }

func rateLimit(t *T) {
	c := t.limited().from("198.51.100.1")
	_, n := until429(20, func() *answer { return c.get(api + "/users/me") })
	if n < 5 || n > 10 {
		t.failf("with RATE_LIMIT_PER_MINUTE=5 %d requests were answered before the first 429", n)
	}
}

func rateRetryAfter(t *T) {
	c := t.limited().from("198.51.100.2")
	a, _ := until429(20, func() *answer { return c.get(api + "/users/me") })
	if a == nil {
		t.failf("no request was answered with 429")
	}
	a.refuses(429, "rate_limited")
	if seconds, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 60 {
		a.failf("Retry-After is %q, want whole seconds within a minute", a.Header.Get("Retry-After"))
	}
}

func rateDefault(t *T) {
	s := t.defaults()
	var taken, refused atomic.Int64
	t.together(8, func(int) {
		for range 100 {
			if s.from("198.51.100.3").get("/openapi.json").Status == http.StatusTooManyRequests {
				refused.Add(1)
			} else {
				taken.Add(1)
			}
		}
	})
	if refused.Load() == 0 || taken.Load() < 590 {
		t.failf("without RATE_LIMIT_PER_MINUTE %d of 800 requests at once were answered, want 600 and some", taken.Load())
	}
}

func rateOff(t *T) {
	s := t.development()
	if a, n := until429(700, func() *answer { return s.anon().get("/openapi.json") }); a != nil {
		t.failf("with RATE_LIMIT_PER_MINUTE=0 request %d was answered with 429", n+1)
	}
}

func rateExempt(t *T) {
	c := t.limited().from("198.51.100.4")
	for range 12 {
		for _, path := range []string{"/livez", "/readyz", "/metrics"} {
			c.get(path).is(200)
		}
	}
}

func rateBefore401(t *T) {
	c := t.limited().from("198.51.100.5")
	until429(20, func() *answer { return c.get(api + "/users/me") })
	c.get(api+"/users/me").refuses(429, "rate_limited")
	c.get("/nowhere").refuses(429, "rate_limited")
	c.post(api+"/auth/login", "{").refuses(429, "rate_limited")
}

// stranger is the address of the i-th of some clients.
func stranger(i int) string { return fmt.Sprintf("203.0.113.%d", i) }

// asks sends n requests, each with the X-Forwarded-For that comes of its number, and counts the 429s.
func (s site) asks(n int, forwarded func(i int) string) int {
	refused := 0
	for i := range n {
		if s.from(forwarded(i+1)).get(api+"/users/me").Status == http.StatusTooManyRequests {
			refused++
		}
	}
	return refused
}

func forwardedUntrusted(t *T) {
	if t.start(env("RATE_LIMIT_PER_MINUTE", "5")).asks(15, stranger) == 0 {
		t.failf("15 requests with different X-Forwarded-For passed a limit of 5, though no proxy is trusted")
	}
}

// loopback are the addresses from which the suite itself comes.
const loopback = "127.0.0.0/8,::1/128"

func forwardedTrusted(t *T) {
	s := t.limited()
	if refused := s.asks(15, stranger); refused > 0 {
		t.failf("%d of 15 clients behind a trusted proxy were refused, though each sent one request", refused)
	}
	if refused := s.asks(15, func(int) string { return "198.51.100.7" }); refused == 0 {
		t.failf("one client behind a trusted proxy sent 15 requests past a limit of 5")
	}
}

func forwardedFromRight(t *T) {
	s := t.limited()
	if refused := s.asks(15, func(i int) string { return stranger(100+i) + ", 198.51.100.9" }); refused == 0 {
		t.failf("a client behind a trusted proxy passed a limit of 5 by adding addresses on the left of X-Forwarded-For")
	}
	if refused := s.asks(15, func(i int) string { return stranger(100+i) + ", 127.0.0.1" }); refused > 0 {
		t.failf("%d of 15 clients behind two trusted proxies were refused, though each sent one request", refused)
	}
}

// fewLogins is an instance on which an account has few of them, shared by checks that each have accounts of their own.
func (t *T) fewLogins() running {
	return t.shared("few-logins", env("LOGIN_RATE_LIMIT_PER_MINUTE", "3"))
}

func loginLimit(t *T) {
	s := t.fewLogins()
	c, other := s.account(), s.account()
	a, n := until429(10, c.wrongly().login)
	if n < 3 || n > 6 || a == nil {
		t.failf("with LOGIN_RATE_LIMIT_PER_MINUTE=3 %d logins were answered before the first 429", n)
	}
	a.refuses(429, "rate_limited")
	if seconds, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil || seconds < 1 {
		a.failf("Retry-After is %q, want whole seconds", a.Header.Get("Retry-After"))
	}
	c.email = " " + strings.ToUpper(c.email)
	c.login().refuses(429, "rate_limited")
	other.login().is(200)
}

func loginDefault(t *T) {
	c := t.defaults().from("198.51.100.6")
	c.email, c.password = t.newEmail(), "not the right one"
	if _, n := until429(30, c.login); n < 10 || n > 14 {
		t.failf("without LOGIN_RATE_LIMIT_PER_MINUTE %d logins were answered before the first 429, want 10", n)
	}
}

func shapeBeforeLoginLimit(t *T) {
	c := t.fewLogins().anon()
	c.email, c.password = t.newEmail(), "not the right one"
	if a, _ := until429(10, c.login); a == nil {
		t.failf("no login was answered with 429")
	}
	c.post(api+"/auth/login", values{"email": c.email, "password": 5}).invalid("/password=wrong_type")
	c.post(api+"/auth/login", "{").refuses(400, "bad_json")
}
