package conformance

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func bodyChecks() []check {
	return []check{
		{chapter: 1, name: "body-almost-1-mib", clause: "Bodies: 1 MiB − 1 KiB is taken", run: bodyTaken},
		{
			chapter: 1, name: "body-2-mib", run: func(t *T) { bodyTooLarge(t, false) },
			clause: "2 MiB is not (413; the connection may be closed)",
		},
		{
			chapter: 1, name: "body-2-mib-chunked", run: func(t *T) { bodyTooLarge(t, true) },
			clause: "2 MiB is not, chunked or not (413; the connection may be closed)",
		},
		{
			chapter: 1, name: "deep-nesting", run: deepNesting,
			clause: "Nesting 100,000 deep …: 400 or 422 …, never 500",
		},
		{
			chapter: 1, name: "lone-surrogates", run: loneSurrogates,
			clause: "lone surrogates …: 400 or 422 (or U+FFFD for the two encodings), never 500",
		},
		{
			chapter: 1, name: "invalid-utf8", run: invalidUTF8,
			clause: "invalid UTF-8 …: 400 or 422 (or U+FFFD for the two encodings), never 500",
		},
		{chapter: 1, name: "not-a-number", clause: "NaN: 400 or 422", run: notANumber},
		{chapter: 1, name: "not-an-object", clause: "Not an object: 422 `wrong_type` at `\"\"`.", run: notAnObject},
		{
			chapter: 1, name: "names-exact", run: namesExact,
			clause: "Names match exactly (`Title` is an unknown field).",
		},
		{chapter: 1, name: "body-ignored", clause: "Routes that take no body ignore one.", run: bodyIgnored},
	}
}

// bodyTaken pads a good body with spaces to 1 MiB − 1 KiB, with and without Content-Length.
func bodyTaken(t *T) {
	c := t.anybody()
	e := t.first()
	for _, chunked := range []bool{false, true} {
		body := jsonBody(t, c.payload(e))
		padding := 1<<20 - 1<<10 - len(body)
		body = slices.Concat(body[:1], bytes.Repeat([]byte(" "), padding), body[1:])
		c.send(Request{
			Method: http.MethodPost, Path: collection(e), Header: jsonHeader(body), Body: body, Chunked: chunked,
		}).is(201)
	}
}

func bodyTooLarge(t *T, chunked bool) {
	c := t.anybody()
	request := t.large(chunked)
	t.tooLarge(c.dressed(request), 413).refuses(413, "too_large")
	c.alive()
	request.Path = api + "/auth/login"
	t.tooLarge(t.anon().dressed(request), 413).refuses(413, "too_large")
}

// large is a request to make an item, with a body of 2 MiB.
func (t *T) large(chunked bool) Request {
	body := []byte("{" + strings.Repeat(" ", 2<<20) + "}")
	return Request{Method: http.MethodPost, Path: collection(t.first()), Header: jsonHeader(body), Body: body, Chunked: chunked}
}

// tooLarge sends a large request until it is answered: the answer may be lost when the connection is closed while
// the body is still being sent.
func (t *T) tooLarge(request Request, status int) *answer {
	const tries = 5
	for range tries {
		if response, err := t.exchange(request); err == nil {
			return (&answer{t: t, request: request, Response: response}).is(status)
		}
	}
	t.failf("a body of 2 MiB was not answered with %d in %d tries: the connection was closed each time", status, tries)
	return nil
}

func deepNesting(t *T) {
	c := t.anybody()
	e := t.first()
	const deep = 100_000
	arrays := strings.Repeat("[", deep) + strings.Repeat("]", deep)
	objects := strings.Repeat(`{"a":`, deep) + "1" + strings.Repeat("}", deep)
	for _, body := range []string{
		arrays, objects, `{"` + e.Fields[0].Name + `":` + arrays + `}`, `{"unknown":` + objects + `}`,
		strings.Repeat("[", deep),
	} {
		c.post(collection(e), body).is(400, 422)
	}
	c.alive()
}

// textField is a string or text field of the model, for what is about text in general.
func (t *T) textField() (*model.Entity, *model.Field) {
	for _, e := range t.suite.target.Model.Entities {
		for _, f := range fields(e, ofType(model.String, model.Text)) {
			if _, high := lengths(f); high >= 20 && !f.Unique {
				return e, f
			}
		}
	}
	t.skipf("the model has no string or text of 20 code points that need not be unique")
	return nil, nil
}

// raw is a valid body whose text field holds these bytes as they are.
func (c *client) raw(e *model.Entity, f *model.Field, text string) []byte {
	const mark = "REPLACE ME"
	body := jsonBody(c.t, c.payload(e).but(f.Name, mark))
	return bytes.Replace(body, []byte(mark), []byte(text), 1)
}

// replacesOrRefuses asserts that the bytes are refused, or stored with U+FFFD in place of what is no text.
func (c *client) replacesOrRefuses(e *model.Entity, f *model.Field, text string) {
	a := c.post(collection(e), c.raw(e, f, text)).is(201, 400, 422)
	if a.Status != 201 {
		return
	}
	again := c.get(itemPath(e, a.text("id"))).is(200)
	if got := again.text(f.Name); !strings.Contains(got, "\ufffd") {
		again.failf("%q was taken as %q, want U+FFFD or a refusal", text, got)
	}
}

func loneSurrogates(t *T) {
	c := t.anybody()
	e, f := t.textField()
	for _, text := range []string{`before\ud800after`, `before\udc00after`, `\udc00\ud800 there`, `cut \uD83D`} {
		c.replacesOrRefuses(e, f, text)
	}
	c.post(collection(e), c.raw(e, f, `a pair \ud83d\ude00`)).is(201)
}

func invalidUTF8(t *T) {
	c := t.anybody()
	e, f := t.textField()
	for _, text := range []string{"before\xffafter", "cut \xc3", "long \xc0\xaf", "half \xed\xa0\x80"} {
		c.replacesOrRefuses(e, f, text)
	}
}

func notANumber(t *T) {
	c := t.anybody()
	e := t.first()
	for _, text := range []string{"NaN", "Infinity", "-Infinity", "1e999999999"} {
		body := `{"` + e.Fields[0].Name + `":` + text + `}`
		c.post(collection(e), body).is(400, 422)
	}
}

func notAnObject(t *T) {
	c := t.anybody()
	for _, body := range []string{"[]", `"text"`, "1", "null", "true", `[{"a":1}]`} {
		c.post(collection(t.first()), body).invalid("=wrong_type")
		t.anon().post(api+"/auth/login", body).invalid("=wrong_type")
	}
}

func namesExact(t *T) {
	body := t.registration()
	body["Email"] = body["email"]
	t.anon().post(api+"/auth/register", body).invalid("/Email=unknown_field")
	c := t.anybody()
	t.eachEntity(func(e *model.Entity) {
		f := e.Fields[0]
		upper := strings.ToUpper(f.Name)
		c.post(collection(e), c.payload(e).but(upper, sample(f, 1))).invalid("/" + upper + "=unknown_field")
	})
}

// bodyIgnored sends garbage to operations that take no body.
func bodyIgnored(t *T) {
	c := t.user()
	e := t.first()
	id := c.make(e).id()
	for _, kind := range []string{"application/json", "text/plain"} {
		header := http.Header{"Content-Type": {kind}}
		c.send(Request{Method: http.MethodGet, Path: itemPath(e, id), Header: header, Body: []byte("{")}).is(200)
	}
	c.call(http.MethodDelete, itemPath(e, id), "{").is(204)
	bare := *c
	bare.token = ""
	bare.with("Cookie", cookieName+"="+c.cookie).post(api+"/auth/logout", "{").is(204)
}
