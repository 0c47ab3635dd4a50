package conformance

import (
	"net/http"

	"github.com/scaffolio/scaffolio/internal/contract"
)

func pathChecks() []check {
	return []check{
		{chapter: 1, name: "head-as-get", clause: "`HEAD` as GET without body", run: headAsGet},
		{chapter: 1, name: "options", clause: "OPTIONS 204 or 405", run: options},
		{
			chapter: 1, name: "no-trailing-slash", run: noTrailingSlash,
			clause: "No redirects between paths: a trailing … slash is another path, 404.",
		},
		{
			chapter: 1, name: "no-double-slash", run: noDoubleSlash,
			clause: "No redirects between paths: a … double slash is another path, 404.",
		},
		{chapter: 1, name: "no-redirects", clause: "No redirects between paths", run: noRedirects},
	}
}

// readable lists paths that answer a GET with 200 for the client.
func (c *client) readable() []string {
	e := c.t.first()
	return []string{
		"/", "/docs", "/livez", "/readyz", "/openapi.json", api + "/users/me", api + "/dashboard", collection(e),
		itemPath(e, c.make(e).id()),
	}
}

func headAsGet(t *T) {
	c := t.anybody()
	for _, path := range c.readable() {
		want := c.get(path).is(200)
		got := c.call(http.MethodHead, path, nil).is(200)
		if len(got.Body) > 0 {
			got.failf("the answer has a body")
		}
		for _, name := range []string{"Content-Type", "ETag"} {
			if got.Header.Get(name) != want.Header.Get(name) {
				got.failf("%s is %q, but %q for GET", name, got.Header.Get(name), want.Header.Get(name))
			}
		}
	}
	c.call(http.MethodHead, "/nowhere", nil).is(404)
	t.anon().call(http.MethodHead, api+"/users/me", nil).is(401)
}

func options(t *T) {
	c := t.anybody()
	ops := contract.Operations(t.suite.target.Model)
	for _, path := range contract.Paths(ops) {
		a := c.call(http.MethodOptions, fill(path), nil)
		a.is(204, 405, 403) // 403 where the path is the admins'
		if a.Status == 403 && contractAuth(ops, path) != contract.Admin {
			a.failf("want 204 or 405")
		}
	}
}

func contractAuth(ops []contract.Operation, path string) contract.Auth {
	for _, op := range ops {
		if op.Path == path {
			return op.Auth
		}
	}
	return contract.Open
}

func noTrailingSlash(t *T) {
	c := t.anybody()
	for _, path := range c.readable() {
		if path != "/" {
			c.get(path+"/").refuses(404, "not_found")
		}
	}
	t.anon().post(api+"/auth/login/", "{}").is(404, 401)
}

func noDoubleSlash(t *T) {
	c := t.anybody()
	for _, path := range []string{"//livez", "/api//v1/users/me", api + "//users/me", "//", "/docs//"} {
		c.get(path).refuses(404, "not_found")
	}
}

func noRedirects(t *T) {
	c := t.anybody()
	for _, path := range []string{
		"/index.html", "/./livez", "/docs/../livez", "/LIVEZ", "/docs/index.html", api + "/users/../users/me",
	} {
		if a := c.get(path); a.Status >= 300 && a.Status < 400 {
			a.failf("want no redirect, it leads to %q", a.Header.Get("Location"))
		}
	}
}
