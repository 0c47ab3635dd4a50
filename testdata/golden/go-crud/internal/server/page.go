package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"net/http"
	"path"
	"time"

	"example.com/my-books/web"
)

const contentPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// contentTypes are named here, because Windows lets other programs change what .js is.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml",
}

// addPageRoutes serves the files of the page, each under its own name.
func (s *Server) addPageRoutes() {
	names := map[string]string{"index.html": "/{$}", "docs.html": "/docs"}
	files, _ := fs.Glob(web.Files, "*.*")
	assets, _ := fs.Glob(web.Files, "assets/*")
	for _, name := range append(files, assets...) {
		route, ok := names[name]
		if !ok {
			route = "/" + name
		}
		s.router.Handle("GET "+route, file(name))
	}
}

func file(name string) func(http.ResponseWriter, *http.Request) error {
	data, _ := web.Files.ReadFile(name) // embedded: it is there
	digest := sha256.Sum256(data)
	tag := `"` + base64.RawURLEncoding.EncodeToString(digest[:12]) + `"`
	return func(w http.ResponseWriter, r *http.Request) error {
		header := w.Header()
		header.Set("Content-Type", contentTypes[path.Ext(name)])
		header.Set("Content-Security-Policy", contentPolicy)
		header.Set("Cache-Control", "no-cache") // ask whether the ETag still holds
		header.Set("ETag", tag)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
		return nil
	}
}
