package fake

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

const demoEmail = "demo@example.com"

// begin does what a program does before it answers: the secret, the admin, the demo.
func (s *server) begin() {
	s.key = s.secret()
	s.data.mu.Lock()
	defer s.data.mu.Unlock()
	if email, ok := normal(s.settings.env["ADMIN_EMAIL"]).(string); ok && email != "" {
		s.makeAdmin(email, s.settings.env["ADMIN_PASSWORD"])
	}
	if s.settings.env["SEED_DEMO"] == "true" && (!s.data.seeded || s.is("demo-made-once")) {
		s.seed(s.settings.env["DEMO_PASSWORD"])
	}
}

func (s *server) makeAdmin(email, password string) {
	there := s.data.userBy(func(u *user) bool { return u.email == email })
	switch {
	case there == nil:
		s.data.add(email, "Admin", "admin", digest(password))
	case s.is("admin-not-promoted") && there.role == "user":
		there.role = "admin"
	case s.is("admin-not-overwritten"):
		there.hash = digest(password)
	default:
		s.log.line("ADMIN_EMAIL has an account already, which is left as it is", nil)
	}
}

// seed makes the demo account and its items.
func (s *server) seed(password string) {
	u := s.data.userBy(func(u *user) bool { return u.email == demoEmail })
	if u == nil {
		u = s.data.add(demoEmail, "Demo", "user", digest(password))
	}
	s.data.seeded = true
	for _, e := range s.model.Entities {
		for _, row := range e.Samples(25) {
			values := map[string]any{}
			for _, v := range row.Values {
				values[v.Field.Name] = v.Value
			}
			if e.Parent != nil {
				values[e.ParentKey()] = s.data.items[e.Parent.Name][row.Parent].id
			}
			s.data.store(e, u.id, values)
		}
	}
}

func (c *call) listUsers() Answer {
	p := c.parameters("limit", "cursor", "q")
	limit, q := p.limit(), p.search()
	var from cursor
	if p.given("cursor") && decode(p.get("cursor"), &from) != nil || p.given("cursor") && (from.Sort != "users" || from.Filters != q) {
		p.bad("cursor")
	}
	if len(p.errors) > 0 {
		return c.invalid(p.errors)
	}
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	found := slices.DeleteFunc(slices.Clone(c.data.users), func(u *user) bool {
		return !strings.Contains(lower(u.email), lower(q)) && !strings.Contains(lower(u.name), lower(q))
	})
	slices.SortFunc(found, func(a, b *user) int { return cmp.Or(cmp.Compare(b.created, a.created), cmp.Compare(b.id, a.id)) })
	items := []any{}
	var next any
	for _, u := range found {
		if from.ID != "" && (u.created > from.Key || u.created == from.Key && u.id >= from.ID) {
			continue
		}
		if len(items) == limit {
			next = c.nextCursor(cursor{Sort: "users", Filters: q, Key: from.Key, ID: from.ID})
			break
		}
		items = append(items, u.shownToAdmin())
		from.Key, from.ID = u.created, u.id
	}
	return c.json(200, map[string]any{"items": items, "next_cursor": next})
}

func (u *user) shownToAdmin() map[string]any {
	shown := u.shown()
	shown["disabled"] = u.disabled
	return shown
}

func (c *call) changeUser() Answer {
	errors := unknown(c.body, "role", "disabled")
	role, isRole := c.body["role"].(string)
	disabled, isDisabled := c.body["disabled"].(bool)
	if _, given := c.body["role"]; given && !isRole {
		errors = append(errors, at("role", "wrong_type"))
	} else if given && role != "user" && role != "admin" {
		errors = append(errors, at("role", "not_allowed"))
	}
	if _, given := c.body["disabled"]; given && !isDisabled {
		errors = append(errors, at("disabled", "wrong_type"))
	}
	if len(errors) > 0 {
		return c.invalid(errors)
	}
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	u := c.data.userBy(func(u *user) bool { return u.id == c.id })
	if u == nil {
		return c.refuse(404, "not_found")
	}
	if u == c.user {
		return c.refuse(409, "own_account")
	}
	if isRole && role != u.role && !c.is("role-change-ends-sessions") || isDisabled && disabled {
		c.data.endSessions(u.id)
	}
	if isRole {
		u.role = role
	}
	if isDisabled {
		u.disabled = disabled
	}
	return c.json(200, u.shownToAdmin())
}

func (c *call) dashboard() Answer {
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	all := c.user.role == "admin"
	totals, perDay, by := map[string]int{}, map[string]int{}, map[string]map[string]int{}
	for _, e := range c.model.Entities {
		totals[e.PluralSnake()] = 0
		for _, f := range e.Fields {
			if f.Type == model.Enum && f.Filter {
				by[e.PluralSnake()+"."+f.Name] = zeros(f.Values)
			}
		}
		for _, i := range c.data.items[e.Name] {
			if all || i.owner == c.user.id {
				totals[e.PluralSnake()]++
				perDay[i.created[:10]]++
				for _, f := range e.Fields {
					if counts := by[e.PluralSnake()+"."+f.Name]; counts != nil && i.values[f.Name] != nil {
						counts[i.values[f.Name].(string)]++
					}
				}
			}
		}
	}
	answer := map[string]any{"scope": "own", "users": nil, "totals": totals, "created_per_day": days(perDay), "by": by}
	if all {
		answer["scope"], answer["users"] = "all", len(c.data.users)
	}
	return c.json(200, answer)
}

func zeros(values []string) map[string]int {
	counts := map[string]int{}
	for _, value := range values {
		counts[value] = 0
	}
	return counts
}

func days(counts map[string]int) []map[string]any {
	var list []map[string]any
	for ago := 29; ago >= 0; ago-- {
		day := time.Now().UTC().AddDate(0, 0, -ago).Format(time.DateOnly)
		list = append(list, map[string]any{"date": day, "count": counts[day]})
	}
	return list
}
