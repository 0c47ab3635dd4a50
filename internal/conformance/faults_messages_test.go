package conformance_test

import (
	"net/http"
	"strings"

	"github.com/scaffolio/scaffolio/internal/conformance/fake"
	"github.com/scaffolio/scaffolio/internal/model"
)

const (
	shelves    = `^/api/v1/shelves(\?|$)`
	aShelf     = `^/api/v1/shelves/`
	books      = `^/api/v1/books(\?|$)`
	aBook      = `^/api/v1/books/`
	me         = `^/api/v1/users/me$`
	register   = `/auth/register$`
	login      = `/auth/login$`
	refresh    = `/auth/refresh$`
	logout     = `/auth/logout$`
	adminUsers = `/admin/users(\?|$)`
	adminUser  = `/admin/users/`
)

func messageFaults() []fault {
	return []fault{
		{"json-utf8", "Content-Type", header("Content-Type", "application/json; charset=iso-8859-1", on("PATCH", me))},
		{"names-snake-case", "createdPerDay", swaps("created_per_day", "createdPerDay")},
		{"every-field-present", "names are", object(func(o map[string]any) { delete(o, "isbn") }, on("POST", books))},
		{"times-utc-milliseconds", "created_at", rewrites(`\.[0-9]{3}Z`, "Z", on("GET", me))},
		{"times-cut", "2024-05-06T07:08:10.000Z", swaps("07:08:09.999Z", "07:08:10.000Z")},
		{"request-id-taken", `want "a"`, deaf("X-Request-Id")},
		{"request-id-replaced", "made by the service", after(func(r *http.Request, a *fake.Answer) {
			a.Header.Set("X-Request-ID", r.Header.Get("X-Request-ID"))
		}, with("X-Request-Id", "."))},
		{"request-id-unique", "no other request has", header("X-Request-ID", "the-same")},
		{"request-id-not-in-body", "request's id", after(func(r *http.Request, a *fake.Answer) {
			a.Body = []byte(strings.Replace(string(a.Body), "{", `{"request_id":"`+r.Header.Get("X-Request-ID")+`",`, 1))
		}, answered(404))},
		{"problem-members", "about:blank", swaps("about:blank", "https://example.com/problems/x", answered(422))},
		{"problem-errors", "want a sentence", swaps("This value is not right.", "invalid")},
		{"problem-parameter", `"?limit"`, swaps(`"parameter"`, `"pointer"`)},
		{"pointer-escaped", "/a~1b~0c", swaps("/a~1b~0c", "/a/b~c")},
		{"unknown-path-404", "want 404 not_found", says(200, "", on("GET", "/docs/nowhere"))},
		{"wrong-method-405", "Allow", header("Allow", "GET", answered(405), on("", shelves))},
		{"bearer-challenge", "names a host", after(func(r *http.Request, a *fake.Answer) {
			a.Header.Set("WWW-Authenticate", `Bearer realm="http://`+r.Host+`"`)
		}, answered(401))},
		{"wrong-media-type-415", "want 415", asks(func(r *http.Request) { r.Header.Set("Content-Type", "application/json") })},
		{"bad-json-400", "want 400 bad_json", says(422, "validation_failed", answered(400), sent(`"a":1,`))},
		{"body-almost-1-mib", "want 201", says(413, "too_large", func(_ *http.Request, a *fake.Answer) bool { return len(a.Asked) > 1_000_000 })},
		{"body-2-mib", "want 413", says(400, "bad_json", answered(413))},
		{"body-2-mib-chunked", "want 413", says(201, "", answered(413), func(r *http.Request, _ *fake.Answer) bool { return r.ContentLength < 0 })},
		{"deep-nesting", "want 400 or 422", says(500, "internal", sent("[[[[["))},
		{"lone-surrogates", "want 201 or 400 or 422", says(500, "internal", sent(`\ud800`))},
		{"invalid-utf8", "U+FFFD", swaps("\ufffd", "?")},
		{"not-a-number", "want 400 or 422", says(500, "internal", sent("1e999999999"))},
		{"not-an-object", "want 422", says(400, "bad_json", answered(422), sent("true"))},
		{"names-exact", "want 422", says(201, "", sent(`"Email"`))},
		{"body-ignored", "want 200", says(415, "unsupported_media_type", on("GET", aShelf), with("Content-Type", "text"))},
		{"head-as-get", "want 200", says(405, "method_not_allowed", on("HEAD", "livez"))},
		{"options", "want 204 or 405", says(200, "", on("OPTIONS", "/livez"))},
		{"no-trailing-slash", "want 404", says(301, "", on("GET", "./$"))},
		{"no-double-slash", "want 404", says(200, "", on("GET", "^//livez"))},
		{"no-redirects", "want no redirect", says(301, "", on("GET", "/index.html"))},
	}
}

func orderFaults() []fault {
	return []fault{
		{"order-401-before-405", "want 401", says(405, "method_not_allowed", on("PATCH", shelves))},
		{"order-401-before-body", "want 401", says(400, "bad_json", on("PUT", aShelf), answered(401))},
		{"order-401-before-413", "want 401", says(413, "too_large", func(r *http.Request, a *fake.Answer) bool {
			return r.ContentLength > 2<<20 && a.Status == 401
		})},
		{"order-401-same-for-unknown", "want", says(404, "not_found", on("GET", "/api/v1/else"))},
		{"order-405-before-403", "want 405", says(403, "forbidden", on("DELETE", adminUsers))},
		{"order-405-before-415", "want 405", says(415, "unsupported_media_type", on("PATCH", shelves))},
		{"order-403-before-body", "want 403", says(415, "unsupported_media_type", on("PATCH", adminUser), with("Content-Type", "text"))},
		{"order-415-before-400", "want 415", says(400, "bad_json", answered(415))},
		{"order-413-before-400", "want 413", says(400, "bad_json", answered(413))},
		{"order-422-before-428", "want 422", says(428, "precondition_required", on("PUT", aShelf), answered(422))},
		{"order-422-before-404", "want 422", says(404, "not_found", on("PUT", aShelf), answered(422))},
		{"order-428-before-404", "want 428", says(404, "not_found", answered(428))},
		{"order-404-before-412", "want 404", says(412, "precondition_failed", answered(404), with("If-Match", "."))},
		{"order-412-before-parent", "want 412", says(422, "validation_failed", answered(412))},
		{"order-412-before-409", "want 412", says(409, "not_unique", answered(412))},
		{"order-parent-before-409", "want 422", says(409, "not_unique", answered(422), sent("01890000"))},
		{"order-422-before-parent", "an error at", swaps(`"errors":[`, `"errors":[{"pointer":"/shelf_id","code":"not_found","message":"No such thing."},`, answered(422))},
	}
}

func valueFaults() []fault {
	taken := func(text string) fake.Faults { return says(201, "", answered(422), sent(text)) }
	return []fault{
		{"errors-at-once", "no error at", rewrites(`"errors":\[(\{[^}]*\}).*\]`, `"errors":[$1]`)},
		{"no-coercion", "must refuse", taken(`"pages":"5"`)},
		{"required", "want 422", field("title", func(f *model.Field) { f.Required = false })},
		{"null-optional", "must take", says(422, "validation_failed", sent(`"bought":null`))},
		{"defaults", "want its default", field("status", func(f *model.Field) { f.Default = nil })},
		{"unknown-field", "__proto__", swaps("/__proto__", "/unknown")},
		{"enum", "must take", field("status", func(f *model.Field) { f.Values = f.Values[1:] })},
		{"boolean", "got back", swaps(`"loved":true`, `"loved":1`)},
		{"string-control", "must refuse", taken(`\t`)},
		{"string-trimmed", "got back", rewrites(`"(label|title)":"(Sample)`, `"$1":" $2`)},
		{"string-not-trimmed", "got back", inside("string-not-trimmed")},
		{"string-longest", "must take", field("title", func(f *model.Field) { f.Max = "199" })},
		{"string-too-long", "must refuse", field("title", func(f *model.Field) { f.Max = "201" })},
		{"string-shortest", "must take", field("code", func(f *model.Field) { f.Min = "4" })},
		{"string-blank", "must refuse", taken(`"title":" "`)},
		{"string-empty-is-null", "got back", after(func(_ *http.Request, a *fake.Answer) {
			a.Body = []byte(strings.Replace(string(a.Body), `"isbn":null`, `"isbn":""`, 1))
		}, on("POST", books), sent(`"isbn":""`))},
		{"string-any-text", "got back", swaps(`\u003cscript`, `&lt;script`)},
		{"text-as-sent", "got back", swaps(`\r\n`, `\n`)},
		{"text-longest", "must take", field("notes", func(f *model.Field) { f.Max = "9999" })},
		{"text-too-long", "must refuse", field("notes", func(f *model.Field) { f.Max = "10001" })},
		{"text-nul", "must refuse", taken(`\u0000`)},
		{"text-blank", "must refuse", taken(`"summary":" "`)},
	}
}

func numberFaults() []fault {
	taken := func(text string) fake.Faults { return says(201, "", answered(422), sent(text)) }
	return []fault{
		{"integer-limits", "must take", field("pages", func(f *model.Field) { f.Max = "9999" })},
		{"integer-beyond", "must refuse", field("pages", func(f *model.Field) { f.Max = "10001" })},
		{"integer-huge", "want 400 or 422", says(500, "internal", sent("1e400"))},
		{"integer-fraction", "must refuse", taken("1e-1")},
		{"decimal-limits", "must take", field("price", func(f *model.Field) { f.Max = "5000" })},
		{"decimal-beyond", "must refuse", field("price", func(f *model.Field) { f.Max = "5001" })},
		{"decimal-form", "must refuse", taken(`"1e2"`)},
		{"decimal-digits", "got back", inside("decimal-digits")},
		{"decimal-scale", "got back", swaps(`"price":"1.00"`, `"price":"1.0"`)},
		{"decimal-leading-zeros", "got back", swaps(`"price":"1.00"`, `"price":"001.00"`)},
		{"decimal-minus-zero", "got back", inside("decimal-minus-zero")},
		{"decimal-too-many-digits", "must refuse", taken(`"9999999999999999"`)},
	}
}

func formatFaults() []fault {
	taken := func(text string) fake.Faults { return says(201, "", answered(422), sent(text)) }
	return []fault{
		{"date", "got back", swaps("1582-10-10", "1582-10-20")},
		{"date-refused", "must refuse", taken(`"2023-02-29"`)},
		{"date-any-zone", "got back", swaps("1969-12-31", "1969-12-30")},
		{"datetime", "got back", swaps("2011-12-30T23:59:59.000Z", "2011-12-30T23:59:59Z")},
		{"datetime-offset", "got back", swaps("05:08:09.000Z", "07:08:09.000Z")},
		{"datetime-refused", "must refuse", taken("07:08:60Z")},
		{"datetime-limits", "must refuse", taken("1000-01-01T00:00:00+01:00")},
		{"datetime-fraction", "got back", swaps("1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z")},
		{"url", "must take", says(422, "validation_failed", sent("localhost:8080"))},
		{"url-refused", "must refuse", taken("javascript:alert(1)")},
		{"url-longest", "must take", says(422, "validation_failed", func(_ *http.Request, a *fake.Answer) bool { return len(a.Asked) > 2200 })},
		{"email", "must take", says(422, "validation_failed", sent("o'reilly"))},
		{"email-value-refused", "must refuse", taken("a@@b.c")},
		{"email-value-longest", "must refuse", taken(strings.Repeat("a", 243))},
	}
}
