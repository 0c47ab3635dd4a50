package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/contract"
)

// observedChecks lists the checks that look back at every answer of the run.
func observedChecks() []check {
	var all []check
	for _, r := range rules() {
		all = append(all, check{chapter: r.chapter, name: r.name, clause: r.clause, run: func(t *T) {
			t.tour()
			if broken := t.suite.observed.of(r.name); len(broken) > 0 {
				t.failf("%s", strings.Join(broken, " — "))
			}
		}})
	}
	all = append(all, check{chapter: 2, name: "documented-as-answered", run: documentedAsAnswered, alone: true,
		clause: "every operation and every status it can answer"})
	return all
}

// rules lists what holds for every answer.
func rules() []rule {
	const headers = "Headers on every answer: `X-Content-Type-Options: nosniff`, `Referrer-Policy: no-referrer`, `X-Frame-Options: DENY`"
	return []rule{
		{1, "problem-type", "Every error … is `application/problem+json`", problemType},
		{1, "problem-title", "`title` is the status phrase of RFC 9110.", problemTitle},
		{1, "problem-code", "Codes: 400 `bad_json` · 401 `unauthenticated` …", problemCode},
		{1, "problem-errors-where", "`errors` with 422 and with 409 `not_unique`", errorsWhere},
		{1, "error-codes", "Codes: `required`, `blank`, `wrong_type`, …", errorCodes},
		{1, "no-leaks", "No stack trace, SQL, class or file name ever leaves the service.", noLeaks},
		{1, "never-500", "never 500", never500},
		{1, "challenge-everywhere", "401 … (with `WWW-Authenticate: Bearer`, …)", challengeEverywhere},
		{1, "allow-everywhere", "405 `method_not_allowed` (`Allow` lists every method of the path)", allowEverywhere},
		{1, "request-id-everywhere", "`X-Request-ID`: … on every answer", requestIDEverywhere},
		{1, "times-everywhere", "Times: RFC 3339 UTC with milliseconds", timesEverywhere},
		{1, "json-everywhere", "UTF-8 JSON", jsonEverywhere},
		{2, "header-nosniff", headers, fixedHeader("X-Content-Type-Options", "nosniff")},
		{2, "header-referrer", headers, fixedHeader("Referrer-Policy", "no-referrer")},
		{2, "header-frame", headers, fixedHeader("X-Frame-Options", "DENY")},
		{2, "header-no-store", "`Cache-Control: no-store` under `/api/`", noStore},
		{2, "header-no-version", "No header that tells a version.", noVersion},
	}
}

// tour asks for one answer of each kind, so that the rules have something to look at in a short run too.
func (t *T) tour() {
	t.suite.toured.Do(func() {
		c := t.user()
		e := t.first()
		made := c.make(e)
		path := itemPath(e, made.id())
		for _, path := range c.readable() {
			c.get(path)
		}
		c.get("/nowhere")
		c.get(api + "/nowhere")
		c.call(http.MethodPatch, path, nil)
		c.plain(http.MethodPost, collection(e), "{")
		c.post(collection(e), "{")
		c.post(collection(e), values{})
		c.put(path, c.payload(e), "")
		c.put(path, c.payload(e), `"7"`)
		c.get(api + "/admin/users")
		c.anon().get(api + "/users/me")
		c.anon().post(api+"/auth/register", c.t.registrationWith("email", c.email))
		c.with("Sec-Fetch-Site", "cross-site").withCookie(api+"/auth/refresh", c.cookie)
		c.delete(path)
	})
}

func isAPI(e Exchange) bool { return strings.HasPrefix(e.Request.Path, "/api/") }

// refusal is the problem in an answer that is one.
func refusal(e Exchange) (problem, bool) {
	var p problem
	if e.Response.Status < 400 || e.Request.Method == http.MethodHead {
		return p, false
	}
	return p, json.Unmarshal(e.Response.Body, &p) == nil
}

func problemType(e Exchange) error {
	if e.Response.Status < 400 || e.Response.Status == 503 && e.Request.Path == "/readyz" || e.Request.Method == http.MethodOptions {
		return nil
	}
	if kind := e.Response.Header.Get("Content-Type"); kind != "application/problem+json" &&
		kind != "application/problem+json; charset=utf-8" && kind != "application/problem+json;charset=utf-8" {
		return fmt.Errorf("Content-Type is %q, want application/problem+json", kind)
	}
	if _, ok := refusal(e); !ok && e.Request.Method != http.MethodHead {
		return errors.New("the body is not a problem")
	}
	return nil
}

// titles are the phrases of RFC 9110, and of RFC 6585 for the two that stand there.
func titles() map[int]string {
	return map[int]string{
		400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict",
		412: "Precondition Failed", 413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable Content",
		428: "Precondition Required", 429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable",
	}
}

func problemTitle(e Exchange) error {
	p, ok := refusal(e)
	if want := titles()[e.Response.Status]; ok && p.Code != "" && p.Title != want {
		return fmt.Errorf("title is %q, want %q", p.Title, want)
	}
	return nil
}

func problemCodes() map[int][]string {
	return map[int][]string{
		400: {"bad_json"}, 401: {"unauthenticated", "invalid_credentials", "invalid_token"}, 403: {"forbidden", "cross_site"},
		404: {"not_found"}, 405: {"method_not_allowed"}, 409: {"email_taken", "not_unique", "has_children", "own_account"},
		412: {"precondition_failed"}, 413: {"too_large"}, 415: {"unsupported_media_type"}, 422: {"validation_failed"},
		428: {"precondition_required"}, 429: {"rate_limited"}, 500: {"internal"}, 503: {"unavailable"},
	}
}

func problemCode(e Exchange) error {
	p, ok := refusal(e)
	if !ok || e.Request.Path == "/readyz" || e.Response.Status == 400 && e.Request.Method == http.MethodGet {
		return nil // what is wrong with the line or the headers of a request is the server's to say
	}
	if !slices.Contains(problemCodes()[e.Response.Status], p.Code) {
		return fmt.Errorf("code is %q", p.Code)
	}
	return nil
}

func errorsWhere(e Exchange) error {
	p, ok := refusal(e)
	if !ok {
		return nil
	}
	wanted := p.Code == "validation_failed" || p.Code == "not_unique"
	if wanted != (len(p.Errors) > 0) {
		return fmt.Errorf("errors has %d entries with %s", len(p.Errors), p.Code)
	}
	for _, entry := range p.Errors {
		if (entry.Pointer == nil) == (entry.Parameter == nil) || entry.Code == "" || entry.Message == "" {
			return fmt.Errorf("an entry of errors is %s, want pointer or parameter, code and message", entry.where())
		}
		if entry.Pointer != nil && *entry.Pointer != "" && !strings.HasPrefix(*entry.Pointer, "/") {
			return fmt.Errorf("the pointer %q does not begin with a slash", *entry.Pointer)
		}
	}
	return nil
}

func errorCodes(e Exchange) error {
	known := []string{
		"required", "blank", "wrong_type", "too_short", "too_long", "too_small", "too_large", "invalid_format", "not_allowed",
		"unknown_field", "not_found",
	}
	p, ok := refusal(e)
	if !ok || p.Code != "validation_failed" {
		return nil
	}
	for _, entry := range p.Errors {
		if entry.Pointer != nil && !slices.Contains(known, entry.Code) {
			return fmt.Errorf("the error at %s has code %q", entry.where(), entry.Code)
		}
	}
	return nil
}

var inside = lazily(`goroutine [0-9]+|panic:|\.go:[0-9]+|Traceback|\.py\b|\bFile "|\.java:[0-9]+|\bat [a-z]+\.[\w.$]+\(|Exception\b|` +
	`\.ts:[0-9]+|\.js:[0-9]+|node:internal|SQLSTATE|\bSELECT .* FROM\b|\bINSERT INTO\b|constraint failed|(?i:sqlite)|pq:|ERROR: |/usr/|/home/|/root/|/tmp/|` +
	`json: cannot unmarshal|invalid character '|Go struct`)

func noLeaks(e Exchange) error {
	if e.Response.Status < 400 {
		return nil
	}
	body := string(e.Response.Body)
	if found := inside().FindString(body); found != "" && !strings.Contains(string(e.Request.Body)+e.Request.Path, found) {
		return fmt.Errorf("the body tells %q", found)
	}
	return nil
}

func never500(e Exchange) error {
	if e.Response.Status == 500 || e.Response.Status > 500 && e.Check != "database-away" {
		return fmt.Errorf("a server's error, after %q", shorten(string(e.Request.Body)))
	}
	return nil
}

func challengeEverywhere(e Exchange) error {
	if e.Response.Status == 401 && !strings.HasPrefix(e.Response.Header.Get("WWW-Authenticate"), "Bearer") {
		return fmt.Errorf("WWW-Authenticate is %q, want Bearer", e.Response.Header.Get("WWW-Authenticate"))
	}
	return nil
}

func allowEverywhere(e Exchange) error {
	if e.Response.Status == 405 && e.Response.Header.Get("Allow") == "" {
		return errors.New("there is no Allow")
	}
	return nil
}

var requestID = lazily(`^[A-Za-z0-9._-]{1,64}$`)

func requestIDEverywhere(e Exchange) error {
	if got := e.Response.Header.Values("X-Request-ID"); len(got) != 1 || !requestID().MatchString(got[0]) {
		return fmt.Errorf("X-Request-ID is %q", got)
	}
	return nil
}

var timeMember = lazily(`"[a-z_]*_at":("[^"]*"|[0-9.]+)`)

func timesEverywhere(e Exchange) error {
	if !isAPI(e) || e.Response.Status >= 300 {
		return nil
	}
	for _, found := range timeMember().FindAllStringSubmatch(strings.ReplaceAll(string(e.Response.Body), `": `, `":`), -1) {
		system := strings.HasPrefix(found[0], `"created_at"`) || strings.HasPrefix(found[0], `"updated_at"`)
		if system && !timeForm().MatchString(strings.Trim(found[1], `"`)) {
			return fmt.Errorf("%s", found[0])
		}
	}
	return nil
}

func jsonEverywhere(e Exchange) error {
	if !isAPI(e) || e.Response.Status >= 300 || len(e.Response.Body) == 0 {
		return nil
	}
	if !strings.HasPrefix(e.Response.Header.Get("Content-Type"), "application/json") || !json.Valid(e.Response.Body) {
		return fmt.Errorf("want JSON, Content-Type is %q", e.Response.Header.Get("Content-Type"))
	}
	return nil
}

func fixedHeader(name, want string) func(Exchange) error {
	return func(e Exchange) error {
		if got := e.Response.Header.Values(name); len(got) != 1 || got[0] != want {
			return fmt.Errorf("%s is %q, want %q", name, got, want)
		}
		return nil
	}
}

func noStore(e Exchange) error {
	if isAPI(e) && !listHas(e.Response.Header.Get("Cache-Control"), "no-store") {
		return fmt.Errorf("Cache-Control is %q, want no-store", e.Response.Header.Get("Cache-Control"))
	}
	return nil
}

var versionText = lazily(`[0-9]+\.[0-9]+`)

func noVersion(e Exchange) error {
	for _, name := range []string{"X-Powered-By", "X-AspNet-Version", "X-Application-Context"} {
		if got := e.Response.Header.Get(name); got != "" {
			return fmt.Errorf("%s is %q", name, got)
		}
	}
	for _, name := range []string{"Server", "Via", "X-Generator"} {
		if got := e.Response.Header.Get(name); versionText().MatchString(got) {
			return fmt.Errorf("%s is %q", name, got)
		}
	}
	return nil
}

// documentedAsAnswered holds what the run has seen against the service's document.
func documentedAsAnswered(t *T) {
	t.tour()
	a, doc := t.document()
	shown := documented(doc)
	ops := contract.Operations(t.suite.target.Model)
	for operation, statuses := range t.suite.observed.answered(ops) {
		documented, ok := shown[operation]
		for _, status := range statuses {
			if ok && !shows(documented, status) {
				a.failf("%s answered %d, which the document doesn't show", operation, status)
			}
		}
	}
}
