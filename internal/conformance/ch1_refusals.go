package conformance

import (
	"net/http"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/contract"
)

func refusalChecks() []check {
	return []check{
		{
			chapter: 1, name: "problem-members", run: problemMembers,
			clause: `{"type":"about:blank","title":…,"status":…,"code":…,"detail":…}`,
		},
		{
			chapter: 1, name: "problem-errors", run: problemErrors,
			clause: `"errors":[{"pointer":"/title","code":"required","message":"…"}] … "message" is a sentence that a form can show.`,
		},
		{
			chapter: 1, name: "problem-parameter", run: problemParameter,
			clause: "`\"parameter\":\"limit\"` for the query",
		},
		{
			chapter: 1, name: "pointer-escaped", run: pointerEscaped,
			clause: "`pointer` for the body",
		},
		{
			chapter: 1, name: "unknown-path-404", run: unknownPath,
			clause: "Every error that reaches the application, unknown paths and methods included, is `application/problem+json`",
		},
		{
			chapter: 1, name: "wrong-method-405", run: wrongMethod,
			clause: "405 `method_not_allowed` (`Allow` lists every method of the path)",
		},
		{
			chapter: 1, name: "bearer-challenge", run: bearerChallenge,
			clause: "401 `unauthenticated`, `invalid_credentials`, `invalid_token` (with `WWW-Authenticate: Bearer`, nothing that names a host)",
		},
		{chapter: 1, name: "wrong-media-type-415", clause: "415 `unsupported_media_type`", run: wrongMediaType},
		{chapter: 1, name: "bad-json-400", clause: "400 `bad_json`", run: badJSON},
	}
}

func problemMembers(t *T) {
	for _, a := range []*answer{
		t.anon().get("/nowhere"), t.anon().get(api + "/users/me"), t.anon().post(api+"/auth/login", "{"),
		t.anon().post(api+"/auth/login", "{}"),
	} {
		p := a.problem()
		switch {
		case p.Type != "about:blank":
			a.failf("type is %q, want about:blank", p.Type)
		case p.Status != a.Status:
			a.failf("status in the body is %d", p.Status)
		case p.Detail == "":
			a.failf("detail is missing")
		}
		known := []string{"type", "title", "status", "code", "detail", "errors"}
		for name := range a.object() {
			if !slices.Contains(known, name) {
				a.failf("the problem has a member %q of its own", name)
			}
		}
	}
}

func problemErrors(t *T) {
	a := t.anon().post(api+"/auth/register", "{}")
	p := a.invalid("/email=required", "/name=required", "/password=required")
	for _, e := range p.Errors {
		if !strings.Contains(e.Message, " ") || e.Message != strings.TrimSpace(e.Message) {
			a.failf("the message at %s is %q, want a sentence", e.where(), e.Message)
		}
	}
}

func problemParameter(t *T) {
	c := t.anybody()
	for _, query := range []string{"limit=0", "sort=nonsense", "cursor=%21"} {
		name, _, _ := strings.Cut(query, "=")
		c.get(collection(t.first()) + "?" + query).invalid("?" + name)
	}
}

func pointerEscaped(t *T) {
	body := t.registration()
	body["a/b~c"] = 1
	t.anon().post(api+"/auth/register", body).invalid("/a~1b~0c=unknown_field")
}

func unknownPath(t *T) {
	c := t.anybody()
	for _, path := range []string{
		"/nowhere", "/livez/nowhere", api + "/nowhere", api, "/api", api + "/auth/nowhere",
		collection(t.first()) + "/1/2", "/docs/nowhere.js", "/.env", "/..%2f..%2fetc%2fpasswd",
	} {
		c.get(path).refuses(404, "not_found")
	}
	c.post("/nowhere", "{}").refuses(404, "not_found")
}

// wrongMethod tries every method that a path does not have.
func wrongMethod(t *T) {
	c := t.anybody()
	if t.suite.target.AdminEmail != "" {
		c = t.admin()
	}
	ops := contract.Operations(t.suite.target.Model)
	for _, path := range contract.Paths(ops) {
		methods := contract.Methods(ops, path)
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, "PROPFIND"} {
			if !slices.Contains(methods, method) {
				a := c.call(method, fill(path), nil)
				a.refuses(405, "method_not_allowed")
				a.allows(methods)
			}
		}
	}
	c.get(api+"/auth/login").refuses(405, "method_not_allowed")
}

// fill puts an id that nothing has into a path of the contract.
func fill(path string) string { return strings.ReplaceAll(path, "{id}", nobody) }

// nobody is an id in the form of the service's own that nothing has.
const nobody = "01890000-0000-7000-8000-000000000000"

// allows asserts that the Allow header lists exactly these methods; HEAD and OPTIONS may stand beside them.
func (a *answer) allows(methods []string) {
	listed := strings.FieldsFunc(strings.Join(a.Header.Values("Allow"), ","), func(r rune) bool { return r == ',' || r == ' ' })
	for _, method := range methods {
		if !slices.Contains(listed, method) {
			a.failf("Allow is %q, it lacks %s", listed, method)
		}
	}
	for _, method := range listed {
		free := method == http.MethodHead || method == http.MethodOptions
		if !free && !slices.Contains(methods, method) {
			a.failf("Allow is %q, but the path has no %s", listed, method)
		}
	}
}

func bearerChallenge(t *T) {
	c := t.account().wrongly()
	stranger := t.anon()
	stranger.token = "x.y.z"
	for code, a := range map[string]*answer{
		"unauthenticated":     t.anon().get(api + "/users/me"),
		"invalid_credentials": c.login(),
		"invalid_token":       stranger.get(api + "/users/me"),
	} {
		a.refuses(401, code)
		challenge := a.Header.Get("WWW-Authenticate")
		if challenge != "Bearer" && !strings.HasPrefix(challenge, "Bearer ") {
			a.failf("WWW-Authenticate is %q, want Bearer", challenge)
		}
		if strings.Contains(challenge, t.hostPort()) || strings.Contains(challenge, "://") {
			a.failf("WWW-Authenticate %q names a host", challenge)
		}
	}
}

func wrongMediaType(t *T) {
	c := t.anybody()
	body := jsonBody(t, c.payload(t.first()))
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "text/json", "application/xml"} {
		header := http.Header{"Content-Type": {kind}}
		c.send(Request{Method: http.MethodPost, Path: collection(t.first()), Header: header, Body: body}).
			refuses(415, "unsupported_media_type")
	}
	for _, kind := range []string{"application/json; charset=utf-8", "Application/JSON"} {
		header := http.Header{"Content-Type": {kind}}
		body := jsonBody(t, c.payload(t.first()))
		c.send(Request{Method: http.MethodPost, Path: collection(t.first()), Header: header, Body: body}).is(201)
	}
}

func badJSON(t *T) {
	c := t.anybody()
	for _, body := range []string{
		"", "{", "}", `{"a":1,}`, `{"a":1} {"b":2}`, `{"a":1}x`, `{a:1}`, "{'a':1}", `{"a":01}`, "nul", "\ufeff\ufeff{}",
	} {
		a := c.call(http.MethodPost, collection(t.first()), body)
		a.refuses(400, "bad_json")
	}
}
