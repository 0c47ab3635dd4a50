package conformance

import (
	"strings"
)

func registrationChecks() []check {
	account := func(name, clause string, run func(*T)) check {
		return check{chapter: 3, name: name, clause: clause, run: run}
	}
	const (
		emailClause = "`email`: trimmed, ASCII lower-cased, ≤ 254, ASCII pattern of chapter 7"
		nameClause  = "`name` as a string of 1–100"
		wordClause  = "`password` 10–128 code points, checked before it is hashed, not equal to the e-mail"
	)
	return []check{
		account("register", "`POST /auth/register {email,name,password}` → 201, user, `Location: /api/v1/users/me`.", register),
		account("register-taken", "Taken: 409.", registerTaken),
		account("register-unknown-field", "Anything else sent (role, id): 422 `unknown_field`.", registerUnknown),
		account("register-required", "All errors of a body are told at once.", registerRequired),
		account("email-normalised", emailClause, emailNormalised),
		account("email-refused", emailClause, emailRefused),
		account("email-longest", emailClause, emailLongest),
		account("name-limits", nameClause, nameLimits),
		account("name-trimmed", nameClause, nameTrimmed),
		account("password-limits", wordClause, passwordLimits),
		account("password-not-email", wordClause, passwordNotEmail),
		account("password-as-sent", wordClause, passwordAsSent),
	}
}

func userNames() []string { return []string{"id", "email", "name", "role", "created_at"} }

var uuid7 = lazily(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// registers makes an account from the body and has it deleted later.
func (t *T) registers(body map[string]any) *answer {
	a := t.anon().post(api+"/auth/register", body)
	if a.Status == 201 {
		c := t.anon()
		c.email, _ = a.object()["email"].(string)
		c.password, _ = body["password"].(string)
		c.leave()
	}
	return a
}

// with is the registration with one value changed.
func (t *T) registrationWith(name string, value any) map[string]any {
	body := t.registration()
	body[name] = value
	return body
}

func register(t *T) {
	body := t.registration()
	a := t.registers(body).is(201).head("Location", api+"/users/me")
	a.hasNames(a.object(), userNames())
	if a.text("email") != body["email"] || a.text("name") != body["name"] || a.text("role") != "user" {
		a.failf("want the e-mail and name that were sent, and role user")
	}
	if !uuid7().MatchString(a.text("id")) {
		a.failf("id %q is no UUIDv7", a.text("id"))
	}
}

func registerTaken(t *T) {
	body := t.registration()
	t.registers(body).is(201)
	t.registers(body).refuses(409, "email_taken")
	for _, email := range []string{strings.ToUpper(body["email"].(string)), " " + body["email"].(string) + " "} {
		t.registers(t.registrationWith("email", email)).refuses(409, "email_taken")
	}
}

func registerUnknown(t *T) {
	for _, name := range []string{"role", "id", "created_at", "disabled", "is_admin"} {
		t.registers(t.registrationWith(name, "admin")).invalid("/" + name + "=unknown_field").namesOnly("/" + name)
	}
}

func registerRequired(t *T) {
	t.registers(map[string]any{}).invalid("/email=required", "/name=required", "/password=required")
	t.registers(map[string]any{"email": 1, "name": true, "password": []any{}}).
		invalid("/email=wrong_type", "/name=wrong_type", "/password=wrong_type")
	t.registers(map[string]any{"email": nil, "name": nil, "password": nil}).
		invalid("/email=required|wrong_type", "/name=required|wrong_type", "/password=required|wrong_type")
	t.registers(map[string]any{"email": "nobody", "password": "short", "x": 1}).
		invalid("/email=invalid_format", "/name=required", "/password=too_short", "/x=unknown_field")
}

func emailNormalised(t *T) {
	body := t.registration()
	want := body["email"].(string)
	body["email"] = "  " + strings.ToUpper(want) + " "
	a := t.registers(body).is(201)
	if got := a.text("email"); got != want {
		a.failf("email is %q, want %q", got, want)
	}
}

func emailRefused(t *T) {
	for _, email := range []string{
		"nobody", "a@b", "@example.com", "a@.com@b.example", "a b@example.com", "a@exa mple.com", "a@b.c\u0000d", "ü@example.com",
		"a@exämple.com", "a\n@example.com", "a@@example.com", "a@example.", "\u212aelvin@example.com",
	} {
		t.registers(t.registrationWith("email", email)).invalid("/email=invalid_format")
	}
	t.registers(t.registrationWith("email", "")).invalid("/email=blank|invalid_format|required")
}

// emailLongest tries an address of exactly 254 characters, and one of 255.
func emailLongest(t *T) {
	const most = 254
	longest := t.newEmail()
	longest = strings.Repeat("a", most-len(longest)) + longest
	t.registers(t.registrationWith("email", "b"+longest)).invalid("/email=too_long|invalid_format")
	t.registers(t.registrationWith("email", longest)).is(201)
}

func nameLimits(t *T) {
	t.registers(t.registrationWith("name", strings.Repeat("😀", 100))).is(201)
	t.registers(t.registrationWith("name", "N")).is(201)
	t.registers(t.registrationWith("name", strings.Repeat("n", 101))).invalid("/name=too_long")
	t.registers(t.registrationWith("name", "   ")).invalid("/name=blank")
	t.registers(t.registrationWith("name", "")).invalid("/name=blank")
	t.registers(t.registrationWith("name", "two\nlines")).invalid("/name=invalid_format|not_allowed")
}

func nameTrimmed(t *T) {
	a := t.registers(t.registrationWith("name", "  Ada  Lovelace ")).is(201)
	if got := a.text("name"); got != "Ada  Lovelace" {
		a.failf("name is %q, want what was sent without the spaces around it", got)
	}
}

func passwordLimits(t *T) {
	t.registers(t.registrationWith("password", "123456789")).invalid("/password=too_short")
	t.registers(t.registrationWith("password", strings.Repeat("😀", 9))).invalid("/password=too_short")
	t.registers(t.registrationWith("password", "1234567890")).is(201)
	t.registers(t.registrationWith("password", strings.Repeat("é😀", 64))).is(201)
	t.registers(t.registrationWith("password", strings.Repeat("x", 129))).invalid("/password=too_long")
	t.registers(t.registrationWith("password", strings.Repeat("x", 500_000))).invalid("/password=too_long")
}

func passwordNotEmail(t *T) {
	body := t.registration()
	body["password"] = body["email"]
	t.registers(body).invalid("/password=not_allowed")
}

// passwordAsSent signs in with a password that begins and ends with spaces: they belong to it.
func passwordAsSent(t *T) {
	body := t.registrationWith("password", "  spaces belong to it  ")
	t.registers(body).is(201)
	c := t.anon()
	c.email, c.password = body["email"].(string), strings.TrimSpace(body["password"].(string))
	c.login().refuses(401, "invalid_credentials")
	c.password = body["password"].(string)
	c.login().is(200)
}
