package conformance_test

import (
	"net/http"
	"strings"

	"github.com/scaffolio/scaffolio/internal/conformance/fake"
)

func operationFaults() []fault {
	reflects := func(r *http.Request, a *fake.Answer) {
		a.Header.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	}
	metrics := on("GET", "/metrics")
	document := on("GET", "/openapi.json")
	return []fault{
		{"livez", "want", swaps("ok", "alive", on("GET", "/livez"))},
		{"readyz", "want 200", says(204, "", on("GET", "/readyz"))},
		{"page-policy", "Content-Security-Policy", header("Content-Security-Policy", "default-src *", on("GET", "/docs"))},
		{"https-only", "Strict-Transport-Security", header("Strict-Transport-Security", "")},
		{"compressed-or-not", "Content-Encoding", header("Content-Encoding", "gzip", on("GET", "/openapi.json"))},
		{"openapi-valid", "not valid", swaps(`"description"`, `"descriptions"`, document)},
		{"openapi-operations", "lacks GET /api/v1/books", swaps(`"/api/v1/books"`, `"/books"`, document)},
		{"openapi-statuses", "can answer 428", swaps(`"428"`, `"427"`, document)},
		{"docs-page", "openapi.json", swaps("openapi.json", "openapi", on("GET", "/docs"))},
		{"docs-own-files", "outside host", swaps("/app.js", "https://cdn.example.com/app.js", on("GET", "/docs"))},
		{"metrics-counter", "no label status", swaps("status=", "code=", metrics)},
		{"metrics-histogram", "http_request_duration_seconds_bucket", swaps("_bucket", "", metrics)},
		{"metrics-route-pattern", "instead of a pattern", after(countsPaths())},
		{"metrics-unknown-paths", "route of its own", swaps(`"unknown"`, `"/first-unknown-path"`, metrics)},
		{"metrics-token", "want 401", says(200, "", metrics, answered(401))},
		{"metrics-production", "want 404", says(200, "", metrics)},
		{"cors-off", "Access-Control-Allow-Origin", after(reflects)},
		{"cors-allowed", "Access-Control-Allow-Origin", header("Access-Control-Allow-Origin", "", answered(401))},
		{"cors-preflight", "lacks PUT", header("Access-Control-Allow-Methods", "GET, POST", on("OPTIONS", ""))},
		{"cors-exact", "Access-Control-Allow-Origin", after(reflects, with("Origin", `\.evil\.example$`))},
		{"cors-headers-not-reflected", "came back", after(func(r *http.Request, a *fake.Answer) {
			a.Header.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
		})},
		{"cors-no-credentials", "Access-Control-Allow-Credentials", header("Access-Control-Allow-Credentials", "true")},
		{"cors-vary", "Vary", header("Vary", "")},
	}
}

// countsPaths makes the metrics tell the path of the last item that was made in place of the pattern.
func countsPaths() func(*http.Request, *fake.Answer) {
	last := ""
	return func(r *http.Request, a *fake.Answer) {
		switch {
		case r.Method == http.MethodPost && r.URL.Path == "/api/v1/shelves":
			last = a.Header.Get("Location")
		case r.URL.Path == "/metrics":
			a.Body = []byte(strings.ReplaceAll(string(a.Body), "/api/v1/shelves/{id}", last))
		}
	}
}

func limitFaults() []fault {
	limited := answered(429)
	return []fault{
		{"rate-limit", "before the first 429", blind("RATE_LIMIT_PER_MINUTE")},
		{"rate-limit-retry-after", "Retry-After", header("Retry-After", "soon", limited)},
		{"rate-limit-default", "of 800", fake.Faults{Env: func(env map[string]string) {
			if _, set := env["RATE_LIMIT_PER_MINUTE"]; !set {
				env["RATE_LIMIT_PER_MINUTE"] = "0"
			}
		}}},
		{"rate-limit-off", "answered with 429", variable("RATE_LIMIT_PER_MINUTE", always("300"))},
		{"rate-limit-exempt", "want 200", says(429, "rate_limited", on("GET", "/metrics"))},
		{"rate-limit-before-401", "want 429", says(401, "unauthenticated", limited, on("GET", "/users/me"))},
		{"forwarded-untrusted", "no proxy is trusted", trustsAll()},
		{"forwarded-trusted", "behind a trusted proxy", deaf("X-Forwarded-For")},
		{"forwarded-from-right", "on the left", asks(func(r *http.Request) {
			first, _, _ := strings.Cut(r.Header.Get("X-Forwarded-For"), ",")
			r.Header.Set("X-Forwarded-For", first)
		})},
		{"login-limit", "before the first 429", variable("LOGIN_RATE_LIMIT_PER_MINUTE", always("0"))},
		{"login-limit-default", "want 10", fake.Faults{Env: func(env map[string]string) {
			if _, set := env["LOGIN_RATE_LIMIT_PER_MINUTE"]; !set {
				env["LOGIN_RATE_LIMIT_PER_MINUTE"] = "20"
			}
		}}},
		{"order-422-before-login-429", "want 422", says(429, "rate_limited", on("POST", login), answered(422))},
	}
}

func settingFaults() []fault {
	return []fault{
		{"config-errors-at-once", "does not name", logs(func(line string) string {
			first, _, _ := strings.Cut(line, ";")
			return first
		})},
		{"config-nearly-good", "exit code 2", inside("config-nearly-good")},
		{"secret-missing", "still running", fake.Faults{Env: func(env map[string]string) {
			if env["JWT_SECRET"] == "" {
				env["JWT_SECRET"] = "0123456789012345678901234567890123456789"
			}
		}}},
		{"secret-short", "still running", variable("JWT_SECRET", func(s string) string { return s + "0" })},
		{"secret-sample", "still running", variable("JWT_SECRET", func(s string) string { return strings.Replace(s, "change", "chance", 1) })},
		{"dotenv", "want 401", blind(".env")},
		{"dotenv-environment-wins", "want 401", variable("METRICS_TOKEN", always("told-by-the-file"))},
		{"dotenv-production", "still running", fake.Faults{Env: func(env map[string]string) {
			if _, secret, ok := strings.Cut(env[".env"], "JWT_SECRET="); ok {
				env["JWT_SECRET"] = strings.TrimSpace(secret)
			}
		}}},
		{"secret-kept", "want 200", says(401, "invalid_token", on("GET", me))},
		{"listens-development", "true, want false", fake.Faults{Env: func(env map[string]string) {
			if env["ADMIN_EMAIL"] == "" {
				env["APP_ENV"], env["JWT_SECRET"] = "production", "0123456789012345678901234567890123456789"
			}
		}}},
		{"listens-default", "true, want false", fake.Faults{Env: listensEverywhere}},
		{"listens-production", "false, want true", variable("APP_ENV", always("development"))},
		{"config-errors-at-once", "goroutine 1", inside("config-errors-at-once")},
	}
}

func programFaults() []fault {
	return []fault{
		{"logs-json", "not a JSON object", logs(func(line string) string { return "INFO " + line })},
		{"logs-for-people", "JSON lines", logs(func(line string) string { return `{"message":"` + line + `"}` })},
		{"logs-request-line", "duration_ms", logs(func(line string) string { return strings.ReplaceAll(line, "duration_ms", "took") })},
		{"logs-user-id", "user_id", logs(func(line string) string { return strings.ReplaceAll(line, "user_id", "who") })},
		{"logs-no-secrets", "holds the password", logs(func(line string) string { return line + " correct horse battery" })},
		{"start-line", "to open", logs(func(line string) string { return strings.ReplaceAll(line, "http://", "") })},
		{"port-taken", "doesn't name the port", logs(func(string) string { return "listen failed" })},
		{"two-at-once", "want 200", says(404, "not_found", on("GET", aShelf))},
		{"sigterm", "exit code 143", inside("sigterm")},
		{"sigint", "still running", inside("sigint")},
		{"sigterm-in-flight", "in flight", inside("sigterm-in-flight")},
		{"sigterm-drain-limit", "want to see it wait", inside("sigterm-drain-limit")},
		{"data-kept", "want 200", says(404, "not_found", on("GET", aBook))},
		{"database-unreachable", "still running", variable("DATABASE_URL", always("sqlite:///x"))},
		{"database-spellings", "DATABASE_URL", variable("DATABASE_URL", func(s string) string { return strings.Replace(s, "postgresql", "pg", 1) })},
		{"database-away", "want 503", says(500, "internal", answered(503))},
		{"login-same-time", "tells who has an account", inside("login-same-time")},
		{"hashing-does-not-block", "only", inside("hashing-does-not-block")},
	}
}

func trustsAll() fake.Faults {
	return fake.Faults{Env: func(env map[string]string) { env["TRUSTED_PROXIES"] = "127.0.0.0/8" }}
}

// listensEverywhere starts as in production where nothing says development.
func listensEverywhere(env map[string]string) {
	if env["APP_ENV"] == "" {
		env["APP_ENV"], env["JWT_SECRET"] = "production", "0123456789012345678901234567890123456789"
	}
}
