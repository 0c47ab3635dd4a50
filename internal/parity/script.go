// Package parity sends one recorded set of requests to several services that keep the same contract, and shows
// where their answers differ. What must differ, such as ids and times, is masked first.
package parity

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Script is one file of requests, which are sent in their order.
type Script struct {
	Name     string
	Env      map[string]string // what the service is started with, besides the usual
	Requests []Request
}

// Request is one request, and what is wanted of its answer. Braces in it are filled in when it is sent.
type Request struct {
	Where    string // file:line
	Name     string
	Actor    string // whose access token is sent; "" nobody's
	Method   string
	Target   string
	Header   []Header
	Body     string
	Want     string // "422 validation_failed": the status, and the code of a problem
	Captures []Capture
	Again    int // how often it is sent at most, until the answer is the wanted one
}

// Header is one line of a head.
type Header struct{ Name, Value string }

// Capture keeps a part of the answer for later requests: /id of the body, a header by its name, or a cookie.
type Capture struct{ Name, From string }

// each is where the rows of a request go.
const each = "{{each}}"

// Load reads all scripts of a folder, in the order of their names.
func Load(fsys fs.FS) ([]Script, error) {
	names, err := fs.Glob(fsys, "*.http")
	if err != nil {
		return nil, err
	}
	var scripts []Script
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		script, err := parse(name, string(data))
		if err != nil {
			return nil, err
		}
		scripts = append(scripts, script)
	}
	return scripts, nil
}

// ByEnv groups scripts that can share an instance of the service, in the order of the first of each.
func ByEnv(scripts []Script) [][]Script {
	var groups [][]Script
	for _, script := range scripts {
		at := slices.IndexFunc(groups, func(g []Script) bool { return maps.Equal(g[0].Env, script.Env) })
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], script)
	}
	return groups
}

// parse reads a script. README.md of the folder says how one is written.
func parse(name, text string) (Script, error) {
	s := Script{Name: path.Base(name), Env: map[string]string{}}
	var block []string
	begin := 0
	var problems []error
	flush := func() {
		if begin == 0 {
			problems = append(problems, s.head(block))
		} else {
			problems = append(problems, s.block(begin, block))
		}
		block = nil
	}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if strings.HasPrefix(line, "###") {
			flush()
			begin = i + 1
		}
		block = append(block, line)
	}
	flush()
	return s, errors.Join(problems...)
}

// head reads what stands above the first request: the environment.
func (s *Script) head(lines []string) error {
	for i, line := range lines {
		setting, found := strings.CutPrefix(line, "env ")
		name, value, ok := strings.Cut(setting, "=")
		switch {
		case found && ok:
			s.Env[name] = value
		case line != "" && !strings.HasPrefix(line, "#"):
			return fmt.Errorf("%s:%d: %q is neither a comment nor env NAME=value", s.Name, i+1, line)
		}
	}
	return nil
}

// block reads one request, or several that differ in what their rows say.
func (s *Script) block(begin int, lines []string) error {
	r := Request{Where: fmt.Sprintf("%s:%d", s.Name, begin), Name: strings.TrimSpace(strings.TrimLeft(lines[0], "#"))}
	refuse := func(offset int, what string) error {
		return fmt.Errorf("%s:%d: %s", s.Name, begin+offset, what)
	}
	inBody := false
	var body []string
	var rows []Request
	for i, line := range lines[1:] {
		switch {
		case strings.HasPrefix(line, "| "):
			row, ok := asRow(line)
			if !ok {
				return refuse(i+1, "a row is: | text => status code")
			}
			row.Where = fmt.Sprintf("%s:%d", s.Name, begin+i+1)
			rows = append(rows, row)
		case strings.HasPrefix(line, "=> "):
			r.Want, inBody = strings.TrimSpace(line[3:]), false
		case r.Want != "":
			if !r.capture(line) {
				return refuse(i+1, "after the answer only name = /pointer, Header or cookie:name may stand")
			}
		case inBody:
			body = append(body, line)
		case r.Method == "" && (line == "" || strings.HasPrefix(line, "# ")):
		case r.Method == "":
			if !r.first(line) {
				return refuse(i+1, "a request begins with @actor METHOD /target")
			}
		case line == "":
			inBody = true
		default:
			name, value, ok := strings.Cut(line, ":")
			if !ok {
				return refuse(i+1, "a header is: Name: value")
			}
			r.header(name, strings.TrimPrefix(value, " "))
		}
	}
	r.Body = strings.Trim(strings.Join(body, "\n"), "\n")
	if r.Method == "" || (r.Want == "") == (len(rows) == 0) {
		return refuse(0, "a request has a first line, and either => status or rows")
	}
	s.add(r, rows)
	return nil
}

// first reads the first line: @ada GET /path
func (r *Request) first(line string) bool {
	if actor, ok := strings.CutPrefix(line, "@"); ok {
		r.Actor, line, _ = strings.Cut(actor, " ")
	}
	r.Method, r.Target, _ = strings.Cut(line, " ")
	return line == each || r.Target != "" && (r.Method == each || strings.ToUpper(r.Method) == r.Method)
}

// header adds a header. Again is none: it says how often to send the request at most.
func (r *Request) header(name, value string) {
	if name == "Again" {
		r.Again, _ = strconv.Atoi(value)
		return
	}
	r.Header = append(r.Header, Header{name, value})
}

func (r *Request) capture(line string) bool {
	if line == "" || strings.HasPrefix(line, "# ") {
		return true
	}
	name, from, ok := strings.Cut(line, " = ")
	r.Captures = append(r.Captures, Capture{name, from})
	return ok
}

// asRow reads a row: what stands in place of {{each}}, and what is wanted then.
func asRow(line string) (Request, bool) {
	at := strings.LastIndex(line, "=> ")
	if at < 0 {
		return Request{}, false
	}
	return Request{Name: strings.TrimSpace(line[1:at]), Want: strings.TrimSpace(line[at+3:])}, true
}

// add adds a request, once for each row.
func (s *Script) add(r Request, rows []Request) {
	if len(rows) == 0 {
		s.Requests = append(s.Requests, r)
		return
	}
	for _, row := range rows {
		one := r
		fill := func(text string) string { return strings.ReplaceAll(text, each, row.Name) }
		one.Where, one.Want, one.Name = row.Where, row.Want, r.Name+" ["+row.Name+"]"
		one.Method, one.Target, one.Body = fill(r.Method), fill(r.Target), fill(r.Body)
		if r.Target == "" { // the row has both
			one.Method, one.Target, _ = strings.Cut(row.Name, " ")
		}
		one.Header = slices.Clone(r.Header)
		for i := range one.Header {
			one.Header[i].Value = fill(one.Header[i].Value)
		}
		s.Requests = append(s.Requests, one)
	}
}
