package conformance

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/scaffolio/scaffolio/internal/contract"
)

func documentChecks() []check {
	return []check{
		{chapter: 2, name: "openapi-valid", clause: "`GET /openapi.json`: valid OpenAPI 3.1", run: openapiValid},
		{chapter: 2, name: "openapi-operations", clause: "with every operation", run: openapiOperations},
		{chapter: 2, name: "openapi-statuses", clause: "and every status it can answer", run: openapiStatuses},
		{chapter: 2, name: "docs-page", clause: "`GET /docs`: one page … that shows it", run: docsPage},
		{chapter: 2, name: "docs-own-files", clause: "own files, no outside host", run: docsOwnFiles},
	}
}

// document is the service's OpenAPI document.
func (t *T) document() (*answer, *openapi3.T) {
	a := t.anon().get("/openapi.json").is(200)
	doc, err := openapi3.NewLoader().LoadFromData(a.Body)
	if err != nil {
		a.failf("the document can't be read: %v", err)
	}
	return a, doc
}

func openapiValid(t *T) {
	a, doc := t.document()
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "application/json") &&
		!strings.HasPrefix(a.Header.Get("Content-Type"), "application/openapi+json") {
		a.failf("Content-Type is %q", a.Header.Get("Content-Type"))
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		a.failf("openapi is %q, want 3.1", doc.OpenAPI)
	}
	if err := doc.Validate(context.Background()); err != nil {
		a.failf("the document is not valid: %v", shorten(err.Error()))
	}
}

// documented lists the document's operations as the contract writes them, each with its statuses.
func documented(doc *openapi3.T) map[string][]string {
	operations := map[string][]string{}
	base := ""
	if len(doc.Servers) == 1 && strings.HasPrefix(doc.Servers[0].URL, "/") {
		base = strings.TrimSuffix(doc.Servers[0].URL, "/")
	}
	for path, entry := range doc.Paths.Map() {
		for method, operation := range entry.Operations() {
			var statuses []string
			for status := range operation.Responses.Map() {
				statuses = append(statuses, status)
			}
			operations[method+" "+anyParameter(base+path)] = statuses
		}
	}
	return operations
}

// anyParameter gives path parameters the contract's one name.
func anyParameter(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") {
			parts[i] = "{id}"
		}
	}
	return strings.Join(parts, "/")
}

func openapiOperations(t *T) {
	a, doc := t.document()
	shown := documented(doc)
	var wanted []string
	for _, op := range contract.Operations(t.suite.target.Model) {
		wanted = append(wanted, op.Method+" "+op.Path)
		if _, ok := shown[op.Method+" "+op.Path]; !ok && op.Public {
			a.failf("the document lacks %s %s", op.Method, op.Path)
		}
	}
	for operation := range shown {
		method, path, _ := strings.Cut(operation, " ")
		free := method == http.MethodHead || method == http.MethodOptions || !strings.HasPrefix(path, "/api")
		if !free && !slices.Contains(wanted, operation) {
			a.failf("the document shows %s, which the contract doesn't have", operation)
		}
	}
}

func openapiStatuses(t *T) {
	a, doc := t.document()
	shown := documented(doc)
	for _, op := range contract.Operations(t.suite.target.Model) {
		statuses, ok := shown[op.Method+" "+op.Path]
		if !ok {
			continue // openapi-operations tells
		}
		for _, status := range op.Statuses {
			if !shows(statuses, status) {
				a.failf("%s %s can answer %d, which the document doesn't show", op.Method, op.Path, status)
			}
		}
	}
}

// shows tells whether a status is among those of a document, also as 5XX or default for a server's own errors.
func shows(statuses []string, status int) bool {
	if slices.Contains(statuses, strconv.Itoa(status)) {
		return true
	}
	return status >= 500 && (slices.Contains(statuses, "default") || slices.Contains(statuses, "5XX"))
}

func docsPage(t *T) {
	a := t.anon().get("/docs").is(200)
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
		a.failf("Content-Type is %q, want text/html", a.Header.Get("Content-Type"))
	}
	text := string(a.Body)
	for _, file := range t.pageFiles("/docs") {
		text += string(file.Body)
	}
	if !strings.Contains(text, "openapi.json") {
		a.failf("neither the page nor its files speak of openapi.json")
	}
}

func docsOwnFiles(t *T) { t.ownFilesOnly("/docs") }
