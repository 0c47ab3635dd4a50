// Package fake is a service in memory that keeps the contract for any model, made to be broken: the tests of the
// conformance suite break one clause at a time and see that the suite notices.
package fake

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/scaffolio/scaffolio/internal/contract"
	"github.com/scaffolio/scaffolio/internal/model"
)

// Faults breaks a service. The zero value breaks nothing.
type Faults struct {
	// Before changes a request before the service sees it.
	Before func(*http.Request)
	// After changes an answer before it is sent.
	After func(*http.Request, *Answer)
	// Model changes the model that the service was made from.
	Model func(*model.Model)
	// Env changes the environment that a program sees.
	Env func(map[string]string)
	// Line changes a line of the log; "" leaves it out.
	Line func(string) string
	// Inside names a fault that only the service itself can have.
	Inside string
}

// Answer is what the service is about to send.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Asked  string // the body of the request, as far as the service read it
}

// server answers the requests of one program.
type server struct {
	settings settings
	key      string // signs access tokens
	model    *model.Model
	ops      []contract.Operation
	data     *Data
	faults   Faults
	patience Patience
	log      *log
	limits   *limits
	logins   *limits
	metrics  *metrics
	stopping atomic.Bool
	hashes   atomic.Int64 // passwords being hashed
}

// Patience holds the waits of the contract, shortened.
type Patience struct {
	Grace, Tries, Drain, Hash time.Duration
}

// is tells whether the service has this fault inside.
func (s *server) is(fault string) bool { return s.faults.Inside == fault }

// call is one request on its way through the service.
type call struct {
	*server
	request *http.Request
	header  http.Header // of the answer
	route   string
	id      string // in the path
	user    *user
	asked   string
	body    map[string]any
}

// ServeHTTP answers a request, and tells the log and the metrics about it.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	if s.faults.Before != nil {
		s.faults.Before(r)
	}
	for s.is("hashing-does-not-block") && r.Method == http.MethodGet && s.hashes.Load() > 0 {
		time.Sleep(time.Millisecond)
	}
	c := &call{server: s, request: r, header: http.Header{}}
	requestID := s.requestID(r)
	c.commonHeaders(requestID)
	a := c.answer()
	if s.stopping.Load() && s.is("sigterm-in-flight") {
		cutOff(w)
		return
	}
	for name, values := range c.header {
		if _, set := a.Header[name]; !set {
			a.Header[name] = values
		}
	}
	a.Asked = c.asked
	if s.faults.After != nil {
		s.faults.After(r, &a)
	}
	s.metrics.count(r.Method, c.route, a.Status, time.Since(began))
	s.log.request(c, requestID, a.Status, time.Since(began))
	for name, values := range a.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.Body)
	}
}

// cutOff closes the connection without an answer.
func cutOff(w http.ResponseWriter) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		return
	}
	if connection, _, err := hijacker.Hijack(); err == nil {
		_ = connection.Close()
	}
}

var goodRequestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

func (s *server) requestID(r *http.Request) string {
	if id := r.Header.Get("X-Request-ID"); goodRequestID.MatchString(id) {
		return id
	}
	return rand.Text()
}

func (c *call) commonHeaders(requestID string) {
	c.header.Set("X-Request-ID", requestID)
	c.header.Set("X-Content-Type-Options", "nosniff")
	c.header.Set("Referrer-Policy", "no-referrer")
	c.header.Set("X-Frame-Options", "DENY")
	if strings.HasPrefix(c.request.URL.Path, "/api/") {
		c.header.Set("Cache-Control", "no-store")
	}
	if strings.HasPrefix(c.settings.publicURL, "https://") {
		c.header.Set("Strict-Transport-Security", "max-age=31536000")
	}
	c.crossOrigin()
}

func (c *call) crossOrigin() {
	if len(c.settings.origins) == 0 {
		return
	}
	c.header.Add("Vary", "Origin")
	if origin := c.request.Header.Get("Origin"); slices.Contains(c.settings.origins, origin) {
		c.header.Set("Access-Control-Allow-Origin", origin)
		if c.request.Method == http.MethodOptions {
			c.header.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
			c.header.Set("Access-Control-Allow-Headers", "authorization, content-type, if-match, x-request-id")
		}
	}
}

// answer goes through the refusals in the contract's order.
func (c *call) answer() Answer {
	path := c.request.URL.EscapedPath()
	if !slices.Contains([]string{"/livez", "/readyz", "/metrics"}, path) {
		if wait, ok := c.limits.take(c.address(), c.settings.rate); !ok {
			return c.tooMany(wait)
		}
	}
	if c.request.Method == http.MethodOptions && c.settings.origins != nil {
		return c.empty(http.StatusNoContent)
	}
	op, methods := c.find(path)
	if c.route = op.Path; len(methods) == 0 {
		c.route = "unknown"
	}
	if p := c.identify(path, op); p != nil {
		return *p
	}
	if len(methods) == 0 {
		return c.refuse(404, "not_found")
	}
	if op.Method == "" {
		c.header.Set("Allow", strings.Join(methods, ", "))
		return c.refuse(405, "method_not_allowed")
	}
	if op.Auth == contract.Admin && c.user.role != "admin" {
		return c.refuse(403, "forbidden")
	}
	if op.Body {
		if p := c.readBody(); p != nil {
			return *p
		}
	}
	return c.handle(op)
}

// find is the operation of the request and the methods of its path; the operation has no method when the path
// has none of that kind.
func (c *call) find(path string) (contract.Operation, []string) {
	method := c.request.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	var found contract.Operation
	var methods []string
	for _, op := range c.ops {
		id, ok := match(op.Path, path)
		if !ok {
			continue
		}
		methods = append(methods, op.Method)
		if found.Path == "" {
			found.Path, found.Auth = op.Path, op.Auth
		}
		if op.Method == method {
			found, c.id = op, id
		}
	}
	return found, methods
}

func match(pattern, path string) (id string, ok bool) {
	before, _, parameter := strings.Cut(pattern, "{id}")
	if !parameter {
		return "", pattern == path
	}
	id, ok = strings.CutPrefix(path, before)
	return id, ok && id != "" && !strings.Contains(id, "/")
}

// identify finds out who asks, where somebody has to.
func (c *call) identify(path string, op contract.Operation) *Answer {
	if !strings.HasPrefix(path, "/api/") || op.Auth == contract.Open || op.Auth == contract.Cookie {
		return nil
	}
	if c.data.down.Load() {
		a := c.refuse(503, "unavailable")
		return &a
	}
	token, ok := strings.CutPrefix(c.request.Header.Get("Authorization"), "Bearer ")
	if !ok || token == "" {
		a := c.challenge("unauthenticated")
		return &a
	}
	c.user = c.bearer(token)
	if c.user == nil {
		a := c.challenge("invalid_token")
		return &a
	}
	return nil
}

func (c *call) challenge(code string) Answer {
	c.header.Set("WWW-Authenticate", "Bearer")
	return c.refuse(401, code)
}

// readBody reads a JSON object into the call.
func (c *call) readBody() *Answer {
	refuse := func(status int, code string, errors ...fieldError) *Answer {
		a := c.refuse(status, code, errors...)
		return &a
	}
	kind, _, _ := strings.Cut(c.request.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "application/json") {
		return refuse(415, "unsupported_media_type")
	}
	const most = 1 << 20
	text, err := io.ReadAll(io.LimitReader(c.request.Body, most+1))
	if err != nil || len(text) > most {
		return refuse(413, "too_large")
	}
	c.asked = string(text)
	decoder := json.NewDecoder(strings.NewReader(c.asked))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return refuse(400, "bad_json")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return refuse(400, "bad_json")
	}
	object, ok := value.(map[string]any)
	if !ok {
		return refuse(422, "validation_failed", fieldError{Pointer: new(string), Code: "wrong_type"})
	}
	c.body = object
	return nil
}

// fieldError is one entry of a refusal's errors.
type fieldError struct {
	Pointer   *string `json:"pointer,omitempty"`
	Parameter *string `json:"parameter,omitempty"`
	Code      string  `json:"code"`
	Message   string  `json:"message"`
}

func at(name, code string) fieldError {
	pointer := "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	return fieldError{Pointer: &pointer, Code: code}
}

func parameter(name string) fieldError { return fieldError{Parameter: &name, Code: "invalid_format"} }

// titles are the phrases of RFC 9110 and RFC 6585.
func title(status int) string {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return "Content Too Large"
	case http.StatusUnprocessableEntity:
		return "Unprocessable Content"
	}
	return http.StatusText(status)
}

func (c *call) refuse(status int, code string, errors ...fieldError) Answer {
	problem := map[string]any{
		"type": "about:blank", "title": title(status), "status": status, "code": code, "detail": "This can't be done.",
	}
	for i := range errors {
		errors[i].Message = "This value is not right."
	}
	if len(errors) > 0 {
		problem["errors"] = errors
	}
	a := c.json(status, problem)
	a.Header.Set("Content-Type", "application/problem+json")
	return a
}

func (c *call) invalid(errors []fieldError) Answer {
	return c.refuse(422, "validation_failed", errors...)
}

func (c *call) json(status int, value any) Answer {
	text, err := json.Marshal(value)
	if err != nil {
		return c.refuse(500, "internal")
	}
	return Answer{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: text}
}

func (c *call) empty(status int) Answer { return Answer{Status: status, Header: http.Header{}} }

func (c *call) tooMany(wait time.Duration) Answer {
	c.header.Set("Retry-After", fmt.Sprint(int(wait.Seconds())+1))
	return c.refuse(429, "rate_limited")
}
