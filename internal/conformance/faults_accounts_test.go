package conformance_test

import (
	"net/http"
	"strings"

	"github.com/scaffolio/scaffolio/internal/conformance/fake"
)

func accountFaults() []fault {
	taken := func(text string) fake.Faults { return says(201, "", answered(422), sent(text)) }
	return []fault{
		{"register", "Location", header("Location", "/users/me", on("POST", register))},
		{"register-taken", "want 409", says(201, "", answered(409), sent("CHECK-"))},
		{"register-unknown-field", "want 422", taken(`"role"`)},
		{"register-required", "no error at", swaps("/password", "/x", on("POST", register), sent("nobody"))},
		{"email-normalised", "email is", after(func(_ *http.Request, a *fake.Answer) {
			a.Body = []byte(strings.Replace(string(a.Body), `"email":"c`, `"email":"C`, 1))
		}, sent("CHECK-"))},
		{"email-refused", "want 422", taken("a@@example.com")},
		{"email-longest", "want 201", says(422, "validation_failed", sent(strings.Repeat("a", 200)), answered(201))},
		{"name-limits", "want 201", says(422, "validation_failed", sent("😀"))},
		{"name-trimmed", "name is", swaps("Ada  Lovelace", "Ada Lovelace")},
		{"password-limits", "want 422", taken("123456789\"")},
		{"password-not-email", "want 422", says(201, "", answered(422))},
		{"password-as-sent", "want 401", trimsPasswords()},
		{"login", "expires_in", swaps("900", "3600", on("POST", login))},
		{"login-email-normalised", "want 200", says(401, "invalid_credentials", sent("CHECK-"))},
		{"login-validation", "want 422", says(401, "invalid_credentials", answered(422))},
		{"login-same-refusal", "differs", after(func(_ *http.Request, a *fake.Answer) {
			a.Body = append(a.Body, []byte(strings.Repeat(" ", len(a.Asked)))...)
		}, on("POST", login), answered(401), shorterEmail())},
		{"login-disabled", "want 401", says(403, "forbidden", on("POST", login), answered(401))},
	}
}

func sessionFaults() []fault {
	cookie := func(old, text string, conditions ...when) fake.Faults {
		return after(func(_ *http.Request, a *fake.Answer) {
			if line := a.Header.Get("Set-Cookie"); line != "" {
				a.Header.Set("Set-Cookie", strings.ReplaceAll(line, old, text))
			}
		}, conditions...)
	}
	foreign := []when{answered(403), on("POST", refresh)}
	return []fault{
		{"cookie-attributes", "lacks SameSite=Strict", cookie("SameSite=Strict", "SameSite=Lax")},
		{"cookie-value", "43 characters", cookie("; Path", "AAAA; Path")},
		{"cookie-not-secure", "is Secure", cookie("; HttpOnly", "; HttpOnly; Secure")},
		{"cookie-secure-production", "not Secure", cookie("; Secure", "")},
		{"cookie-secure-https", "not Secure", cookie("; Secure", "")},
		{"sessions-apart", "want 200", inside("sessions-apart")},
		{"refresh", "want 200", says(401, "invalid_token", on("POST", refresh))},
		{"refresh-old-is-dead", "want 401", says(200, "", on("POST", refresh), answered(401))},
		{"refresh-grace", "want", inside("refresh-grace")},
		{"refresh-grace-keeps-cookie", "the other tab", header("Set-Cookie", "refresh_token=; Path=/api/v1/auth; Max-Age=0", answered(401))},
		{"refresh-copied", "is not set", inside("refresh-copied")},
		{"refresh-parallel", "want exactly 1", inside("refresh-parallel")},
		{"refresh-bad-cookie", "want 401", says(500, "internal", with("Cookie", "xxxxxx"))},
		{"logout", "want 401", inside("logout")},
		{"logout-without-cookie", "want 204", says(401, "unauthenticated", on("POST", logout))},
		{"cross-site-fetch", "want 403", deaf("Sec-Fetch-Site")},
		{"cross-site-origin", "want 403", deaf("Origin")},
		{"same-site-taken", "want 200", says(403, "cross_site", on("POST", refresh), with("Origin", "."))},
		{"cross-site-public-url", "want 403", blind("PUBLIC_URL")},
		{"cross-site-harmless", "sets the cookie", header("Set-Cookie", "refresh_token=; Path=/api/v1/auth; Max-Age=0", foreign...)},
	}
}

func selfFaults() []fault {
	return []fault{
		{"me", "names are", object(func(o map[string]any) { o["password_hash"] = "x" }, on("GET", me))},
		{"me-rename", "new name", swaps("New Name", "Ada Check", on("GET", me))},
		{"me-rename-refused", "want 422", says(200, "", answered(422), sent(`"email"`))},
		{"password-change", "want 401", letsIn()},
		{"password-change-wrong", "want 422", says(401, "invalid_credentials", on("POST", "/users/me/password"))},
		{"password-change-limits", "want 422", says(204, "", answered(422), sent("short"))},
		{"password-change-ends-sessions", "want 401", inside("password-change-ends-sessions")},
		{"account-delete", "want 204", says(200, "", on("DELETE", me))},
		{"account-delete-wrong", "want 422", says(204, "", answered(422), sent("not the right one"))},
		{"account-delete-ends-sessions", "code is", sessionsOutliveUsers()},
		{"account-delete-everything", "want 404", inside("account-delete-everything")},
	}
}

// shorterEmail is about the logins whose e-mail has an odd number at its end.
func shorterEmail() when {
	seen := map[string]bool{}
	return func(_ *http.Request, a *fake.Answer) bool {
		first := len(seen) == 0
		seen[a.Asked] = true
		return first
	}
}

// trimsPasswords takes the spaces around passwords away before they are hashed.
func trimsPasswords() fake.Faults {
	return asks(func(r *http.Request) {
		if r.Body == nil {
			return
		}
		r.Body = trimmed(r.Body)
	})
}

// sessionsOutliveUsers tells the deleted user's token apart from one that is not known.
func sessionsOutliveUsers() fake.Faults {
	return says(401, "unauthenticated", on("GET", me), answered(401))
}

func tokenFaults() []fault {
	return []fault{
		{"token-claims", "want the user's id", object(func(o map[string]any) {
			o["access_token"] = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIiwiYXVkIjoiYiIsInN1YiI6ImMiLCJzaWQiOiJkIiwiaWF0IjoxLCJleHAiOjkwMSwianRpIjoiZSJ9.x"
		}, on("POST", login))},
		{"token-under-secret", "want 200", inside("token-under-secret")},
		{"token-garbage", "want 401", says(500, "internal", with("Authorization", "a.b.c"))},
		{"token-not-in-query", "want 401", asks(func(r *http.Request) {
			if token := r.URL.Query().Get("access_token"); token != "" {
				r.Header.Set("Authorization", "Bearer "+token)
			}
		})},
		{"token-alg-none", "was taken", inside("token-alg-none")},
		{"token-other-algorithm", "was taken", inside("token-other-algorithm")},
		{"token-signature", "was taken", inside("token-signature")},
		{"token-issuer", "was taken", inside("token-issuer")},
		{"token-audience", "was taken", inside("token-audience")},
		{"token-expired", "was taken", inside("token-expired")},
		{"token-future", "was taken", inside("token-future")},
		{"token-key-games", "was taken", inside("token-key-games")},
		{"token-subject", "was taken", inside("token-subject")},
	}
}

func adminFaults() []fault {
	dashboard := on("GET", "/dashboard")
	reverse := func(o map[string]any) {
		items, _ := o["items"].([]any)
		for i, j := 0, len(items)-1; i < j; i, j = i+1, j-1 {
			items[i], items[j] = items[j], items[i]
		}
	}
	return []fault{
		{"bearer-everywhere", "want 401 or 404", says(500, "internal", on("", "^/%61pi/"))},
		{"bearer-everywhere", "want 401", says(200, "", on("DELETE", aBook), answered(401))},
		{"auth-open", "want 204", says(401, "unauthenticated", on("POST", logout))},
		{"others-get", "want 404", says(403, "forbidden", on("GET", aShelf), answered(404))},
		{"others-put", "differs", differs(on("PUT", aBook))},
		{"others-delete", "differs", differs(on("DELETE", aBook))},
		{"others-list", "somebody else's item", everybodysAdmin()},
		{"others-parent", "want 422", says(201, "", on("POST", books), answered(422))},
		{"admin-reaches-items", "want 200", says(404, "not_found", on("PUT", aBook))},
		{"admin-reaches-lists", "not in the admin's list", object(func(o map[string]any) { o["items"] = []any{} }, on("GET", `/notes\?limit=100`))},
		{"admin-keeps-owner", "owner_id is", rewrites(`"owner_id":"[^"]*"`, `"owner_id":"01890000-0000-7000-8000-000000000000"`, on("PUT", aShelf))},
		{"admin-made", "want 200", blind("ADMIN_EMAIL")},
		{"admin-not-promoted", "became", inside("admin-not-promoted")},
		{"admin-not-overwritten", "want 200", inside("admin-not-overwritten")},
		{"admin-users", "names are", object(func(o map[string]any) { o["total"] = 1 }, on("GET", adminUsers))},
		{"admin-users-newest-first", "want newest first", object(reverse, on("GET", adminUsers))},
		{"admin-users-pages", "misses accounts", object(func(o map[string]any) { o["next_cursor"] = nil }, on("GET", adminUsers))},
		{"admin-users-search", "want the one account", asks(func(r *http.Request) {
			if q := r.URL.Query(); q.Get("q") != "" {
				q.Set("q", "example")
				r.URL.RawQuery = q.Encode()
			}
		})},
		{"admin-users-parameters", "want 422", says(200, "", on("GET", `/admin/users\?limit=101`))},
		{"admin-forbidden", "want 403", says(404, "not_found", on("GET", adminUsers), answered(403))},
		{"admin-change", "want both changed", after(onlyDisabled(), on("PATCH", adminUser), sent("role"))},
		{"admin-change-refused", "want 422", says(200, "", answered(422), sent("owner"))},
		{"admin-change-unknown", "want 404", says(422, "validation_failed", on("PATCH", adminUser+"1$"))},
		{"admin-own-account", "want 409", says(200, "", answered(409))},
		{"promotion", "want 200", says(403, "forbidden", on("PATCH", adminUser))},
		{"role-change-ends-sessions", "want 401", inside("role-change-ends-sessions")},
		{"disabling-ends-sessions", "want 401", says(200, "", on("GET", me), answered(401))},
		{"enabling", "want 200", says(401, "invalid_credentials", on("POST", login), again())},
		{"dashboard-own", "scope own", swaps(`"users":null`, `"users":3`, dashboard)},
		{"dashboard-all", "scope all", swaps(`"scope":"all"`, `"scope":"own"`, dashboard)},
		{"dashboard-totals", "totals.", rewrites(`"notes":[0-9]+`, `"notes":9`, dashboard)},
		{"dashboard-days", "29 days", rewrites(`"created_per_day":\[\{[^}]*\},`, `"created_per_day":[`, dashboard)},
		{"dashboard-by", "want 0", rewrites(`"done":0,?`, "", dashboard)},
	}
}

// differs tells those that exist from those that don't: the id is in the body of a refusal.
func differs(condition when) fake.Faults {
	return after(func(r *http.Request, a *fake.Answer) {
		a.Body = []byte(strings.Replace(string(a.Body), "This can't", r.URL.Path+" can't", 1))
	}, condition, answered(404))
}

// everybodysAdmin shows one user's item to everybody.
func everybodysAdmin() fake.Faults {
	var first string
	return fake.Faults{After: func(r *http.Request, a *fake.Answer) {
		switch {
		case r.Method == http.MethodPost && a.Status == 201 && strings.HasSuffix(r.URL.Path, "/shelves") && first == "":
			first = string(a.Body)
		case r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/shelves") && first != "":
			a.Body = []byte(strings.Replace(string(a.Body), `"items":[`, `"items":[`+first, 1))
		}
	}}
}

func onlyDisabled() func(*http.Request, *fake.Answer) {
	return func(_ *http.Request, a *fake.Answer) {
		a.Body = []byte(strings.Replace(string(a.Body), `"role":"admin"`, `"role":"user"`, 1))
	}
}

// again is about the second and later answers.
func again() when {
	seen := map[string]bool{}
	return func(_ *http.Request, a *fake.Answer) bool {
		before := seen[a.Asked]
		seen[a.Asked] = true
		return before
	}
}
