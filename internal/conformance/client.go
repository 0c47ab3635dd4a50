package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/contract"
)

// api is the path under which the API lives.
const api = contract.Prefix

// site is one instance of the service, as a check sees it.
type site struct {
	t    *T
	base string
}

// client speaks to a site, as somebody or as nobody.
type client struct {
	site
	header                    http.Header // sent with every request
	token                     string      // access token, "" for nobody
	cookie                    string      // value of the refresh cookie
	id, email, password, name string
	parents                   map[string]string // one parent's id for each entity
}

// anon is a client without an account.
func (s site) anon() *client {
	return &client{site: s, header: http.Header{}, parents: map[string]string{}}
}

// with is the same client with one more header on every request.
func (c *client) with(name, value string) *client {
	twin := *c
	twin.header = c.header.Clone()
	twin.header.Set(name, value)
	return &twin
}

func (c *client) get(path string) *answer    { return c.call(http.MethodGet, path, nil) }
func (c *client) delete(path string) *answer { return c.call(http.MethodDelete, path, nil) }

func (c *client) post(path string, body any) *answer {
	return c.call(http.MethodPost, path, body)
}

func (c *client) patch(path string, body any) *answer {
	return c.call(http.MethodPatch, path, body)
}

// put replaces an item; no If-Match is sent when it is "".
func (c *client) put(path string, body any, ifMatch string) *answer {
	if ifMatch != "" {
		c = c.with("If-Match", ifMatch)
	}
	return c.call(http.MethodPut, path, body)
}

// call sends a body: nil for none, text or bytes as they are, anything else as JSON.
func (c *client) call(method, path string, body any) *answer {
	return c.send(Request{Method: method, Path: path, Header: jsonHeader(body), Body: jsonBody(c.t, body)})
}

func jsonHeader(body any) http.Header {
	header := http.Header{}
	if body != nil {
		header.Set("Content-Type", "application/json")
	}
	return header
}

func jsonBody(t *T, body any) []byte {
	switch body := body.(type) {
	case nil:
		return nil
	case string:
		return []byte(body)
	case []byte:
		return body
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		t.failf("the suite could not write its own request: %v", err)
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}

// send sends the request with the client's own headers and reads the answer to its end. At somebody else's
// instance it waits when it is told to slow down.
func (c *client) send(r Request) *answer {
	r = c.dressed(r)
	for tries := 0; ; tries++ {
		response, err := c.exchange(r)
		if err != nil {
			c.t.failf("%s %s: no answer: %v", r.Method, shorten(r.Path), plainError(err))
		}
		pause, slowDown := c.slowDown(response)
		if !slowDown || tries == 5 {
			return &answer{t: c.t, request: r, Response: response}
		}
		c.t.wait(pause)
	}
}

// slowDown tells how long a polite client waits before it asks again.
func (c *client) slowDown(r Response) (time.Duration, bool) {
	if !c.t.suite.polite || r.Status != http.StatusTooManyRequests {
		return 0, false
	}
	seconds, err := strconv.Atoi(r.Header.Get("Retry-After"))
	if err != nil || seconds < 1 || seconds > 60 {
		seconds = 5
	}
	return time.Duration(seconds) * time.Second, true
}

// dressed is the request with what the client always sends.
func (c *client) dressed(r Request) Request {
	header := c.header.Clone()
	if c.token != "" {
		header.Set("Authorization", "Bearer "+c.token)
	}
	for name, values := range r.Header {
		header[name] = values
	}
	r.Header = header
	return r
}

// exchange sends one request and shows it to the observer and the recorder.
func (s site) exchange(r Request) (Response, error) {
	req, err := s.request(r)
	if err != nil {
		return Response{}, err
	}
	began := time.Now()
	res, err := s.t.suite.http.Do(req)
	if err != nil {
		return Response{}, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return Response{}, err
	}
	response := Response{Status: res.StatusCode, Header: res.Header, Body: body, Took: time.Since(began)}
	e := Exchange{Check: s.t.check.name, BaseURL: s.base, Request: r, Response: response}
	s.t.suite.observed.see(e)
	if s.t.suite.target.Record != nil {
		s.t.suite.target.Record(e)
	}
	return response, nil
}

func (s site) request(r Request) (*http.Request, error) {
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	if r.Chunked {
		body = struct{ io.Reader }{body} // hides its length
	}
	req, err := http.NewRequestWithContext(s.t.ctx, r.Method, s.base+r.Path, body)
	if err != nil {
		return nil, err
	}
	for name, values := range r.Header {
		req.Header[name] = values
	}
	if host := r.Header.Get("Host"); host != "" {
		req.Host = host
		req.Header.Del("Host")
	}
	if r.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", "scaffolio-conformance")
	}
	return req, nil
}

// plainError leaves the method and address out of a client's error: the message has them already.
func plainError(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil || !strings.Contains(err.Error(), "http://") && !strings.Contains(err.Error(), "https://") {
			return err
		}
		err = inner
	}
}

func shorten(text string) string {
	const most = 200
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
