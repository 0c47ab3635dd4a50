package conformance

import (
	"net/http"
	"sync/atomic"
	"time"
)

// aloneChecks lists the checks that disturb others or that others would disturb.
func aloneChecks() []check {
	return []check{
		{
			chapter: 2, name: "database-away", needs: needsStart | needsDatabase, alone: true, run: databaseAway,
			clause: "503 `{\"status\":\"unavailable\",\"checks\":{\"database\":\"unreachable\"}}` (plain JSON) when a dependency is " +
				"away; it comes back by itself when the dependency does, and meanwhile other routes answer 503 within 5 s",
		},
		{
			chapter: 3, name: "login-same-time", alone: true, run: loginSameTime,
			clause: "Wrong password, unknown e-mail, disabled account: … in the same time (a dummy hash is verified).",
		},
		{
			chapter: 3, name: "hashing-does-not-block", alone: true, run: hashingDoesNotBlock,
			clause: "Hashing never blocks other requests",
		},
	}
}

// databaseAway takes the database from under a running instance and gives it back.
func databaseAway(t *T) {
	r := t.start(StartOptions{})
	c := r.user()
	control := t.suite.target.Database
	back := false
	t.cleanup(func() {
		if !back {
			_ = control.Start(t.ctx)
		}
	})
	if err := control.Stop(t.ctx); err != nil {
		t.failf("the database could not be stopped: %v", err)
	}
	c.answersUnavailable()
	if err := control.Start(t.ctx); err != nil {
		t.failf("the database could not be started again: %v", err)
	}
	back = true
	if !t.eventually(30*time.Second, func() bool { return r.answers("/readyz") == http.StatusOK }) {
		t.failf("/readyz did not come back within 30 s after the database did")
	}
	c.alive()
}

// answersUnavailable asserts what the service says while its database is away.
func (c *client) answersUnavailable() {
	a := c.get("/readyz").is(503)
	a.isJSON()
	checks, _ := a.object()["checks"].(map[string]any)
	if a.object()["status"] != "unavailable" || checks["database"] != "unreachable" {
		a.failf(`want {"status":"unavailable","checks":{"database":"unreachable"}}`)
	}
	c.get("/livez").is(200)
	for _, a := range []*answer{
		c.get(api + "/users/me"), c.get(collection(c.t.first())), c.login(), c.anon().post(api+"/auth/register", c.t.registration()),
	} {
		a.refuses(503, "unavailable")
		if a.Took > 6*time.Second {
			a.failf("it took %s, want 5 s at most", a.Took)
		}
	}
}

// loginSameTime takes the quickest of some logins of each kind: the wait that nothing can shorten is the hash. The
// two take turns, and a busy machine may need further rounds.
func loginSameTime(t *T) {
	known := t.account().wrongly()
	unknown := t.anon()
	unknown.email, unknown.password = t.newEmail(), known.password
	rounds, tries := 4, 7
	if t.suite.polite {
		rounds, tries = 1, 8 // ten logins for one e-mail are allowed in a minute
	}
	wrong, stranger := time.Hour, time.Hour
	for range rounds {
		for range tries {
			wrong = min(wrong, known.login().refuses(401, "invalid_credentials").answer.Took)
			stranger = min(stranger, unknown.login().refuses(401, "invalid_credentials").answer.Took)
		}
		if (wrong-stranger).Abs() <= time.Millisecond || stranger >= wrong/2 && wrong >= stranger/2 {
			return
		}
	}
	t.failf("a wrong password is refused in %s, an unknown e-mail in %s: the difference tells who has an account", wrong, stranger)
}

// hashingDoesNotBlock asks for something small while many logins are being hashed. A service that hashes where it
// also answers gets to about one other request for each hash. So does every service while something else keeps the
// machine busy: then it is tried again later.
func hashingDoesNotBlock(t *T) {
	const logins, tries, hasty = 12, 10, 3
	if t.suite.polite {
		t.skipf("would load somebody else's service")
	}
	c := t.account()
	most := 0
	for try := range tries {
		if try >= hasty {
			t.wait(t.suite.target.Patience.Lull)
		}
		if most = max(most, c.answeredDuring(logins)); most > 2*logins {
			return
		}
	}
	t.failf("while %d logins were hashed only %d other requests were answered", logins, most)
}

// answeredDuring counts the requests that are answered after the first and before the last answers of so many logins:
// outside of that, a busy machine may not have begun to hash, or be about to tell that it is done.
func (c *client) answeredDuring(logins int32) int {
	var loggedIn atomic.Int32
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.t.together(int(logins), func(int) {
			c.anon().post(api+"/auth/login", c.credentials()).is(200)
			loggedIn.Add(1)
		})
	}()
	answered := 0
	for {
		select {
		case <-done:
			return answered
		default:
			begun := loggedIn.Load() > 0
			c.anon().get("/livez").is(200)
			if begun && loggedIn.Load() < logins-1 {
				answered++
			}
		}
	}
}
