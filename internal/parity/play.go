package parity

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Answer is what a service said to one request, in a form in which equal answers are equal texts.
type Answer struct {
	Request Request
	Sent    string // the first line, as it was sent
	Got     string // the status, and the code of a problem: what Request.Want is compared with
	Text    string
}

// player sends scripts to one service, and keeps what later requests need of its answers.
type player struct {
	address string
	vars    map[string]string
}

// Play sends all requests of the scripts to the service at an address, such as 127.0.0.1:8080. The error is about
// the scripts or ctx; what goes wrong with a request is its answer.
func Play(ctx context.Context, address string, scripts []Script) ([]Answer, error) {
	p := &player{address: address, vars: map[string]string{"host": address, "nothing": ""}}
	var answers []Answer
	for _, script := range scripts {
		for _, request := range script.Requests {
			answers = append(answers, p.play(ctx, request))
			if err := ctx.Err(); err != nil {
				return answers, err
			}
		}
	}
	return answers, nil
}

func (p *player) play(ctx context.Context, r Request) Answer {
	a := Answer{Request: r, Sent: r.Method + " " + shorten(r.Target)}
	filled, err := p.dress(r)
	if err != nil {
		a.Got, a.Text = "not sent", "not sent: "+err.Error()
		return a
	}
	var got reply
	for range max(r.Again, 1) {
		if got, err = send(ctx, p.address, filled); err != nil || got.summary() == r.Want {
			break
		}
	}
	if err != nil {
		a.Got, a.Text = "no answer", "no answer: "+strings.ReplaceAll(err.Error(), p.address, "the service")
		return a
	}
	a.Got = got.summary()
	a.Text = p.masked(filled, got)
	for _, c := range r.Captures {
		value, ok := got.find(c.From)
		if ok {
			p.vars[c.Name] = value
		} else {
			a.Text += "\nthere is no " + c.From
		}
	}
	return a
}

// dress fills in the braces and adds what goes without saying: the actor's token and the type of a body.
func (p *player) dress(r Request) (Request, error) {
	var err error
	fill := func(text string) string {
		filled, problem := p.fill(text)
		if problem != nil {
			err = problem
		}
		return filled
	}
	dressed := Request{Where: r.Where, Method: r.Method, Target: fill(r.Target), Body: fill(r.Body)}
	for _, h := range r.Header {
		if h.Value != "(none)" {
			dressed.Header = append(dressed.Header, Header{h.Name, fill(h.Value)})
		}
	}
	if r.Actor != "" && !r.has("Authorization") {
		dressed.Header = append(dressed.Header, Header{"Authorization", fill("Bearer {{" + r.Actor + "}}")})
	}
	if dressed.Body != "" && !r.has("Content-Type") {
		dressed.Header = append(dressed.Header, Header{"Content-Type", "application/json"})
	}
	return dressed, err
}

// summary is the status, and the code of a problem.
func (r reply) summary() string {
	var problem struct{ Code string }
	if r.status >= 400 && json.Unmarshal(r.body, &problem) == nil && problem.Code != "" {
		return fmt.Sprintf("%d %s", r.status, problem.Code)
	}
	return fmt.Sprint(r.status)
}

// find is a part of the answer: /items/0/id of the body, cookie:name, or a header.
func (r reply) find(from string) (string, bool) {
	if name, ok := strings.CutPrefix(from, "cookie:"); ok {
		for _, cookie := range (&http.Response{Header: r.header}).Cookies() {
			if cookie.Name == name {
				return cookie.Value, true
			}
		}
		return "", false
	}
	if !strings.HasPrefix(from, "/") {
		return r.header.Get(from), r.header.Get(from) != ""
	}
	var at any
	if json.Unmarshal(r.body, &at) != nil {
		return "", false
	}
	for _, step := range strings.Split(from[1:], "/") {
		switch value := at.(type) {
		case map[string]any:
			at = value[step]
		case []any:
			var n int
			if _, err := fmt.Sscan(step, &n); err != nil || n >= len(value) {
				return "", false
			}
			at = value[n]
		default:
			return "", false
		}
	}
	text, ok := at.(string)
	return text, ok
}

func shorten(text string) string {
	const most = 160
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
