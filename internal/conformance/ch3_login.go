package conformance

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

func loginChecks() []check {
	const answers = "`POST /auth/login {email,password}` → 200 `{\"access_token\",\"token_type\":\"Bearer\",\"expires_in\":900}` and the cookie."
	const cookies = "Cookie `refresh_token` = `<session id>.<256 random bits, base64url>`; `HttpOnly; SameSite=Strict; " +
		"Path=/api/v1/auth; Max-Age=2592000`"
	const secure = "`Secure` in production or when `PUBLIC_URL` is https"
	return []check{
		{chapter: 3, name: "login", clause: answers, run: login},
		{chapter: 3, name: "login-email-normalised", clause: "`email`: trimmed, ASCII lower-cased", run: loginNormalised},
		{chapter: 3, name: "login-validation", clause: answers, run: loginValidation},
		{
			chapter: 3, name: "login-same-refusal", run: loginSameRefusal,
			clause: "Wrong password, unknown e-mail …: the same 401 `invalid_credentials`",
		},
		{
			chapter: 3, name: "login-disabled", needs: needsAdmin, run: loginDisabled,
			clause: "disabled account: the same 401 `invalid_credentials`",
		},
		{chapter: 3, name: "cookie-attributes", clause: cookies, run: cookieAttributes},
		{chapter: 3, name: "cookie-value", clause: cookies, run: cookieValue},
		{chapter: 3, name: "cookie-not-secure", clause: secure, run: cookieNotSecure},
		{chapter: 3, name: "cookie-secure-production", needs: needsStart, clause: secure, run: func(t *T) {
			t.shared("production", production()).user().cookieIsSecure()
		}},
		{chapter: 3, name: "cookie-secure-https", needs: needsStart, clause: secure, run: func(t *T) {
			t.shared("https", env("PUBLIC_URL", "https://books.example.com")).user().cookieIsSecure()
		}},
		{chapter: 3, name: "sessions-apart", clause: "A login makes a session", run: sessionsApart},
	}
}

// granted asserts that the answer holds an access token, and nothing else than the contract says.
func (a *answer) granted() *answer {
	a.is(200)
	a.hasNames(a.object(), []string{"access_token", "token_type", "expires_in"})
	if got := a.object(); a.text("token_type") != "Bearer" || numberText(got["expires_in"]) != "900" {
		a.failf("want token_type Bearer and expires_in 900")
	}
	if a.cookie() == nil {
		a.failf("the cookie %s is not set", cookieName)
	}
	return a
}

func login(t *T) {
	c := t.account()
	c.login().granted()
	c.alive()
}

func loginNormalised(t *T) {
	c := t.account()
	c.email = " " + strings.ToUpper(c.email) + "  "
	c.login().is(200)
}

func loginValidation(t *T) {
	c := t.anon()
	path := api + "/auth/login"
	c.post(path, values{}).invalid("/email=required", "/password=required")
	c.post(path, values{"email": 1, "password": true}).invalid("/email=wrong_type", "/password=wrong_type")
	c.post(path, values{"email": "a@example.com", "password": "x", "remember": true}).invalid("/remember=unknown_field")
}

// sameRefusal asserts that two refusals can't be told apart.
func (a *answer) sameRefusal(other *answer) {
	if a.Status != other.Status || string(a.Body) != string(other.Body) {
		a.failf("the refusal differs from the other one: %d %s", other.Status, shorten(string(other.Body)))
	}
	ours, theirs := headerNames(a.Header), headerNames(other.Header)
	if !slices.Equal(ours, theirs) {
		a.failf("the headers %v differ from those of the other refusal, %v", ours, theirs)
	}
}

func headerNames(h http.Header) []string {
	var names []string
	for name := range h {
		if name != "Connection" && name != "Keep-Alive" && name != "Date" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func loginSameRefusal(t *T) {
	known, unknown := t.account().wrongly(), t.anon()
	unknown.email, unknown.password = t.newEmail(), known.password
	wrong := known.login()
	wrong.refuses(401, "invalid_credentials")
	wrong.sameRefusal(unknown.login())
	if wrong.cookie() != nil {
		wrong.failf("a refused login sets the cookie")
	}
}

func loginDisabled(t *T) {
	c, unknown := t.user(), t.anon()
	unknown.email, unknown.password = t.newEmail(), c.password
	c.changeUser(values{"disabled": true}).is(200)
	a := c.login()
	a.refuses(401, "invalid_credentials")
	a.sameRefusal(unknown.login())
}

func cookieAttributes(t *T) {
	c := t.account()
	a := c.login().is(200)
	line := setCookieLine(a)
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Path=/api/v1/auth", "Max-Age=2592000"} {
		if !attributes(line)[strings.ToLower(want)] {
			a.failf("the cookie is %q, it lacks %s", line, want)
		}
	}
	if strings.Contains(strings.ToLower(line), "domain=") {
		a.failf("the cookie %q names a domain", line)
	}
}

// setCookieLine is the header that sets the refresh cookie.
func setCookieLine(a *answer) string {
	for _, line := range a.Header.Values("Set-Cookie") {
		if strings.HasPrefix(line, cookieName+"=") {
			return line
		}
	}
	a.failf("the cookie %s is not set", cookieName)
	return ""
}

// attributes are the parts of a Set-Cookie header behind the value, in small letters.
func attributes(line string) map[string]bool {
	parts := map[string]bool{}
	for _, part := range strings.Split(line, ";")[1:] {
		parts[strings.ToLower(strings.TrimSpace(part))] = true
	}
	return parts
}

func cookieValue(t *T) {
	c := t.user()
	form := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[A-Za-z0-9_-]{43}$`)
	if !form.MatchString(c.cookie) {
		t.failf("the cookie is %q, want <session id>.<43 characters of base64url>", c.cookie)
	}
	if got, want := t.open(c.token).claims["sid"], sessionID(c.cookie); got != want {
		t.failf("the cookie names the session %q, the token %v", want, got)
	}
}

func cookieNotSecure(t *T) {
	if strings.HasPrefix(t.base, "https://") {
		t.skipf("the service is reached by https")
	}
	c := t.account()
	a := c.login().is(200)
	if line := setCookieLine(a); attributes(line)["secure"] {
		a.failf("the cookie %q is Secure, so that a browser drops it over http", line)
	}
}

func (c *client) cookieIsSecure() {
	for _, a := range []*answer{c.login(), c.refresh()} {
		if line := setCookieLine(a.is(200)); !attributes(line)["secure"] {
			a.failf("the cookie %q is not Secure", line)
		}
	}
}

func sessionsApart(t *T) {
	one := t.user()
	two := one.again()
	if sessionID(one.cookie) == sessionID(two.cookie) {
		t.failf("two logins share the session %s", sessionID(one.cookie))
	}
	one.withCookie(api+"/auth/logout", one.cookie).is(204)
	one.deadSession()
	two.alive()
	two.refresh().is(200)
}
