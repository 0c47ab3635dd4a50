package conformance

import (
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func selfChecks() []check {
	self := func(name, clause string, run func(*T)) check {
		return check{chapter: 3, name: name, clause: clause, run: run}
	}
	const word = "`POST /users/me/password {current_password,new_password}` → 204"
	return []check{
		self("me", "`GET /users/me`", me),
		self("me-rename", "`PATCH /users/me {name}`", meRename),
		self("me-rename-refused", "`PATCH /users/me {name}`", meRenameRefused),
		self("password-change", word, passwordChange),
		self("password-change-wrong", "wrong current password: 422 `not_allowed` at `/current_password`", passwordChangeWrong),
		self("password-change-limits", word, passwordChangeLimits),
		self("password-change-ends-sessions", "password change … delete the user's sessions … take effect at once", passwordEndsSessions),
		self("account-delete", "`DELETE /users/me {password}` → 204", accountDelete),
		self("account-delete-wrong", "`DELETE /users/me {password}`", accountDeleteWrong),
		self("account-delete-ends-sessions", "deletion (which delete the user's sessions) take effect at once", deleteEndsSessions),
		{
			chapter: 3, name: "account-delete-everything", needs: needsAdmin, run: deleteEverything,
			clause: "`DELETE /users/me {password}` → 204, with all that is theirs.",
		},
	}
}

func me(t *T) {
	c := t.user()
	a := c.get(api + "/users/me").is(200)
	a.hasNames(a.object(), userNames())
	if a.text("id") != c.id || a.text("email") != c.email || a.text("name") != c.name || a.text("role") != "user" {
		a.failf("want the account that was registered")
	}
}

func meRename(t *T) {
	c := t.user()
	a := c.patch(api+"/users/me", values{"name": "  New Name "}).is(200)
	a.hasNames(a.object(), userNames())
	for _, a := range []*answer{a, c.get(api + "/users/me").is(200)} {
		if a.text("name") != "New Name" || a.text("email") != c.email {
			a.failf("want the new name and the old e-mail")
		}
	}
}

func meRenameRefused(t *T) {
	c := t.user()
	path := api + "/users/me"
	for _, name := range []string{"email", "role", "id", "password", "disabled"} {
		c.patch(path, values{"name": "Ada", name: "admin"}).invalid("/" + name + "=unknown_field")
	}
	c.patch(path, values{"name": " "}).invalid("/name=blank")
	c.patch(path, values{"name": strings.Repeat("n", 101)}).invalid("/name=too_long")
	c.patch(path, values{"name": 5}).invalid("/name=wrong_type")
}

const otherPassword = "another good password"

func (c *client) changePassword(current, next string) *answer {
	return c.post(api+"/users/me/password", values{"current_password": current, "new_password": next})
}

// changed is the client with its new password, which is what deletes the account later.
func (c *client) changed() { c.password = otherPassword }

func passwordChange(t *T) {
	c := t.user()
	old := *c
	c.changePassword(c.password, otherPassword).is(204)
	c.changed()
	old.login().refuses(401, "invalid_credentials")
	c.login().is(200)
}

func passwordChangeWrong(t *T) {
	c := t.user()
	c.changePassword("not the right one", otherPassword).invalid("/current_password=not_allowed").namesOnly("/current_password")
	c.alive()
	c.login().is(200)
}

func passwordChangeLimits(t *T) {
	c := t.user()
	c.changePassword(c.password, "short").invalid("/new_password=too_short")
	c.changePassword(c.password, strings.Repeat("x", 129)).invalid("/new_password=too_long")
	c.changePassword(c.password, c.email).invalid("/new_password=not_allowed")
	c.post(api+"/users/me/password", values{"x": 1}).
		invalid("/current_password=required", "/new_password=required", "/x=unknown_field")
}

func passwordEndsSessions(t *T) {
	one := t.user()
	two := one.again()
	one.changePassword(one.password, otherPassword).is(204)
	one.changed()
	one.deadSession()
	two.deadSession()
}

func (c *client) deleteAccount(password string) *answer {
	return c.call("DELETE", api+"/users/me", values{"password": password})
}

func accountDelete(t *T) {
	c := t.user()
	c.deleteAccount(c.password).is(204)
	c.login().refuses(401, "invalid_credentials")
	body := t.registrationWith("email", c.email)
	t.registers(body).is(201)
}

func accountDeleteWrong(t *T) {
	c := t.user()
	c.deleteAccount("not the right one").invalid("/password=not_allowed")
	c.call("DELETE", api+"/users/me", values{}).invalid("/password=required")
	c.call("DELETE", api+"/users/me", values{"password": c.password, "x": 1}).invalid("/x=unknown_field")
	c.alive()
}

func deleteEndsSessions(t *T) {
	one := t.user()
	two := one.again()
	one.deleteAccount(one.password).is(204)
	one.deadSession()
	two.deadSession()
}

func deleteEverything(t *T) {
	c := t.user()
	made := map[*model.Entity]item{}
	t.eachEntity(func(e *model.Entity) { made[e] = c.make(e) })
	c.deleteAccount(c.password).is(204)
	for e, i := range made {
		t.admin().get(itemPath(e, i.id())).refuses(404, "not_found")
	}
}
