package conformance

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

func logChecks() []check {
	logs := func(name, clause string, run func(*T)) check {
		return check{chapter: 2, name: name, clause: clause, needs: needsStart, run: run}
	}
	return []check{
		logs("logs-json", "Logs on stdout: in production one JSON object a line", logsJSON),
		logs("logs-for-people", "in development lines for people", logsForPeople),
		logs("logs-request-line", "One line per request: method, route, status, duration_ms, request_id", logsRequestLine),
		logs("logs-user-id", "user_id when known", logsUserID),
		logs("logs-no-secrets", "Never a password, token, cookie or `Authorization`.", logsNoSecrets),
		logs("start-line", "Start: one line with the address to open.", startLine),
	}
}

// logged is the lines that an instance has written, as far as they are JSON objects.
func (r running) logged() []map[string]any {
	var lines []map[string]any
	for line := range strings.Lines(r.Logs()) {
		var object map[string]any
		if json.Unmarshal([]byte(line), &object) == nil {
			lines = append(lines, object)
		}
	}
	return lines
}

// requestLine is the log line of the request with this id; it may come a moment after the answer.
func (r running) requestLine(id string) map[string]any {
	var found map[string]any
	held := r.t.eventually(3*time.Second, func() bool {
		for _, line := range r.logged() {
			if line["request_id"] == id && line["status"] != nil {
				found = line
				return true
			}
		}
		return false
	})
	if !held {
		r.t.failf("no log line has request_id %q and a status", id)
	}
	return found
}

func logsJSON(t *T) {
	r := t.shared("production", production())
	r.anon().get("/livez").is(200)
	r.anon().post(api+"/auth/login", "{").is(400)
	for line := range strings.Lines(r.Logs()) {
		var object map[string]any
		if strings.TrimSpace(line) != "" && json.Unmarshal([]byte(line), &object) != nil {
			t.failf("the log line %q is not a JSON object", shorten(strings.TrimSpace(line)))
		}
	}
	if len(r.logged()) == 0 {
		t.failf("nothing was logged on standard output")
	}
}

func logsForPeople(t *T) {
	r := t.development()
	r.anon().get(api + "/users/me").is(401)
	if !t.eventually(3*time.Second, func() bool { return strings.Contains(r.Logs(), api+"/users/me") }) {
		t.failf("the request is not in the log")
	}
	if lines := r.logged(); len(lines) > 0 {
		t.failf("in development the log has JSON lines, such as %v", lines[0])
	}
}

func logsRequestLine(t *T) {
	r := t.shared("production", production())
	path := itemPath(t.first(), nobody)
	r.anon().with("X-Request-ID", "find-me-in-the-log").get(path).is(401)
	line := r.requestLine("find-me-in-the-log")
	route, _ := line["route"].(string)
	if line["method"] != "GET" || line["status"] != 401.0 || !strings.HasPrefix(route, collection(t.first())) {
		t.failf("the request's log line is %v, want method GET, status 401 and the route", line)
	}
	if strings.Contains(route, nobody) {
		t.failf("the log's route %q is not the pattern", route)
	}
	if took, ok := line["duration_ms"].(float64); !ok || took < 0 {
		t.failf("duration_ms is %v, want a number", line["duration_ms"])
	}
}

func logsUserID(t *T) {
	r := t.shared("production", production())
	c := r.user()
	c.with("X-Request-ID", "somebody-asks").get(api + "/users/me").is(200)
	if got := r.requestLine("somebody-asks")["user_id"]; got != c.id {
		t.failf("user_id in the log is %v, want %s", got, c.id)
	}
}

// logsNoSecrets uses every secret there is, in good and bad requests, and looks for them in the log.
func logsNoSecrets(t *T) {
	for name, r := range map[string]running{
		"production": t.shared("production", production()), "development": t.development(),
		"debug": t.shared("debug", env("LOG_LEVEL", "debug")),
	} {
		c := r.user()
		first := c.cookie
		c.refresh().is(200)
		c.patch(api+"/users/me", values{"password": "a-password-in-a-bad-place"}).is(422)
		c.post(api+"/auth/register", `{"password":"a-password-in-bad-json"`).is(400)
		c.get(collection(t.first()) + "?access_token=" + c.token).is(422)
		t.eachEntity(func(e *model.Entity) { c.get(collection(e)).is(200) })
		t.wait(100 * time.Millisecond)
		for what, secret := range map[string]string{
			"the password": c.password, "the access token": c.token, "the refresh secret": strings.TrimPrefix(c.cookie, sessionID(c.cookie)),
			"the old refresh secret": strings.TrimPrefix(first, sessionID(first)), "JWT_SECRET": goodSecret,
			"a password in a bad place": "a-password-in-a-bad-place", "a password in bad JSON": "a-password-in-bad-json",
		} {
			if strings.Contains(r.said(), secret) {
				t.failf("the log (%s) holds %s", name, what)
			}
		}
	}
}

func startLine(t *T) {
	for name, r := range map[string]running{"production": t.shared("production", production()), "development": t.development()} {
		// A program may answer a moment before it says so.
		if !t.eventually(5*time.Second, func() bool {
			return strings.Contains(r.said(), "http://") && strings.Contains(r.said(), ":"+r.port())
		}) {
			t.failf("in %s the program's start says no address with port %s to open", name, r.port())
		}
	}
}
