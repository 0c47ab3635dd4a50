package fake

import (
	"net/http"
	"strings"

	"github.com/scaffolio/scaffolio/internal/contract"
)

// handle answers a request that nothing general is wrong with.
func (c *call) handle(op contract.Operation) Answer {
	if op.Entity != nil {
		return c.handleEntity(op)
	}
	path, api := strings.CutPrefix(op.Path, contract.Prefix)
	if api && c.data.down.Load() {
		return c.refuse(503, "unavailable")
	}
	routes := map[string]func() Answer{
		"GET /livez": c.livez, "GET /readyz": c.readyz, "GET /metrics": c.showMetrics, "GET /openapi.json": c.openapi,
		"GET /docs": c.docs, "GET /": c.page, "GET /app.js": c.script, "GET /app.css": c.style,
		"POST /auth/register": c.register, "POST /auth/login": c.login, "POST /auth/refresh": c.refresh,
		"POST /auth/logout": c.logout, "GET /users/me": c.me, "PATCH /users/me": c.rename, "DELETE /users/me": c.deleteMe,
		"POST /users/me/password": c.changePassword, "GET /admin/users": c.listUsers,
		"PATCH /admin/users/{id}": c.changeUser, "GET /dashboard": c.dashboard,
	}
	return routes[op.Method+" "+path]()
}

func (c *call) handleEntity(op contract.Operation) Answer {
	collection := !strings.HasSuffix(op.Path, "{id}")
	switch {
	case op.Method == http.MethodGet && collection:
		return c.list(op.Entity)
	case op.Method == http.MethodPost:
		return c.create(op.Entity)
	case op.Method == http.MethodGet:
		return c.get(op.Entity)
	case op.Method == http.MethodPut:
		return c.replace(op.Entity)
	default:
		return c.remove(op.Entity)
	}
}

func (c *call) livez() Answer { return c.json(200, map[string]string{"status": "ok"}) }

func (c *call) readyz() Answer {
	if c.data.down.Load() {
		return c.json(503, map[string]any{"status": "unavailable", "checks": map[string]string{"database": "unreachable"}})
	}
	return c.json(200, map[string]string{"status": "ok"})
}
