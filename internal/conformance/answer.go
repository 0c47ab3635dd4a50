package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// answer is a response that can be asked whether it is what the contract says; where not, the check ends.
type answer struct {
	t       *T
	request Request
	Response
}

// failf ends the check with what was asked and answered.
func (a *answer) failf(format string, args ...any) {
	a.t.failf("%s: %s %s%s answered %d%s", fmt.Sprintf(format, args...), a.request.Method, shorten(a.request.Path), a.sent(),
		a.Status, a.said())
}

func (a *answer) sent() string {
	if len(a.request.Body) == 0 {
		return ""
	}
	return " with " + shorten(fmt.Sprintf("%q", shorten(string(a.request.Body))))
}

func (a *answer) said() string {
	if len(a.Body) == 0 {
		return ""
	}
	return " " + shorten(strings.TrimSpace(string(a.Body)))
}

// is asserts that the status is one of these.
func (a *answer) is(status ...int) *answer {
	if !slices.Contains(status, a.Status) {
		a.failf("want %s", orList(status))
	}
	return a
}

func orList(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = fmt.Sprint(n)
	}
	return strings.Join(words, " or ")
}

// head asserts that a header has this value.
func (a *answer) head(name, want string) *answer {
	if got := a.Header.Values(name); len(got) != 1 || got[0] != want {
		a.failf("header %s is %q, want %q", name, got, want)
	}
	return a
}

// object is the body as a JSON object; numbers keep their digits.
func (a *answer) object() map[string]any {
	var object map[string]any
	a.decode(&object)
	if object == nil {
		a.failf("want a JSON object")
	}
	return object
}

func (a *answer) decode(into any) {
	decoder := json.NewDecoder(bytes.NewReader(a.Body))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		a.failf("the body is not the JSON that was expected: %v", err)
	}
}

// text is a member of the body that must be a string.
func (a *answer) text(name string) string {
	value, ok := a.object()[name].(string)
	if !ok {
		a.failf("%q is not a string", name)
	}
	return value
}

// problem is the body of a refusal.
type problem struct {
	answer *answer
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Code   string       `json:"code"`
	Detail string       `json:"detail"`
	Errors []fieldError `json:"errors"`
}

// fieldError is one entry of a refusal's errors.
type fieldError struct {
	Pointer   *string `json:"pointer"`
	Parameter *string `json:"parameter"`
	Code      string  `json:"code"`
	Message   string  `json:"message"`
}

// where is the place that the error names: a pointer, or "?limit" for a parameter.
func (e fieldError) where() string {
	switch {
	case e.Parameter != nil:
		return "?" + *e.Parameter
	case e.Pointer != nil:
		return *e.Pointer
	}
	return "nowhere"
}

// refuses asserts a refusal with this status and code.
func (a *answer) refuses(status int, code string) *problem {
	if a.Status != status {
		a.failf("want %d %s", status, code)
	}
	p := a.problem()
	if p.Code != code {
		a.failf("code is %q, want %q", p.Code, code)
	}
	return p
}

func (a *answer) problem() *problem {
	p := &problem{answer: a}
	a.decode(p)
	return p
}

// invalid asserts a 422 validation_failed that names these places, each with one of the codes given after an
// equals sign ("/title=required", "?limit", "/age=wrong_type|too_large").
func (a *answer) invalid(places ...string) *problem {
	p := a.refuses(422, "validation_failed")
	for _, place := range places {
		p.names(place)
	}
	return p
}

// names asserts that the errors name the place with one of the codes.
func (p *problem) names(place string) *problem {
	where, codes, _ := strings.Cut(place, "=")
	for _, e := range p.Errors {
		if e.where() == where && (codes == "" || slices.Contains(strings.Split(codes, "|"), e.Code)) {
			return p
		}
	}
	p.answer.failf("no error at %q with code %s", where, orAny(codes))
	return p
}

func orAny(codes string) string {
	if codes == "" {
		return "(any)"
	}
	return strings.ReplaceAll(codes, "|", " or ")
}

// namesOnly asserts that no other place is named.
func (p *problem) namesOnly(places ...string) *problem {
	for _, e := range p.Errors {
		if !slices.Contains(places, e.where()) {
			p.answer.failf("an error at %q, though nothing is wrong there", e.where())
		}
	}
	return p
}
