package source

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/strictyaml"
)

// limits are the largest file, the deepest nesting and the most keys that Parse takes.
var limits = strictyaml.Limits{Bytes: 128 << 10, Depth: 20, Keys: 3000}

// Error is one thing wrong with a source, and where.
type Error = strictyaml.Error

// Errors are all the things wrong with a source, in the order of the file.
type Errors struct{ strictyaml.Errors }

// Parse reads a source from YAML. Its error is an Errors with everything that is wrong, each with its place in
// the file called name.
func Parse(name string, data []byte) (*Source, error) {
	r := &reader{strictyaml.Reader{File: name, Noun: "a source", Begins: "title:", Limits: limits}}
	body := r.Document(data)
	if body == nil {
		return nil, Errors{r.Errs.Sorted()}
	}
	raw := r.source(body)
	s := r.check(raw)
	if len(r.Errs) > 0 {
		return nil, Errors{r.Errs.Sorted()}
	}
	s.Text = normal(data)
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	s.Name, s.file = cmp.Or(model.Kebab(strings.TrimSuffix(base, path.Ext(base))), "source"), name
	return s, nil
}

func (r *reader) check(raw *rawSource) *Source {
	s := &Source{
		Title: r.line(raw.title, "title"), Summary: r.line(raw.summary, "summary"), Detail: strings.TrimSpace(raw.detail.Text),
		Licence: Link{r.line(raw.licence.name, "the licence's name"), r.address(raw.licence.url, "the licence's url")},
		Docs:    r.address(raw.docs, "docs"), Manners: r.prose(raw.manners, "manners"),
	}
	if len(r.Errs) == 0 {
		for _, need := range []struct {
			given bool
			what  string
		}{
			{raw.title.Given(), "title, such as Earthquakes"}, {raw.summary.Given(), "summary, one line about it"},
			{raw.licence.name.Given() && raw.licence.url.Given(), "licence with a name and a url: may its answers be shown?"},
			{raw.docs.Given(), "docs, the address where the API is described"},
			{raw.manners.Given(), "manners: how often may it be asked, and where does it say so?"},
			{raw.url.Given(), "request with a url"}, {len(raw.item.fields) > 0, "item with fields"},
		} {
			if !need.given {
				r.Fail(pos{Line: 1, Column: 1}, "a source needs %s", need.what)
			}
		}
	}
	r.interval(raw.interval, s)
	r.entries(raw, s)
	r.requestURL(raw, s)
	r.headers(raw, s)
	r.items(raw, s)
	r.checkItem(raw, s)
	return s
}

// line is any text of one line that people read.
func (r *reader) line(s scalar, what string) string {
	text := strings.TrimSpace(s.Text)
	if problem := model.LabelProblem(text); s.Given() && (problem != "" || s.Kind == strictyaml.Null) {
		r.Fail(s.Pos, "%s %s", what, cmp.Or(problem, "is empty; leave it out instead"))
	}
	return text
}

// prose is text of some lines.
func (r *reader) prose(s scalar, what string) string {
	text := strings.TrimSpace(s.Text)
	switch {
	case s.Given() && (text == "" || s.Kind == strictyaml.Null):
		r.Fail(s.Pos, "%s is empty", what)
	case utf8.RuneCountInString(text) > 2000:
		r.Fail(s.Pos, "%s has %d characters; at most 2000", what, utf8.RuneCountInString(text))
	}
	return text
}

var durationPattern = regexp.MustCompile(`^([1-9][0-9]{0,5})([smh])$`)

const (
	shortest = 10 * time.Second
	longest  = 24 * time.Hour
)

func (r *reader) interval(s scalar, into *Source) {
	into.Interval = 10 * time.Minute
	if !s.Given() {
		return
	}
	m := durationPattern.FindStringSubmatch(s.Text)
	if m == nil {
		r.Fail(s.Pos, "interval is a time such as 5m, 90s or 1h, not %.40q", s.Text)
		return
	}
	n, _ := strconv.Atoi(m[1])
	into.Interval = time.Duration(n) * map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[m[2]]
	if into.Interval < shortest || into.Interval > longest {
		r.Fail(s.Pos, "interval is %s; it is at least 10s, out of manners, and at most 24h", s.Text)
	}
}

func shortDuration(d time.Duration) string {
	switch {
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return fmt.Sprintf("%ds", d/time.Second)
}

// wholeNumber reads a number from least to most.
func (r *reader) wholeNumber(s scalar, what string, least, most int) (int, bool) {
	n, err := strconv.Atoi(s.Text)
	if err != nil || s.Kind != strictyaml.Number || n < least || n > most {
		r.Fail(s.Pos, "%s is a number from %d to %d, not %.40q", what, least, most, s.Text)
		return 0, false
	}
	return n, true
}

func (r *reader) flag(s scalar, what string) bool {
	if s.Given() && s.Kind != strictyaml.Boolean {
		r.Fail(s.Pos, "%s is true or false, not %.40q", what, s.Text)
	}
	return s.Kind == strictyaml.Boolean && strings.EqualFold(s.Text, "true")
}

// oneOf reads a word of a list, or gives the usual one.
func (r *reader) oneOf(s scalar, what, usual string, words []string) string {
	if !s.Given() {
		return usual
	}
	for _, w := range words {
		if s.Text == w {
			return w
		}
	}
	r.Fail(s.Pos, "%s is one of %s, not %.40q%s", what, strings.Join(words, ", "), s.Text, nearest.DidYouMean(s.Text, words))
	return usual
}

// normal is a file as it goes into a project: LF, one at its end, no byte order mark.
func normal(data []byte) string {
	text := strings.TrimPrefix(string(data), "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.TrimRight(text, "\n") + "\n"
}
