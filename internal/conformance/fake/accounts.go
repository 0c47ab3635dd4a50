package fake

import (
	"slices"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// hash stands for the slow hash of a password.
func (s *server) hash(password string) string {
	if s.patience.Hash > 0 {
		s.hashes.Add(1)
		defer s.hashes.Add(-1)
		s.data.hashing.Lock() // one at a time, as on a machine with one core
		time.Sleep(s.patience.Hash)
		s.data.hashing.Unlock()
	}
	return digest(password)
}

func emailField() *model.Field { return &model.Field{Name: "email", Type: model.Email, Required: true} }
func nameField() *model.Field {
	return &model.Field{Name: "name", Type: model.String, Required: true, Max: "100"}
}

func normal(email any) any {
	if text, ok := email.(string); ok {
		return strings.Map(func(r rune) rune {
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		}, strings.Trim(text, whitespace))
	}
	return email
}

// password checks a new password; it must not be the e-mail.
func password(name string, value any, given bool, email any) []fieldError {
	text, ok := value.(string)
	length := len([]rune(text))
	switch {
	case !given || value == nil:
		return []fieldError{at(name, "required")}
	case !ok:
		return []fieldError{at(name, "wrong_type")}
	case length < 10:
		return []fieldError{at(name, "too_short")}
	case length > 128:
		return []fieldError{at(name, "too_long")}
	case text == email:
		return []fieldError{at(name, "not_allowed")}
	}
	return nil
}

// plainText checks a value that must only be there and be text.
func plainText(name string, body map[string]any) []fieldError {
	value, given := body[name]
	if _, ok := value.(string); given && value != nil && !ok {
		return []fieldError{at(name, "wrong_type")}
	} else if !ok {
		return []fieldError{at(name, "required")}
	}
	return nil
}

func unknown(body map[string]any, known ...string) []fieldError {
	var errors []fieldError
	for name := range body {
		if !slices.Contains(known, name) {
			errors = append(errors, at(name, "unknown_field"))
		}
	}
	return errors
}

func (c *call) register() Answer {
	errors := unknown(c.body, "email", "name", "password")
	if value, given := c.body["email"]; given {
		c.body["email"] = normal(value)
	}
	email, emailErrors := c.check(emailField(), c.body)
	name, nameErrors := c.check(nameField(), c.body)
	word, given := c.body["password"]
	errors = slices.Concat(errors, emailErrors, nameErrors, password("password", word, given, email))
	if len(errors) > 0 {
		return c.invalid(errors)
	}
	hash := c.hash(word.(string))
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	if c.data.userBy(func(u *user) bool { return u.email == email }) != nil {
		return c.refuse(409, "email_taken")
	}
	u := c.data.add(email.(string), name.(string), "user", hash)
	c.header.Set("Location", "/api/v1/users/me")
	return c.json(201, u.shown())
}

func (d *Data) add(email, name, role, hash string) *user {
	u := &user{id: d.newID(), email: email, name: name, role: role, hash: hash, created: now()}
	d.users = append(d.users, u)
	return u
}

func (u *user) shown() map[string]any {
	return map[string]any{"id": u.id, "email": u.email, "name": u.name, "role": u.role, "created_at": u.created}
}

func (c *call) login() Answer {
	errors := slices.Concat(unknown(c.body, "email", "password"), plainText("email", c.body), plainText("password", c.body))
	if len(errors) > 0 {
		return c.invalid(errors)
	}
	email := normal(c.body["email"])
	if wait, ok := c.logins.take(c.address()+" "+email.(string), c.settings.loginRate); !ok {
		return c.tooMany(wait)
	}
	c.data.mu.Lock()
	u := c.data.userBy(func(u *user) bool { return u.email == email })
	c.data.mu.Unlock()
	if u == nil && c.is("login-same-time") {
		return c.challenge("invalid_credentials")
	}
	hash := c.hash(c.body["password"].(string))
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	if u == nil || u.hash != hash || u.disabled {
		return c.challenge("invalid_credentials")
	}
	s := &session{id: c.data.newID(), user: u.id}
	c.data.sessions[s.id] = s
	return c.grant(s, u)
}

func (c *call) me() Answer { return c.json(200, c.user.shown()) }

func (c *call) rename() Answer {
	name, errors := c.check(nameField(), c.body)
	if errors = append(errors, unknown(c.body, "name")...); len(errors) > 0 {
		return c.invalid(errors)
	}
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	c.user.name = name.(string)
	return c.json(200, c.user.shown())
}

func (c *call) demo() bool { return c.user.email == demoEmail }

func (c *call) changePassword() Answer {
	next, given := c.body["new_password"]
	errors := slices.Concat(unknown(c.body, "current_password", "new_password"), plainText("current_password", c.body),
		password("new_password", next, given, c.user.email))
	if len(errors) > 0 {
		return c.invalid(errors)
	}
	if c.demo() {
		return c.refuse(403, "forbidden")
	}
	current, hash := c.hash(c.body["current_password"].(string)), c.hash(next.(string))
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	if current != c.user.hash {
		return c.invalid([]fieldError{at("current_password", "not_allowed")})
	}
	c.user.hash = hash
	if !c.is("password-change-ends-sessions") {
		c.data.endSessions(c.user.id)
	}
	return c.empty(204)
}

func (c *call) deleteMe() Answer {
	if errors := append(unknown(c.body, "password"), plainText("password", c.body)...); len(errors) > 0 {
		return c.invalid(errors)
	}
	if c.demo() {
		return c.refuse(403, "forbidden")
	}
	hash := c.hash(c.body["password"].(string))
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	if hash != c.user.hash {
		return c.invalid([]fieldError{at("password", "not_allowed")})
	}
	if !c.is("account-delete-ends-sessions") {
		c.data.endSessions(c.user.id)
	}
	c.data.users = slices.DeleteFunc(c.data.users, func(u *user) bool { return u == c.user })
	for name, items := range c.data.items {
		if !c.is("account-delete-everything") {
			c.data.items[name] = slices.DeleteFunc(slices.Clone(items), func(i *item) bool { return i.owner == c.user.id })
		}
	}
	return c.empty(204)
}
