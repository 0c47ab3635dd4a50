package fake

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/scaffolio/scaffolio/internal/contract"
)

const policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// assets are the files of the page.
func assets() []contract.Operation {
	return []contract.Operation{
		{Method: http.MethodGet, Path: "/app.js", Auth: contract.Open},
		{Method: http.MethodGet, Path: "/app.css", Auth: contract.Open},
	}
}

func (c *call) file(kind, text string) Answer {
	a := c.empty(200)
	a.Header.Set("Content-Type", kind)
	if kind == "text/html; charset=utf-8" {
		a.Header.Set("Content-Security-Policy", policy)
	}
	a.Body = []byte(text)
	return a
}

func (c *call) page() Answer {
	return c.file("text/html; charset=utf-8", `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">`+
		`<link rel="stylesheet" href="/app.css"><script type="module" src="/app.js"></script></head><body></body></html>`)
}

func (c *call) docs() Answer {
	return c.file("text/html; charset=utf-8", `<!doctype html><html lang="en"><head><link rel="stylesheet" href="/app.css">`+
		`<script src="/app.js"></script></head><body><a href="/openapi.json">openapi.json</a></body></html>`)
}

func (c *call) script() Answer { return c.file("text/javascript", "document.title = 'fake';\n") }
func (c *call) style() Answer  { return c.file("text/css", ":root { color-scheme: light dark; }\n") }

// openapi is a document that shows every operation and every status.
func (c *call) openapi() Answer {
	paths := map[string]map[string]any{}
	for _, op := range c.ops {
		if !op.Public {
			continue
		}
		responses := map[string]any{}
		for _, status := range op.Statuses {
			responses[strconv.Itoa(status)] = map[string]any{"description": title(status)}
		}
		operation := map[string]any{"responses": responses}
		if id, _ := match(op.Path, fillID(op.Path)); id != "" {
			operation["parameters"] = []any{map[string]any{
				"name": "id", "in": "path", "required": true, "schema": map[string]any{"type": "string"},
			}}
		}
		if paths[op.Path] == nil {
			paths[op.Path] = map[string]any{}
		}
		paths[op.Path][methodKey(op.Method)] = operation
	}
	return c.json(200, map[string]any{
		"openapi": "3.1.0", "info": map[string]string{"title": "Fake", "version": "1"}, "paths": paths,
	})
}

func fillID(path string) string { return strings.ReplaceAll(path, "{id}", "x") }

func methodKey(method string) string { return strings.ToLower(method) }
