package conformance

import (
	"strings"
	"sync/atomic"
	"time"
)

func sessionChecks() []check {
	session := func(name, clause string, run func(*T)) check {
		return check{chapter: 3, name: name, clause: clause, run: run}
	}
	const grace = "A dead secret within 10 s of the rotation: 401, the session lives"
	return []check{
		session("refresh", "`POST /auth/refresh` (cookie) → 200 as login, with a new secret in the cookie", refresh),
		session("refresh-old-is-dead", "the old one is dead", refreshOldIsDead),
		session("refresh-grace", grace, refreshGrace),
		session("refresh-grace-keeps-cookie", grace+" (two tabs; …)", refreshGraceKeepsCookie),
		{
			chapter: 3, name: "refresh-copied", slow: true, run: refreshCopied,
			clause: "Later: it was copied, so the session is deleted; 401 `invalid_token`, cookie cleared.",
		},
		session("refresh-parallel", "Of N parallel uses exactly one succeeds.", refreshParallel),
		session("refresh-bad-cookie", "`POST /auth/refresh` (cookie)", refreshBadCookie),
		session("logout", "`POST /auth/logout` → 204, session deleted, cookie cleared", logout),
		session("logout-without-cookie", "also without or with an unknown cookie", logoutWithoutCookie),
	}
}

func refresh(t *T) {
	c := t.user()
	old := c.cookie
	c.refresh().granted()
	if c.cookie == old || sessionID(c.cookie) != sessionID(old) {
		t.failf("the cookie went from %q to %q, want the same session with another secret", old, c.cookie)
	}
	c.alive()
	c.refresh().granted()
}

func refreshOldIsDead(t *T) {
	c := t.user()
	old := c.cookie
	c.refresh().is(200)
	c.withCookie(api+"/auth/refresh", old).refuses(401, "invalid_token")
}

func refreshGrace(t *T) {
	c := t.user()
	old := c.cookie
	c.refresh().is(200)
	c.withCookie(api+"/auth/refresh", old).is(401)
	c.alive()
	c.refresh().is(200)
}

// refreshGraceKeepsCookie: the two tabs share one cookie, and clearing it would end the session after all.
func refreshGraceKeepsCookie(t *T) {
	c := t.user()
	old := c.cookie
	c.refresh().is(200)
	a := c.withCookie(api+"/auth/refresh", old).is(401)
	if a.cookie() != nil {
		a.failf("the refusal changes the cookie %q, which the other tab has just been given", setCookieLine(a))
	}
}

func refreshCopied(t *T) {
	c := t.user()
	old := c.cookie
	c.refresh().is(200)
	t.wait(t.suite.target.Patience.RotationGrace * 11 / 10)
	a := c.withCookie(api+"/auth/refresh", old)
	a.refuses(401, "invalid_token")
	a.clearsCookie()
	c.deadSession()
}

// clearsCookie asserts that a browser forgets the cookie.
func (a *answer) clearsCookie() {
	line := setCookieLine(a)
	cookie := a.cookie()
	past := cookie.MaxAge < 0 || !cookie.Expires.IsZero() && cookie.Expires.Before(time.Now())
	if !past || !attributes(line)["path=/api/v1/auth"] {
		a.failf("the cookie is set to %q, want it cleared on its path", line)
	}
}

func refreshParallel(t *T) {
	c := t.user()
	var granted, refused atomic.Int64
	t.together(8, func(int) {
		switch c.withCookie(api+"/auth/refresh", c.cookie).is(200, 401).Status {
		case 200:
			granted.Add(1)
		case 401:
			refused.Add(1)
		}
	})
	if granted.Load() != 1 {
		t.failf("of 8 parallel uses of one cookie %d succeeded, want exactly 1", granted.Load())
	}
	c.alive()
}

func refreshBadCookie(t *T) {
	c := t.user()
	t.anon().post(api+"/auth/refresh", nil).is(401)
	for _, value := range []string{
		"x", ".", nobody, nobody + ".", nobody + "." + strings.Repeat("A", 43), sessionID(c.cookie), sessionID(c.cookie) + ".",
		strings.Repeat("x", 3000), "'%20OR%201=1--." + strings.Repeat("A", 43),
	} {
		t.anon().withCookie(api+"/auth/refresh", value).is(401)
	}
}

func logout(t *T) {
	c := t.user()
	c.withCookie(api+"/auth/logout", c.cookie).is(204).clearsCookie()
	c.deadSession()
}

func logoutWithoutCookie(t *T) {
	t.anon().post(api+"/auth/logout", nil).is(204)
	for _, value := range []string{"x", nobody + "." + strings.Repeat("A", 43)} {
		t.anon().withCookie(api+"/auth/logout", value).is(204)
	}
}

func crossSiteChecks() []check {
	const clause = "Both cookie routes refuse other sites: `Sec-Fetch-Site` present and neither `same-origin` nor `none`, or " +
		"`Origin` present whose host and port are not those of `PUBLIC_URL` (unset: of `Host`) → 403 `cross_site`."
	return []check{
		{chapter: 3, name: "cross-site-fetch", clause: clause, run: crossSiteFetch},
		{chapter: 3, name: "cross-site-origin", clause: clause, run: crossSiteOrigin},
		{chapter: 3, name: "same-site-taken", clause: clause, run: sameSiteTaken},
		{chapter: 3, name: "cross-site-public-url", clause: clause, needs: needsStart, run: crossSitePublicURL},
		{chapter: 3, name: "cross-site-harmless", clause: clause, run: crossSiteHarmless},
	}
}

// cookieRoutes are the paths that read the cookie.
func cookieRoutes() []string { return []string{api + "/auth/refresh", api + "/auth/logout"} }

func crossSiteFetch(t *T) {
	c := t.user()
	for _, path := range cookieRoutes() {
		for _, site := range []string{"cross-site", "same-site", "nonsense"} {
			c.with("Sec-Fetch-Site", site).withCookie(path, c.cookie).refuses(403, "cross_site")
		}
	}
	c.alive()
}

func crossSiteOrigin(t *T) {
	c := t.user()
	for _, path := range cookieRoutes() {
		for _, origin := range []string{
			"https://evil.example", "null", "http://" + t.hostPort() + ".evil.example", "http://localhost:1",
			"http://" + strings.TrimSuffix(t.hostPort(), ":"+t.port()) + ":1",
		} {
			c.with("Origin", origin).withCookie(path, c.cookie).refuses(403, "cross_site")
		}
		both := c.with("Origin", "https://evil.example").with("Sec-Fetch-Site", "same-origin")
		both.withCookie(path, c.cookie).refuses(403, "cross_site")
	}
	c.alive()
}

func sameSiteTaken(t *T) {
	c := t.user()
	for _, c := range []*client{
		c.with("Sec-Fetch-Site", "same-origin"), c.again().with("Sec-Fetch-Site", "none"), c.again().with("Origin", t.base),
		c.again().with("Origin", t.base).with("Sec-Fetch-Site", "same-origin"),
	} {
		c.refresh().is(200)
		c.withCookie(api+"/auth/logout", c.cookie).is(204)
	}
}

func crossSitePublicURL(t *T) {
	s := t.shared("https", env("PUBLIC_URL", "https://books.example.com"))
	c := s.user()
	c.with("Origin", s.base).withCookie(api+"/auth/refresh", c.cookie).refuses(403, "cross_site")
	c.with("Origin", "https://books.example.com:8443").withCookie(api+"/auth/refresh", c.cookie).refuses(403, "cross_site")
	c.with("Origin", "https://books.example.com").withCookie(api+"/auth/refresh", c.cookie).is(200)
}

// crossSiteHarmless: a refused request changes nothing, and neither reads nor clears the cookie.
func crossSiteHarmless(t *T) {
	c := t.user()
	for _, path := range cookieRoutes() {
		a := c.with("Sec-Fetch-Site", "cross-site").withCookie(path, c.cookie).is(403)
		if a.cookie() != nil {
			a.failf("the refusal sets the cookie")
		}
	}
	c.alive()
	c.refresh().is(200)
}
