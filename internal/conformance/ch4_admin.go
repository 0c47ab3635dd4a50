package conformance

import (
	"net/url"
	"slices"
	"strings"
)

func adminChecks() []check {
	admin := func(name, clause string, run func(*T)) check {
		return check{chapter: 4, name: name, clause: clause, run: run, needs: needsAdmin}
	}
	starts := func(name string, run func(*T)) check {
		return check{chapter: 4, name: name, run: run, needs: needsStart,
			clause: "`ADMIN_EMAIL` and `ADMIN_PASSWORD` make an admin at start if that address is free; an existing account is " +
				"never promoted nor overwritten (logged)."}
	}
	const list = "`GET /admin/users?limit&cursor&q` (user plus `disabled`, newest first)"
	const change = "`PATCH /admin/users/{id} {role?,disabled?}` → 200"
	return []check{
		starts("admin-made", adminMade),
		starts("admin-not-promoted", adminNotPromoted),
		starts("admin-not-overwritten", adminNotOverwritten),
		admin("admin-users", list, adminUsers),
		admin("admin-users-newest-first", list, adminUsersNewest),
		admin("admin-users-pages", list, adminUsersPages),
		admin("admin-users-search", list, adminUsersSearch),
		admin("admin-users-parameters", "Unknown or repeated parameters … and bad values: 422 naming each.", adminUsersParameters),
		{chapter: 4, name: "admin-forbidden", clause: "For role user: 403 on both.", run: adminForbidden},
		admin("admin-change", change, adminChange),
		admin("admin-change-refused", change, adminChangeRefused),
		admin("admin-change-unknown", change, adminChangeUnknown),
		admin("admin-own-account", "on oneself 409 `own_account`", adminOwnAccount),
		admin("promotion", "Admins can promote others.", promotion),
		admin("role-change-ends-sessions", "role change … take effect at once", roleChangeEndsSessions),
		admin("disabling-ends-sessions", "disabling … take effect at once", disablingEndsSessions),
		admin("enabling", change, enabling),
	}
}

// changeUser is an admin's change of the client's account; it is taken back before the account is deleted.
func (c *client) changeUser(body values) *answer {
	if c.t.suite.polite && body["disabled"] == true {
		c.t.cleanup(func() { c.changeUser(values{"disabled": false}) })
	}
	return c.t.admin().patch(api+"/admin/users/"+c.id, body)
}

func adminStart(email, password, data string) StartOptions {
	return env("ADMIN_EMAIL", email, "ADMIN_PASSWORD", password).on(data)
}

func adminMade(t *T) {
	email := t.newEmail()
	r := t.start(adminStart(strings.ToUpper(email), "admins have passwords", ""))
	c := r.member(email, "admins have passwords")
	if a := c.get(api + "/users/me").is(200); a.text("role") != "admin" {
		a.failf("role is %q, want admin", a.text("role"))
	}
	c.get(api + "/admin/users").is(200)
}

func adminNotPromoted(t *T) {
	data := t.check.name
	before := t.start(StartOptions{Data: data})
	c := before.account()
	stop(before.Instance)
	after := t.start(adminStart(c.email, otherPassword, data))
	same := after.member(c.email, c.password)
	if a := same.get(api + "/users/me").is(200); a.text("role") != "user" {
		a.failf("the account became %q, though it was there before", a.text("role"))
	}
	same.password = otherPassword
	same.login().refuses(401, "invalid_credentials")
	if !strings.Contains(after.said(), c.email) && !strings.Contains(after.said(), "ADMIN_EMAIL") {
		t.failf("the log doesn't tell that the account of ADMIN_EMAIL was left as it is")
	}
}

func adminNotOverwritten(t *T) {
	data, email := t.check.name, t.newEmail()
	before := t.start(adminStart(email, "admins have passwords", data))
	before.member(email, "admins have passwords")
	stop(before.Instance)
	after := t.start(adminStart(email, otherPassword, data))
	c := after.member(email, "admins have passwords")
	c.get(api + "/admin/users").is(200)
	c.password = otherPassword
	c.login().refuses(401, "invalid_credentials")
}

// items are the entries of a list.
func (a *answer) items() []item {
	entries, ok := a.object()["items"].([]any)
	if !ok {
		a.failf("items is not a list")
	}
	var items []item
	for _, entry := range entries {
		object, ok := entry.(map[string]any)
		if !ok {
			a.failf("an entry of items is not an object")
		}
		items = append(items, object)
	}
	return items
}

// searchUsers is the admin's list narrowed to what holds the text.
func (t *T) searchUsers(text, more string) *answer {
	return t.admin().get(api + "/admin/users?q=" + url.QueryEscape(text) + more).is(200)
}

func adminUsers(t *T) {
	c := t.account()
	a := t.searchUsers(c.email, "")
	a.hasNames(a.object(), []string{"items", "next_cursor"})
	if items := a.items(); len(items) != 1 {
		a.failf("want the one account with this e-mail")
	}
	user := a.items()[0]
	a.hasNames(user, append(userNames(), "disabled"))
	if user.id() != c.id || user["disabled"] != false || user["role"] != "user" {
		a.failf("want the account, enabled and with role user")
	}
}

func adminUsersNewest(t *T) {
	var made []string
	for range 3 {
		made = append(made, t.account().id)
	}
	a := t.admin().get(api + "/admin/users?limit=100").is(200)
	var listed []string
	for _, user := range a.items() {
		if slices.Contains(made, user.id()) {
			listed = append(listed, user.id())
		}
	}
	slices.Reverse(made)
	if !slices.Equal(listed, made) {
		a.failf("three new accounts are listed as %v, want newest first %v", listed, made)
	}
}

func adminUsersPages(t *T) {
	made := map[string]bool{}
	for range 3 {
		made[t.account().id] = true
	}
	tag := t.suite.tag
	seen, path := map[string]bool{}, api+"/admin/users?limit=2&q="+tag
	for pages := 0; path != ""; pages++ {
		a := t.admin().get(path).is(200)
		for _, user := range a.items() {
			if seen[user.id()] {
				a.failf("the account %s comes twice", user.id())
			}
			seen[user.id()] = true
		}
		if len(a.items()) > 2 || pages > 2000 {
			a.failf("%d entries with limit=2 on page %d", len(a.items()), pages+1)
		}
		path = ""
		if cursor, ok := a.object()["next_cursor"].(string); ok && !containsAll(seen, made) {
			path = api + "/admin/users?limit=2&q=" + tag + "&cursor=" + url.QueryEscape(cursor)
		}
	}
	if !containsAll(seen, made) {
		t.failf("walking the pages of /admin/users misses accounts")
	}
}

func containsAll(all, some map[string]bool) bool {
	for id := range some {
		if !all[id] {
			return false
		}
	}
	return true
}

func adminUsersSearch(t *T) {
	c, other := t.account(), t.account()
	a := t.searchUsers(strings.ToUpper(c.email[:len(c.email)-4]), "")
	if items := a.items(); len(items) != 1 || items[0].id() != c.id {
		a.failf("want the one account whose e-mail holds the text in whatever case")
	}
	for _, text := range []string{"%" + other.email, "check_" + other.email[6:]} {
		if a := t.searchUsers(text, ""); len(a.items()) > 0 {
			a.failf("%q found something: %% and _ must mean themselves", text)
		}
	}
}

func adminUsersParameters(t *T) {
	path := api + "/admin/users"
	t.admin().get(path+"?limit=0&nonsense=1&cursor=%21").invalid("?limit", "?nonsense", "?cursor")
	t.admin().get(path + "?limit=101").invalid("?limit")
	t.admin().get(path + "?q=").invalid("?q")
	t.admin().get(path + "?q=" + strings.Repeat("x", 101)).invalid("?q")
	t.admin().get(path + "?limit=5&limit=5").invalid("?limit")
}

func adminForbidden(t *T) {
	c := t.user()
	c.get(api+"/admin/users").refuses(403, "forbidden")
	c.patch(api+"/admin/users/"+c.id, values{"role": "admin"}).refuses(403, "forbidden")
	c.patch(api+"/admin/users/"+nobody, values{"role": "admin"}).refuses(403, "forbidden")
}

func adminChange(t *T) {
	c := t.account()
	a := c.changeUser(values{"disabled": true}).is(200)
	a.hasNames(a.object(), append(userNames(), "disabled"))
	if a.object()["disabled"] != true || a.text("role") != "user" {
		a.failf("want the account disabled and its role as it was")
	}
	a = c.changeUser(values{"role": "admin", "disabled": false}).is(200)
	if a.object()["disabled"] != false || a.text("role") != "admin" {
		a.failf("want both changed")
	}
	if user := t.searchUsers(c.email, "").items()[0]; user["role"] != "admin" || user["disabled"] != false {
		t.failf("the list tells role %v and disabled %v after the change", user["role"], user["disabled"])
	}
}

func adminChangeRefused(t *T) {
	c := t.account()
	c.changeUser(values{"role": "owner"}).invalid("/role=not_allowed")
	c.changeUser(values{"role": 1, "disabled": "true"}).invalid("/role=wrong_type", "/disabled=wrong_type")
	c.changeUser(values{"email": "a@example.com", "password": otherPassword}).invalid("/email=unknown_field", "/password=unknown_field")
	c.login().is(200)
}

func adminChangeUnknown(t *T) {
	for _, id := range []string{nobody, "1", "x", nobody + "0"} {
		t.admin().patch(api+"/admin/users/"+id, values{"disabled": true}).refuses(404, "not_found")
	}
}

func adminOwnAccount(t *T) {
	admin := t.admin()
	for _, body := range []values{{"role": "user"}, {"disabled": true}} {
		admin.patch(api+"/admin/users/"+admin.id, body).refuses(409, "own_account")
	}
	admin.get(api + "/admin/users").is(200)
}

func promotion(t *T) {
	c := t.user()
	c.changeUser(values{"role": "admin"}).is(200)
	c.signIn()
	c.get(api + "/admin/users").is(200)
	c.changeUser(values{"role": "user"}).is(200)
	c.signIn()
	c.get(api+"/admin/users").refuses(403, "forbidden")
}

func roleChangeEndsSessions(t *T) {
	c := t.user()
	c.changeUser(values{"role": "admin"}).is(200)
	c.deadSession()
	c.signIn()
	c.changeUser(values{"role": "user"}).is(200)
	c.deadSession()
}

func disablingEndsSessions(t *T) {
	c := t.user()
	twin := c.again()
	c.changeUser(values{"disabled": true}).is(200)
	c.deadSession()
	twin.deadSession()
}

func enabling(t *T) {
	c := t.user()
	c.changeUser(values{"disabled": true}).is(200)
	c.changeUser(values{"disabled": false}).is(200)
	c.signIn().alive()
}
