package conformance_test

import (
	"io"
	"net/http"
	"strings"

	"github.com/scaffolio/scaffolio/internal/conformance/fake"
	"github.com/scaffolio/scaffolio/internal/model"
)

// trimmed is a body whose texts have no spaces at their ends.
func trimmed(body io.ReadCloser) io.ReadCloser {
	text, err := io.ReadAll(body)
	if err != nil {
		return body
	}
	changed := strings.NewReplacer(`"  `, `"`, `  "`, `"`).Replace(string(text))
	return io.NopCloser(strings.NewReader(changed))
}

// query changes the query of the requests.
func query(change func(map[string][]string)) fake.Faults {
	return asks(func(r *http.Request) {
		if r.URL.RawQuery != "" {
			q := r.URL.Query()
			change(q)
			r.URL.RawQuery = q.Encode()
		}
	})
}

func listFaults() []fault {
	taken := func(pattern string) fake.Faults { return says(200, "", on("GET", pattern), answered(422)) }
	without := func(name string) fake.Faults { return query(func(q map[string][]string) { delete(q, name) }) }
	return []fault{
		{"create", "ETag", header("ETag", `W/"1"`, on("POST", books))},
		{"list", "newest first", query0("sort", "created_at")},
		{"list-empty", "Link", header("Link", `</x>; rel="next"`, on("GET", shelves))},
		{"list-last-page", "has a cursor", object(func(o map[string]any) { o["next_cursor"] = "x" }, on("GET", shelves))},
		{"list-items-whole", "the list is another", rewrites(`,"notes":"[^"]*"`, "", on("GET", books))},
		{"link-next", "Link is", header("Link", "", on("GET", shelves))},
		{"limit-default", "want 20", query0("limit", "25")},
		{"limit-range", "want 422", taken("limit=101")},
		{"cursor-undecodable", "want 422", taken("cursor=abc$")},
		{"cursor-tampered", "want 200 or 422", says(500, "internal", on("GET", "cursor="), answered(422))},
		{"cursor-other-sort", "want 422", taken("sort=created_at&cursor=")},
		{"cursor-other-filter", "want 422", inside("cursor-other-filter")},
		{"parameters-unknown", `no error at "?other"`, rewrites(`\{[^{}]*"other"[^{}]*\},?`, "")},
		{"parameters-repeated", "want 422", taken("limit=5&limit=5")},
		{"parameters-hostile", "want 200", says(500, "internal", on("GET", "%00"))},
		{"sort-times", "comes as", without("sort")},
		{"sort-updated", "comes as", query(func(q map[string][]string) { renameSort(q, "updated_at", "created_at") })},
		{"sort-values", "comes as", query(func(q map[string][]string) { renameSort(q, "pages", "title") })},
		{"sort-ties", "comes as", reversesTies()},
		{"sort-text", "comes as", query(func(q map[string][]string) { renameSort(q, "label", "created_at") })},
		{"sort-not-allowed", "want 422", taken("sort=owner_id")},
	}
}

func filterFaults() []fault {
	taken := func(pattern string) fake.Faults { return says(200, "", on("GET", pattern), answered(422)) }
	without := func(name string) fake.Faults { return query(func(q map[string][]string) { delete(q, name) }) }
	noCursor := object(func(o map[string]any) { o["next_cursor"] = nil }, on("GET", books))
	return []fault{
		{"filter-value", "items, want", without("loved")},
		{"filter-exact", "items, want", query(func(q map[string][]string) {
			if q["code"] != nil {
				q["code"] = []string{strings.ToLower(q["code"][0])}
			}
		})},
		{"filter-enum-any", "items, want", query(func(q map[string][]string) {
			if len(q["status"]) > 1 {
				q["status"] = q["status"][:1]
			}
		})},
		{"filter-range", "items, want", without("pages_max")},
		{"filter-bad-value", "want 422", taken("loved=yes")},
		{"filter-parent", "items, want", without("shelf_id")},
		{"filter-parent-unknown", "want 200", says(404, "not_found", on("GET", "shelf_id=01890000"))},
		{"filter-walk", "in pages of 2", noCursor},
		{"search", "items, want", query(func(q map[string][]string) {
			if q["q"] != nil && q["q"][0] == "eEdL" {
				q["q"] = []string{"no such thing"}
			}
		})},
		{"search-any-field", "does not look into Book.notes", field("notes", func(f *model.Field) { f.Search = false })},
		{"search-other-fields", "items, want", field("summary", func(f *model.Field) { f.Search = true })},
		{"search-literal", "items, want", query(func(q map[string][]string) {
			if q["q"] != nil {
				q["q"][0] = strings.Trim(q["q"][0], "%_")
				if q["q"][0] == "" {
					delete(q, "q")
				}
			}
		})},
		{"search-length", "want 422", taken("q=$")},
		{"walk-while-rows-come", "while walking", inside("walk-while-rows-come")},
		{"walk-while-rows-go", "did not come", inside("walk-while-rows-go")},
	}
}

// query0 gives lists a parameter that they were not given.
func query0(name, value string) fake.Faults {
	return asks(func(r *http.Request) {
		if q := r.URL.Query(); r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/api/v1/") && !q.Has(name) && strings.HasSuffix(r.URL.Path, "s") {
			q.Set(name, value)
			r.URL.RawQuery = q.Encode()
		}
	})
}

func renameSort(q map[string][]string, from, to string) {
	for i, sort := range q["sort"] {
		q["sort"][i] = strings.Replace(sort, from, to, 1)
	}
}

// reversesTies turns the list round where it goes down, so that ties come in the other direction.
func reversesTies() fake.Faults {
	return object(func(o map[string]any) {
		items, _ := o["items"].([]any)
		for i := 0; i+1 < len(items); i++ {
			one, two := items[i].(map[string]any), items[i+1].(map[string]any)
			if one["status"] == two["status"] && one["id"].(string) > two["id"].(string) {
				items[i], items[i+1] = two, one
			}
		}
	}, on("GET", "sort=-status"))
}

func itemFaults() []fault {
	made := []when{on("POST", books), answered(201)}
	return []fault{
		{"item", "want owner_id", swaps(`"version":1`, `"version":0`, made...)},
		{"item-id-form", "want 404", says(422, "validation_failed", on("GET", aShelf+"x$"))},
		{"item-get", "ETag", header("ETag", "", on("GET", aBook))},
		{"item-delete", "want 404", says(204, "", on("DELETE", aShelf), answered(404))},
		{"item-delete-if-match", "want 412", inside("item-delete-if-match")},
		{"item-delete-bad-tag", "want 412", says(204, "", on("DELETE", aShelf), with("If-Match", `^W/`))},
		{"item-no-system-fields", "want 422", says(201, "", answered(422), sent(`"version"`))},
		{"item-times", "later updated_at", swaps(`"updated_at"`, `"updated_at":"2020-01-01T00:00:00.000Z","was"`, on("PUT", aShelf))},
		{"put", "want the same item in version 2", swaps(`"version":2`, `"version":1`, on("PUT", aShelf))},
		{"put-missing-optional", "left out", swaps(`"bought":null`, `"bought":"2020-01-01"`, on("PUT", aBook))},
		{"put-missing-required", "want 422", says(200, "", on("PUT", aBook), answered(422))},
		{"put-without-if-match", "want 428", says(200, "", answered(428))},
		{"put-star", "want 200", says(412, "precondition_failed", with("If-Match", `^\*$`))},
		{"put-old-tag", "want 412", says(200, "", answered(412), with("If-Match", `"3"`))},
		{"put-bad-tag", "want 412", says(200, "", answered(412), with("If-Match", `"01"`))},
		{"put-parallel", "want exactly 1", inside("put-parallel")},
		{"put-refused-changes-nothing", "ETag", header("ETag", `"2"`, on("GET", aNote))},
		{"create-parallel", "want 201", says(503, "unavailable", everyTenth())},
		{"parent-shown", "the parent as shelf", object(func(o map[string]any) { delete(o, "shelf") }, on("GET", aBook))},
		{"parent-label-follows", "want id", rewrites(`"label":"[^"]*"\}`, `"label":"old"}`, on("GET", aBook))},
		{"parent-required", "required", rewrites(`\{[^{}]*"/shelf_id"[^{}]*\}`, `{"pointer":"/shelf_id","code":"not_found","message":"No such thing."}`)},
		{"parent-unknown", "want 422", says(404, "not_found", on("POST", books), answered(422))},
		{"parent-of-another", "want 422", inside("parent-of-another")},
		{"parent-changed", "want shelf_id", rewrites(`"shelf_id":"[^"]*"`, `"shelf_id":"01890000-0000-7000-8000-000000000000"`, on("PUT", aBook))},
		{"parent-same-owner", "want 422", inside("parent-same-owner")},
		{"parent-gives-owner", "owner_id is", inside("parent-gives-owner")},
		{"has-children", "want 409", says(204, "", answered(409))},
		{"unique-null", "want 201", says(409, "not_unique", sent(`"isbn":null`), again2())},
		{"unique-create", "want 409", field("label", func(f *model.Field) { f.Unique = false })},
		{"unique-put", "want 409", says(200, "", on("PUT", aShelf), answered(409))},
		{"unique-own-value", "want 200", inside("unique-own-value")},
		{"unique-per-owner", "want 201", inside("unique-per-owner")},
		{"unique-freed", "want 204", says(200, "", on("DELETE", aShelf))},
		{"unique-code-points", "want 201", inside("unique-code-points")},
		{"unique-parallel", "want exactly 1", inside("unique-parallel")},
	}
}

const aNote = `^/api/v1/notes/`

// everyTenth is about every tenth request that makes something.
func everyTenth() when {
	n := 0
	return func(r *http.Request, a *fake.Answer) bool {
		if r.Method == http.MethodPost && a.Status == 201 && strings.HasSuffix(r.URL.Path, "/shelves") {
			n++
		}
		return n%10 == 9 && strings.HasSuffix(r.URL.Path, "/shelves")
	}
}

// again2 is about all answers but the first.
func again2() when {
	n := 0
	return func(*http.Request, *fake.Answer) bool {
		n++
		return n > 1
	}
}

func pageFaults() []fault {
	page := on("GET", "^/$")
	script := on("GET", "/app.js")
	late := func(text string) fake.Faults {
		return after(func(_ *http.Request, a *fake.Answer) { a.Body = append(a.Body, []byte(text)...) }, script)
	}
	return []fault{
		{"page", "no script file", swaps(`src="/app.js"`, "", page)},
		{"page-own-files", "outside host", late("fetch('https://stats.example.com/hit');\n")},
		{"page-file-types", "text/css", header("Content-Type", "text/plain", on("GET", "/app.css"))},
		{"page-nothing-inline", "inline", swaps("<body>", `<body onload="start()">`, page)},
		{"page-for-everybody", "lang", swaps(` lang="en"`, "", page)},
		{"page-token-in-memory", "outside its memory", late("localStorage.setItem('token', answer.access_token);\n")},
		{"page-never-html", "HTML of text", late("cell.innerHTML = item.title;\n")},
		{"demo-account", "want 200", blind("SEED_DEMO")},
		{"demo-items", "some 25", object(func(o map[string]any) { o["items"] = []any{} }, on("GET", `/books\?limit=100`))},
		{"demo-keeps-password", "want 403", says(204, "", answered(403), on("POST", "/password"))},
		{"demo-not-deleted", "want 403", says(204, "", answered(403), on("DELETE", me))},
		{"demo-made-once", "after a restart", inside("demo-made-once")},
		{"demo-only-when-asked", "want 401", letsIn()},
	}
}

func observedFaults() []fault {
	return []fault{
		{"problem-type", "application/problem+json", header("Content-Type", "application/json", answered(412))},
		{"problem-title", "Unprocessable Content", swaps("Unprocessable Content", "Unprocessable Entity")},
		{"problem-code", "code is", swaps("precondition_failed", "version_conflict")},
		{"problem-errors-where", "errors has 0 entries", object(func(o map[string]any) { delete(o, "errors") }, answered(422))},
		{"error-codes", "has code", swaps(`"code":"required"`, `"code":"missing"`)},
		{"no-leaks", "the body tells", swaps("This can't be done.", "sql: SELECT id FROM shelves failed at store.go:42", answered(404))},
		{"never-500", "server's error", says(500, "internal", answered(415))},
		{"challenge-everywhere", "WWW-Authenticate", header("WWW-Authenticate", "", answered(401))},
		{"allow-everywhere", "no Allow", header("Allow", "", answered(405))},
		{"request-id-everywhere", "X-Request-ID", header("X-Request-Id", "", answered(403))},
		{"times-everywhere", "created_at", rewrites(`\.[0-9]{3}Z`, "+00:00", on("POST", shelves))},
		{"json-everywhere", "want JSON", header("Content-Type", "text/json", on("GET", shelves))},
		{"header-nosniff", "X-Content-Type-Options", header("X-Content-Type-Options", "", answered(404))},
		{"header-referrer", "Referrer-Policy", header("Referrer-Policy", "origin", on("GET", "^/$"))},
		{"header-frame", "X-Frame-Options", header("X-Frame-Options", "SAMEORIGIN", on("GET", "/docs"))},
		{"header-no-store", "Cache-Control", header("Cache-Control", "", answered(401))},
		{"header-no-version", "Server", header("Server", "fake/1.2.3", answered(405))},
		{"documented-as-answered", "doesn't show", swaps(`"412"`, `"418"`, on("GET", "/openapi.json"))},
	}
}
