package parity

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// story uses most of what a script can have.
const story = `# A comment.
env A=b

### make a book
POST /books

{"title": "{{repeat 2 x}}"}
=> 201
book = /id
me = /access_token
cookie = cookie:refresh_token

### read it
@me GET /books/{{book}}
Cookie: refresh_token={{cookie}}
=> 200

### a list
GET /books?limit={{each}}

| 1 => 200
| 0 => 422 validation_failed
`

// change is what makes one service differ from another.
type change struct {
	status                    int
	header                    [2]string
	title, code, message, cut string
	id                        byte
}

// service answers story, differently from others where change says so.
func service(t *testing.T, c change) string {
	t.Helper()
	id := fmt.Sprintf("01920000-0000-7000-8000-00000000000%c", c.id)
	send := func(w http.ResponseWriter, status int, kind, body string) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("X-Request-ID", "request-"+string(c.id))
		if c.header[0] != "" {
			w.Header().Set(c.header[0], c.header[1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /books", func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "refresh_token", Value: id + "." + strings.Repeat(string(c.id), 43), HttpOnly: true})
		w.Header().Set("Location", "/books/"+id)
		body := fmt.Sprintf(`{"id": %q, "title": %q, "created_at": "2026-01-01T00:00:0%c.000Z", "access_token": "t%c"}`, id, "xx"+c.title, c.id, c.id)
		send(w, http.StatusCreated, "application/json", strings.ReplaceAll(body, "t"+string(c.id)+`"`, `same"`))
	})
	mux.HandleFunc("GET /books/{id}", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") != id || r.Header.Get("Authorization") != "Bearer same" || !strings.Contains(r.Header.Get("Cookie"), id) {
			send(w, http.StatusForbidden, "text/plain", "not what was captured")
			return
		}
		send(w, http.StatusOK, "application/json", fmt.Sprintf(`{"id": %q, "n": 1%s}`, id, c.cut))
	})
	mux.HandleFunc("GET /books", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("limit") == "1" {
			send(w, http.StatusOK, "application/json", `[]`)
			return
		}
		send(w, http.StatusUnprocessableEntity+c.status, "application/problem+json", fmt.Sprintf(
			`{"code": "validation_failed", "detail": "Words %c.", "errors": [{"parameter": "b", "code": "x", "message": "m%s"}, {"parameter": "a", "code": "y%s", "message": "m"}]}`,
			c.id, c.message, c.code))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// compare plays story to a service and to one that differs.
func compare(t *testing.T, c change) []Difference {
	t.Helper()
	scripts, err := Load(fstest.MapFS{"story.http": {Data: []byte(story)}})
	if err != nil {
		t.Fatal(err)
	}
	var all []Played
	for _, one := range []struct {
		name string
		change
	}{{"first", change{id: '1'}}, {"second", c}, {"third", change{id: '3'}}} {
		answers, err := Play(context.Background(), service(t, one.change), scripts)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, Played{one.name, answers})
	}
	return Compare(all)
}

func TestServicesThatDoTheSame(t *testing.T) {
	for _, d := range compare(t, change{id: '2'}) {
		t.Error(d.Text)
	}
}

func TestEveryDifferenceIsSeen(t *testing.T) {
	for name, test := range map[string]struct {
		change
		requests int
		tells    string
	}{
		"a status":              {change{status: 1}, 1, "second: 423 validation_failed"},
		"one header":            {change{header: [2]string{"X-Powered-By", "Something/1.2"}}, 4, "+X-Powered-By: Something/1.2"},
		"a header's value":      {change{header: [2]string{"X-Request-ID", "not one!"}}, 4, "+X-Request-Id: not one!"},
		"one field":             {change{title: "y"}, 1, `+  "title": "xxy"`},
		"one field more":        {change{cut: `, "m": null`}, 1, `+  "m": null`},
		"a number's look":       {change{cut: `.0`}, 1, `+  "n": 1.0`},
		"an error's code":       {change{code: "z"}, 1, `+      "code": "yz"`},
		"no more JSON":          {change{cut: `,`}, 1, "not JSON"},
		"words, which are free": {change{message: " and more"}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			test.id = '2'
			found := compare(t, test.change)
			if len(found) != test.requests {
				t.Fatalf("%d requests differ, want %d: %v", len(found), test.requests, found)
			}
			for _, d := range found {
				if !strings.Contains(d.Text, test.tells) || !strings.Contains(d.Text, d.Request.Where) || strings.Contains(d.Text, "third") {
					t.Errorf("it doesn't tell %q:\n%s", test.tells, d.Text)
				}
			}
		})
	}
}

// An answer that all services give alike is wrong all the same when the script wants another.
func TestTheScriptIsHeardToo(t *testing.T) {
	scripts, err := Load(fstest.MapFS{"story.http": {Data: []byte("### a list\nGET /books?limit=1\n=> 404 not_found\n")}})
	if err != nil {
		t.Fatal(err)
	}
	answers, err := Play(t.Context(), service(t, change{id: '1'}), scripts)
	if err != nil {
		t.Fatal(err)
	}
	found := Compare([]Played{{"one", answers}, {"two", answers}})
	if len(found) != 1 || !strings.Contains(found[0].Text, "one answers 200, and the script wants 404 not_found") {
		t.Errorf("%v", found)
	}
}

func TestNobodyIsThere(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	scripts := []Script{{Requests: []Request{{Method: "GET", Target: "/"}, {Method: "GET", Target: "/{{what}}"}}}}
	answers, err := Play(t.Context(), strings.TrimPrefix(server.URL, "http://"), scripts)
	if err != nil || answers[0].Got != "no answer" || answers[1].Got != "not sent" {
		t.Errorf("%v, %v", answers, err)
	}
}

func TestBadScripts(t *testing.T) {
	for text, tells := range map[string]string{
		"what\n":                      "s.http:1: \"what\" is neither",
		"### a\nGET /\n":              "s.http:1: a request has",
		"### a\nget /\n=> 200\n":      "s.http:2: a request begins",
		"### a\nGET /\nx\n=> 200\n":   "s.http:3: a header is",
		"### a\nGET /\n\n| 200\n":     "s.http:4: a row is",
		"### a\nGET /\n=> 200\nx=y\n": "s.http:4: after the answer",
	} {
		if _, err := parse("s.http", text); err == nil || !strings.Contains(err.Error(), tells) {
			t.Errorf("%q: %v, want %s", text, err, tells)
		}
	}
}

// What is sent to services is what the contract says: every code of a refusal is there.
func TestTheRecordedSet(t *testing.T) {
	scripts, err := Load(os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	count, wanted := 0, map[string]bool{}
	for _, script := range scripts {
		count += len(script.Requests)
		for _, r := range script.Requests {
			wanted[r.Want] = true
		}
	}
	if count < 1000 {
		t.Errorf("only %d requests", count)
	}
	for _, code := range []string{
		"400 bad_json", "401 unauthenticated", "401 invalid_credentials", "401 invalid_token", "403 forbidden", "403 cross_site",
		"404 not_found", "405 method_not_allowed", "409 email_taken", "409 not_unique", "409 has_children", "409 own_account",
		"412 precondition_failed", "413 too_large", "415 unsupported_media_type", "422 validation_failed", "428 precondition_required",
		"429 rate_limited",
	} {
		if !wanted[code] {
			t.Errorf("no request wants %s", code)
		}
	}
}
