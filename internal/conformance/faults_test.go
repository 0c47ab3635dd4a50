package conformance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/conformance/fake"
	"github.com/scaffolio/scaffolio/internal/model"
)

// fault is one way to break the contract: the check that must notice, and words of the reason it must give.
type fault struct {
	check, reason string
	fake.Faults
}

// when tells whether an answer is one that a fault is about.
type when func(*http.Request, *fake.Answer) bool

// on is about the requests of a method (any when empty) whose path and query match.
func on(method, pattern string) when {
	form := regexp.MustCompile(pattern)
	return func(r *http.Request, _ *fake.Answer) bool {
		return (method == "" || r.Method == method) && form.MatchString(r.URL.RequestURI())
	}
}

// answered is about the answers with this status.
func answered(status int) when {
	return func(_ *http.Request, a *fake.Answer) bool { return a.Status == status }
}

// sent is about the requests with this text in their body.
func sent(text string) when {
	return func(_ *http.Request, a *fake.Answer) bool { return strings.Contains(a.Asked, text) }
}

// with is about the requests with a header that matches.
func with(name, pattern string) when {
	form := regexp.MustCompile(pattern)
	return func(r *http.Request, _ *fake.Answer) bool {
		return r.Header[name] != nil && form.MatchString(r.Header.Get(name))
	}
}

// after changes the answers that all of the conditions are about.
func after(change func(*http.Request, *fake.Answer), conditions ...when) fake.Faults {
	var one sync.Mutex // conditions may remember what they have seen
	return fake.Faults{After: func(r *http.Request, a *fake.Answer) {
		one.Lock()
		defer one.Unlock()
		for _, holds := range conditions {
			if !holds(r, a) {
				return
			}
		}
		change(r, a)
	}}
}

// says answers with this status and code instead; an empty code leaves the body as it was.
func says(status int, code string, conditions ...when) fake.Faults {
	return after(func(_ *http.Request, a *fake.Answer) {
		a.Status = status
		if code != "" {
			a.Body = fmt.Appendf(nil, `{"type":"about:blank","title":%q,"status":%d,"code":%q,"detail":"No."}`, http.StatusText(status), status, code)
		}
	}, conditions...)
}

// letsIn answers a refused login as if it had been taken.
func letsIn() fake.Faults {
	return after(func(_ *http.Request, a *fake.Answer) {
		a.Status, a.Body = 200, []byte(`{"access_token":"x","token_type":"Bearer","expires_in":900}`)
	}, on("POST", login), answered(401))
}

// header answers with another value of a header, or without it.
func header(name, value string, conditions ...when) fake.Faults {
	return after(func(_ *http.Request, a *fake.Answer) {
		a.Header = a.Header.Clone()
		a.Header.Del(name)
		if value != "" {
			a.Header.Set(name, value)
		}
	}, conditions...)
}

// swaps writes one text of the answers' bodies as another.
func swaps(old, text string, conditions ...when) fake.Faults {
	return after(func(_ *http.Request, a *fake.Answer) {
		a.Body = []byte(strings.ReplaceAll(string(a.Body), old, text))
	}, conditions...)
}

// rewrites changes what matches in the answers' bodies.
func rewrites(pattern, text string, conditions ...when) fake.Faults {
	form := regexp.MustCompile(pattern)
	return after(func(_ *http.Request, a *fake.Answer) { a.Body = form.ReplaceAll(a.Body, []byte(text)) }, conditions...)
}

// object changes the answers' JSON objects.
func object(change func(map[string]any), conditions ...when) fake.Faults {
	return after(func(_ *http.Request, a *fake.Answer) {
		var o map[string]any
		if json.Unmarshal(a.Body, &o) == nil {
			change(o)
			a.Body, _ = json.Marshal(o)
		}
	}, conditions...)
}

// asks changes the requests before the service sees them.
func asks(change func(*http.Request)) fake.Faults { return fake.Faults{Before: change} }

// deaf makes the service not see a header.
func deaf(name string) fake.Faults { return asks(func(r *http.Request) { r.Header.Del(name) }) }

// inside is a fault within the service.
func inside(name string) fake.Faults { return fake.Faults{Inside: name} }

// field makes the service from a model with another field.
func field(name string, change func(*model.Field)) fake.Faults {
	return fake.Faults{Model: func(m *model.Model) {
		for _, e := range m.Entities {
			for _, f := range e.Fields {
				if f.Name == name {
					change(f)
				}
			}
		}
	}}
}

// variable makes the program see another value of a variable, where it is set.
func variable(name string, change func(string) string) fake.Faults {
	return fake.Faults{Env: func(env map[string]string) {
		if value, ok := env[name]; ok {
			env[name] = change(value)
		}
	}}
}

func always(value string) func(string) string { return func(string) string { return value } }

// blind makes the program not see a variable.
func blind(name string) fake.Faults {
	return fake.Faults{Env: func(env map[string]string) { delete(env, name) }}
}

// logs changes the lines of the log.
func logs(change func(string) string) fake.Faults { return fake.Faults{Line: change} }

func allFaults() []fault {
	return slices.Concat(
		messageFaults(), orderFaults(), operationFaults(), limitFaults(), settingFaults(), programFaults(),
		accountFaults(), sessionFaults(), selfFaults(), tokenFaults(), adminFaults(),
		listFaults(), filterFaults(), itemFaults(), valueFaults(), numberFaults(), formatFaults(), pageFaults(), observedFaults(),
	)
}

func TestEveryCheckIsSeenToFail(t *testing.T) {
	tried := map[string]bool{}
	for _, f := range allFaults() {
		tried[f.check] = true
		t.Run(f.check, func(t *testing.T) {
			t.Parallel()
			var hash time.Duration
			switch f.check {
			case "login-same-time":
				hash = 4 * time.Millisecond
			case "hashing-does-not-block":
				hash = 20 * time.Millisecond // long enough for all logins to arrive during the first hash
			}
			target := newBench(t, f.Faults, hash).target(t)
			target.Only = []string{f.check}
			report := run(t, target)
			if len(report.Results) != 1 {
				t.Fatalf("there is no check of this name")
			}
			if r := report.Results[0]; r.Status != conformance.Fail || !strings.Contains(r.Detail, f.reason) {
				t.Errorf("%s: %s\nwant it to fail with: %s", r.Status, r.Detail, f.reason)
			}
		})
	}
	for _, name := range conformance.Names() {
		if !tried[name] {
			t.Errorf("no fault shows that %s can fail", name)
		}
	}
}

func TestARunCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := conformance.Run(ctx, newBench(t, fake.Faults{}, 0).target(t), conformance.ReporterFunc(func(conformance.Result) {}))
	if err == nil {
		t.Error("a cancelled run ends without an error")
	}
}
