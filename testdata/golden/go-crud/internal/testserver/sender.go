package testserver

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Sender sends requests to a service, with a token and a cookie if it has them.
type Sender struct {
	t      testing.TB
	url    string
	Token  string
	Cookie *http.Cookie
}

// NewSender sends to an address.
func NewSender(t testing.TB, url string) *Sender { return &Sender{t: t, url: url} }

// Answer is what came back. Body is nil when it is not a JSON object.
type Answer struct {
	t      testing.TB
	Status int
	Header http.Header
	Cookie *http.Cookie
	Text   string
	Body   map[string]any
}

// Send sends a request. A body that is not a text is sent as JSON; headers are written "Name: value".
func (s *Sender) Send(method, target string, body any, headers ...string) *Answer {
	s.t.Helper()
	data, isText := body.(string)
	if !isText && body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			s.t.Fatal(err)
		}
		data = string(encoded)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+target, bytes.NewReader([]byte(data)))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if s.Token != "" {
		r.Header.Set("Authorization", "Bearer "+s.Token)
	}
	if s.Cookie != nil {
		r.AddCookie(s.Cookie)
	}
	for _, header := range headers {
		name, text, _ := strings.Cut(header, ": ")
		r.Header.Set(name, text)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	answer := &Answer{t: s.t, Status: response.StatusCode, Header: response.Header, Text: string(text)}
	_ = json.Unmarshal(text, &answer.Body)
	for _, cookie := range response.Cookies() {
		answer.Cookie = cookie
	}
	return answer
}

// Want fails the test unless the answer has this status, and returns the answer.
func (a *Answer) Want(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("the answer is %d, want %d: %s", a.Status, status, a.Text)
	}
	return a
}

// WantProblem fails the test unless the answer is this problem.
func (a *Answer) WantProblem(status int, code string) *Answer {
	a.t.Helper()
	a.Want(status)
	if a.Body["code"] != code || a.Header.Get("Content-Type") != "application/problem+json" {
		a.t.Fatalf("the problem is not %s: %s", code, a.Text)
	}
	return a
}

// WantInvalid fails the test unless the answer says that a place (a pointer or a parameter) is wrong.
func (a *Answer) WantInvalid(place, code string) {
	a.t.Helper()
	a.Want(http.StatusUnprocessableEntity)
	details, _ := a.Body["errors"].([]any)
	for _, detail := range details {
		d, _ := detail.(map[string]any)
		if (d["pointer"] == place || d["parameter"] == place) && d["code"] == code {
			return
		}
	}
	a.t.Fatalf("nothing says that %s is %s: %s", place, code, a.Text)
}

// Field is one text of the body.
func (a *Answer) Field(name string) string {
	text, _ := a.Body[name].(string)
	return text
}

// IDs are the ids of a page, in its order.
func (a *Answer) IDs() []string {
	a.t.Helper()
	items, ok := a.Want(http.StatusOK).Body["items"].([]any)
	if !ok {
		a.t.Fatalf("the answer is no page: %s", a.Text)
	}
	ids := []string{}
	for _, item := range items {
		id, _ := item.(map[string]any)["id"].(string)
		ids = append(ids, id)
	}
	return ids
}

// Walk follows a list from page to page and returns all ids.
func (s *Sender) Walk(target string) []string {
	s.t.Helper()
	ids, next := []string{}, target
	for next != "" {
		answer := s.Send("GET", next, nil)
		ids = append(ids, answer.IDs()...)
		next = strings.TrimPrefix(strings.TrimSuffix(answer.Header.Get("Link"), `>; rel="next"`), "<")
	}
	return ids
}
