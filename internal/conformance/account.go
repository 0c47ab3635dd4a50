package conformance

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

const cookieName = "refresh_token"

// newEmail is an address that nobody else in this run has.
func (t *T) newEmail() string {
	return fmt.Sprintf("check-%d-%s@example.com", t.suite.next(), t.suite.tag)
}

// registration is what a new account is made from.
func (t *T) registration() map[string]any {
	return map[string]any{"email": t.newEmail(), "name": "Ada Check", "password": "correct horse battery"}
}

// user makes an account and signs it in.
func (s site) user() *client {
	c := s.account()
	c.signIn()
	return c
}

// anybody is a signed-in client whose account other checks use as well: for what doesn't look at what else is there.
func (t *T) anybody() *client {
	shared := &t.suite.anybody
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.client == nil {
		shared.client = t.user()
		t.suite.afterwards = append(t.suite.afterwards, t.postponed()...)
	}
	return shared.client.seenBy(t)
}

// seenBy is the same client, used by another check.
func (c *client) seenBy(t *T) *client {
	mine := *c
	mine.site = t.site
	mine.header = http.Header{}
	mine.parents = map[string]string{}
	return &mine
}

// account makes an account and does not sign it in.
func (s site) account() *client {
	given := s.t.registration()
	c := s.anon()
	c.id = c.post(api+"/auth/register", given).is(http.StatusCreated).text("id")
	c.email, c.password, c.name = given["email"].(string), given["password"].(string), given["name"].(string)
	c.leave()
	return c
}

// leave has the account deleted after the check, where the service is somebody else's.
func (c *client) leave() {
	if !c.t.suite.polite {
		return
	}
	c.t.cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.t.ctx), 2*time.Minute)
		defer cancel()
		c.t.ctx = ctx
		again := c.anon()
		again.email, again.password = c.email, c.password
		if again.login().Status == http.StatusOK {
			again.call(http.MethodDelete, api+"/users/me", map[string]any{"password": c.password})
		}
	})
}

// signIn signs the client's account in.
func (c *client) signIn() *client {
	c.login().is(http.StatusOK)
	return c
}

// login sends the client's e-mail and password, and keeps token and cookie when they are taken.
func (c *client) login() *answer {
	return c.keep(c.anon().post(api+"/auth/login", c.credentials()))
}

func (c *client) credentials() map[string]any {
	return map[string]any{"email": c.email, "password": c.password}
}

// keep takes access token and cookie from the answer of a login or a refresh.
func (c *client) keep(a *answer) *answer {
	if a.Status != http.StatusOK {
		return a
	}
	c.token = a.text("access_token")
	if cookie := a.cookie(); cookie != nil {
		c.cookie = cookie.Value
	}
	return a
}

// cookie is the refresh cookie that the answer sets, or nil.
func (a *answer) cookie() *http.Cookie {
	for _, cookie := range (&http.Response{Header: a.Header}).Cookies() {
		if cookie.Name == cookieName {
			return cookie
		}
	}
	return nil
}

// withCookie sends a POST with the refresh cookie of this value and nothing else.
func (c *client) withCookie(path, value string) *answer {
	bare := *c
	bare.token = ""
	return bare.with("Cookie", cookieName+"="+value).send(Request{Method: http.MethodPost, Path: path})
}

// refresh uses the client's cookie and keeps what comes of it.
func (c *client) refresh() *answer {
	return c.keep(c.withCookie(api+"/auth/refresh", c.cookie))
}

// wrongly is the same account with another password than its own.
func (c *client) wrongly() *client {
	twin := *c
	twin.password = "not the right one"
	return &twin
}

// again is the same account signed in a second time.
func (c *client) again() *client {
	twin := c.anon()
	twin.id, twin.email, twin.password, twin.name = c.id, c.email, c.password, c.name
	return twin.signIn()
}

// member is a client for an account that exists already.
func (s site) member(email, password string) *client {
	c := s.anon()
	c.email, c.password = email, password
	c.signIn()
	c.id = c.get(api + "/users/me").is(http.StatusOK).text("id")
	return c
}

// sharedClient is a client that several checks use.
type sharedClient struct {
	mu     sync.Mutex
	client *client
}

// admin is a client of the admin whom the target names; the check needs needsAdmin.
func (t *T) admin() *client {
	session := &t.suite.admins
	session.mu.Lock()
	defer session.mu.Unlock()
	if session.client == nil {
		session.client = t.member(t.suite.target.AdminEmail, t.suite.target.AdminPassword)
	}
	return session.client.seenBy(t)
}

// alive asserts that the client's access token works.
func (c *client) alive() {
	c.get(api + "/users/me").is(http.StatusOK)
}

// dead asserts that the client's access token no longer works.
func (c *client) dead() {
	c.get(api+"/users/me").refuses(http.StatusUnauthorized, "invalid_token")
}

// deadSession asserts that neither access token nor cookie work.
func (c *client) deadSession() {
	c.dead()
	c.withCookie(api+"/auth/refresh", c.cookie).is(http.StatusUnauthorized)
}

// sessionID is the part of the refresh cookie that names the session.
func sessionID(cookie string) string {
	id, _, _ := strings.Cut(cookie, ".")
	return id
}
