package conformance

import (
	"net/http"
	"regexp"
	"strings"
)

func operationChecks() []check {
	return []check{
		{chapter: 2, name: "livez", clause: "`GET /livez` 200 `{\"status\":\"ok\"}`", run: livez},
		{chapter: 2, name: "readyz", clause: "`GET /readyz` 200", run: readyz},
		{
			chapter: 2, name: "page-policy", run: pagePolicy,
			clause: "on pages `Content-Security-Policy: " + pageCSP + "`",
		},
		{
			chapter: 2, name: "https-only", needs: needsStart, run: httpsOnly,
			clause: "`Strict-Transport-Security` when `PUBLIC_URL` is https",
		},
		{
			chapter: 2, name: "compressed-or-not", run: noSurpriseEncoding,
			clause: "UTF-8 JSON (an encoding that was not asked for can't be read)",
		},
	}
}

const pageCSP = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func livez(t *T) {
	a := t.anon().get("/livez").is(200)
	if object := a.object(); len(object) != 1 || object["status"] != "ok" {
		a.failf(`want {"status":"ok"}`)
	}
}

func readyz(t *T) { t.anon().get("/readyz").is(200).object() }

func pagePolicy(t *T) {
	for _, path := range []string{"/", "/docs"} {
		t.anon().get(path).is(200).head("Content-Security-Policy", pageCSP)
	}
}

func httpsOnly(t *T) {
	secure := t.shared("https", env("PUBLIC_URL", "https://books.example.com"))
	for _, path := range []string{"/livez", "/", api + "/users/me"} {
		a := secure.anon().get(path)
		if !regexp.MustCompile(`^max-age=[1-9][0-9]*`).MatchString(a.Header.Get("Strict-Transport-Security")) {
			a.failf("Strict-Transport-Security is %q", a.Header.Get("Strict-Transport-Security"))
		}
		plain := t.anon().get(path)
		if got := plain.Header.Get("Strict-Transport-Security"); got != "" {
			plain.failf("Strict-Transport-Security is %q though PUBLIC_URL is not https", got)
		}
	}
}

func noSurpriseEncoding(t *T) {
	for _, path := range []string{"/", "/openapi.json", "/livez"} {
		a := t.anon().with("Accept-Encoding", "identity").get(path).is(200)
		if got := a.Header.Get("Content-Encoding"); got != "" && got != "identity" {
			a.failf("Content-Encoding is %q, though it was not asked for", got)
		}
	}
}

func crossOriginChecks() []check {
	return []check{
		{chapter: 2, name: "cors-off", clause: "CORS: off by default.", run: corsOff},
		{
			chapter: 2, name: "cors-allowed", needs: needsStart, run: corsAllowed,
			clause: "`ALLOWED_ORIGINS` (exact, comma separated) may call with a bearer",
		},
		{
			chapter: 2, name: "cors-preflight", needs: needsStart, run: corsPreflight,
			clause: "`ALLOWED_ORIGINS` (exact, comma separated) may call with a bearer",
		},
		{chapter: 2, name: "cors-exact", needs: needsStart, clause: "nothing is reflected", run: corsExact},
		{
			chapter: 2, name: "cors-headers-not-reflected", needs: needsStart, run: corsHeadersNotReflected,
			clause: "nothing is reflected",
		},
		{chapter: 2, name: "cors-no-credentials", needs: needsStart, clause: "never with credentials", run: corsNoCredentials},
		{chapter: 2, name: "cors-vary", needs: needsStart, clause: "`Vary: Origin`", run: corsVary},
	}
}

const (
	friend      = "https://friend.example"
	otherFriend = "http://localhost:5173"
)

// crossOrigin is an instance that two other origins may call.
func (t *T) crossOrigin() running {
	return t.shared("cors", env("ALLOWED_ORIGINS", friend+","+otherFriend))
}

func (a *answer) allowsOrigin(want string) {
	got := strings.Join(a.Header.Values("Access-Control-Allow-Origin"), " ")
	if got != want {
		a.failf("Access-Control-Allow-Origin is %q, want %q", got, want)
	}
}

// preflight asks what a browser asks before it sends a request of another origin.
func (s site) preflight(origin, method, headers string) *answer {
	header := http.Header{
		"Origin": {origin}, "Access-Control-Request-Method": {method}, "Access-Control-Request-Headers": {headers},
	}
	return s.anon().send(Request{Method: http.MethodOptions, Path: collection(s.t.first()), Header: header})
}

func corsOff(t *T) {
	c := t.user()
	t.preflight(friend, "GET", "authorization").is(204, 405, 401).allowsOrigin("")
	c.with("Origin", friend).get(api + "/users/me").is(200).allowsOrigin("")
}

func corsAllowed(t *T) {
	c := t.crossOrigin().user()
	for _, origin := range []string{friend, otherFriend} {
		c.with("Origin", origin).get(api + "/users/me").is(200).allowsOrigin(origin)
		c.anon().with("Origin", origin).get(api + "/users/me").is(401).allowsOrigin(origin)
		c.with("Origin", origin).get(api + "/nowhere").is(404).allowsOrigin(origin)
	}
}

func corsPreflight(t *T) {
	for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
		a := t.crossOrigin().preflight(friend, method, "authorization,content-type,if-match").is(204, 200)
		a.allowsOrigin(friend)
		if !listHas(a.Header.Get("Access-Control-Allow-Methods"), method) && method != "GET" && method != "POST" {
			a.failf("Access-Control-Allow-Methods %q lacks %s", a.Header.Get("Access-Control-Allow-Methods"), method)
		}
		for _, header := range []string{"authorization", "content-type", "if-match"} {
			if !listHas(a.Header.Get("Access-Control-Allow-Headers"), header) {
				a.failf("Access-Control-Allow-Headers %q lacks %s", a.Header.Get("Access-Control-Allow-Headers"), header)
			}
		}
	}
}

// listHas tells whether a comma separated header names the word, in whatever case.
func listHas(list, word string) bool {
	for _, entry := range strings.Split(list, ",") {
		if strings.EqualFold(strings.TrimSpace(entry), word) {
			return true
		}
	}
	return false
}

func corsExact(t *T) {
	s := t.crossOrigin()
	for _, origin := range []string{
		"https://stranger.example", "https://friend.example.evil.example", "https://evilfriend.example",
		"http://friend.example", "https://friend.example:8443", "null", "https://sub.friend.example", "http://localhost:51730",
	} {
		s.anon().with("Origin", origin).get(api + "/users/me").allowsOrigin("")
		s.preflight(origin, "GET", "authorization").allowsOrigin("")
	}
}

func corsHeadersNotReflected(t *T) {
	a := t.crossOrigin().preflight(friend, "BREW", "authorization,x-anything-at-all")
	for _, name := range []string{"Access-Control-Allow-Headers", "Access-Control-Allow-Methods"} {
		value := strings.ToLower(a.Header.Get(name))
		if strings.Contains(value, "x-anything-at-all") || strings.Contains(value, "brew") || value == "*" {
			a.failf("%s is %q: what was asked for came back", name, value)
		}
	}
}

func corsNoCredentials(t *T) {
	s := t.crossOrigin()
	for _, a := range []*answer{
		s.preflight(friend, "POST", "authorization"), s.anon().with("Origin", friend).get(api + "/users/me"),
		s.anon().with("Origin", friend).post(api+"/auth/logout", nil),
	} {
		if got := a.Header.Get("Access-Control-Allow-Credentials"); got != "" {
			a.failf("Access-Control-Allow-Credentials is %q", got)
		}
	}
}

func corsVary(t *T) {
	s := t.crossOrigin()
	for _, origin := range []string{friend, "https://stranger.example"} {
		a := s.anon().with("Origin", origin).get(api + "/users/me")
		if !listHas(strings.Join(a.Header.Values("Vary"), ","), "Origin") {
			a.failf("Vary is %q, want Origin", a.Header.Values("Vary"))
		}
	}
}
