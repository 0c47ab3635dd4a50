package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/strictyaml"
)

// MaxSample is the largest file with a sample.
const MaxSample = 1 << 20

// maxTold is how many bad items of a sample are told.
const maxTold = 10

// AddSample takes the content of a sample file: one answer of the API as it was recorded, or one for each
// entry in their order, one behind the other. It is checked against the source: each item has to be good, and
// each place that the source reads has to be there. The error is an Errors, of the sample and of the source.
func (s *Source) AddSample(name string, data []byte) error {
	r := &strictyaml.Reader{File: name}
	answers := s.readSample(r, data)
	if len(r.Errs) > 0 {
		return Errors{r.Errs}
	}
	records, rejected, err := s.Extract(answers, time.UnixMilli(0))
	switch {
	case err != nil:
		r.Fail(pos{}, "%s (%s)", err, s.file)
	case len(records)+len(rejected) == 0:
		r.Fail(pos{}, "this sample has no items; record an answer that has some")
	default:
		s.tellRejected(r, rejected)
		if len(records) > 0 {
			s.tellUnread(r, answers)
		}
	}
	if len(r.Errs) > 0 {
		return Errors{r.Errs}
	}
	s.Sample = answers
	return nil
}

// readSample splits a file into answers.
func (s *Source) readSample(r *strictyaml.Reader, data []byte) []Answer {
	switch {
	case len(data) > MaxSample:
		r.Fail(pos{}, "this sample has %d KiB; at most %d (some 50 items are plenty)", len(data)>>10, MaxSample>>10)
		return nil
	case !utf8.Valid(data):
		r.Fail(pos{}, "this sample is not UTF-8 text")
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	entries := max(1, len(s.Request.Entries))
	dec := json.NewDecoder(bytes.NewReader(data))
	var bodies [][]byte
	for {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.Fail(placeOf(data, err, dec.InputOffset()), "this is not JSON: %s", strings.TrimPrefix(err.Error(), "json: "))
			return nil
		}
		bodies = append(bodies, bytes.TrimSpace(raw))
	}
	switch n := len(bodies); {
	case n == 0:
		r.Fail(pos{}, "this sample is empty")
		return nil
	case n > 1 && n != entries:
		r.Fail(pos{}, "this sample has %d answers; one is wanted%s", n, perEntry(s))
		return nil
	}
	answers := make([]Answer, entries)
	for i := range answers {
		answers[i] = Answer{Entry: i, Body: bodies[min(i, len(bodies)-1)]}
	}
	if len(s.Request.Entries) == 0 {
		answers[0].Entry = -1
	}
	return answers
}

func perEntry(s *Source) string {
	if n := len(s.Request.Entries); n > 1 {
		return fmt.Sprintf(", or %d, one for each entry", n)
	}
	return ""
}

// placeOf is the line and the column where a JSON decoder stopped.
func placeOf(data []byte, err error, offset int64) pos {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		offset = int64(len(data))
	case errors.As(err, &syntax) && syntax.Offset > 0:
		offset = syntax.Offset - 1
	}
	before := data[:min(max(offset, 0), int64(len(data)))]
	line := bytes.Count(before, []byte("\n"))
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return pos{Line: line + 1, Column: column + 1}
}

func (s *Source) tellRejected(r *strictyaml.Reader, rejected []Rejected) {
	for i, bad := range rejected {
		if i == maxTold {
			r.Fail(pos{}, "and %d more items", len(rejected)-maxTold)
			return
		}
		where := fmt.Sprintf("item %d", bad.Index+1)
		if bad.Entry > 0 {
			where += fmt.Sprintf(" of answer %d", bad.Entry+1)
		}
		if bad.Key != nil {
			where += fmt.Sprintf(" (key %.60s)", *bad.Key)
		}
		var what []string
		for _, e := range bad.Errors {
			what = append(what, e.Field+" "+s.explain(e))
		}
		r.Fail(pos{}, "%s would be refused: %s", where, strings.Join(what, "; "))
	}
}

// explain says a code in words.
func (s *Source) explain(e FieldError) string {
	f := s.Item.Field(e.Field)
	switch e.Code {
	case Required:
		return "has no value"
	case WrongType:
		if f != nil {
			return fmt.Sprintf("is not written as %s", f.Form)
		}
		return "is of another type"
	case TooLong, TooLarge:
		if f != nil && f.Max != "" {
			return "is over max " + f.Max
		}
		return "is too large"
	case TooShort, TooSmall:
		if f != nil && f.Min != "" {
			return "is under min " + f.Min
		}
		return "is too small"
	case NotAllowed:
		return "has a value that is not in the list"
	}
	if e.Field == "key" {
		return "has other characters than letters, digits and . _ ~ -, or more than 128"
	}
	return "has not the form of its type"
}

// tellUnread finds fields that no item has anything for: most likely their path is wrong.
func (s *Source) tellUnread(r *strictyaml.Reader, answers []Answer) {
	for _, f := range s.Item.Fields {
		if f.From != FromItem && f.From != FromAnswer {
			continue
		}
		read, names := s.reads(f, answers)
		if read {
			continue
		}
		hint := nearest.DidYouMean(f.Path.String(), names)
		r.Errs = append(r.Errs, &Error{File: s.file, Line: f.at.Line, Column: f.at.Column,
			Text: fmt.Sprintf("no item of the sample %s has anything at %s%s", r.File, f.Path, hint)})
	}
}

// reads tells whether any item has a member at the field's path, be it null, and what paths there are.
func (s *Source) reads(f *Field, answers []Answer) (read bool, names []string) {
	for _, a := range answers {
		root, err := decode(a.Body)
		if err != nil {
			continue
		}
		items, err := s.rawItems(root)
		if err != nil {
			continue
		}
		for _, one := range items {
			in := one.value
			if f.From == FromAnswer {
				in = root
			}
			if has(f.Path, in) {
				return true, nil
			}
			if len(names) == 0 {
				names = pathsIn(in, "", 3)
			}
		}
	}
	return false, names
}

func has(p Path, v any) bool {
	for i, step := range p {
		v2 := Path{step}.Lookup(v)
		if object, ok := v.(map[string]any); ok && !step.IsIndex {
			if _, there := object[step.Name]; there && (i == len(p)-1 || v2 == nil) {
				return true
			}
		}
		if v2 == nil {
			return false
		}
		v = v2
	}
	return v != nil
}

// pathsIn are the paths to the single values in an object, as a user would write them.
func pathsIn(v any, prefix string, depth int) []string {
	object, ok := v.(map[string]any)
	if !ok || depth == 0 {
		return nil
	}
	var out []string
	for _, name := range sortedNames(object) {
		if !goodName(name) {
			continue
		}
		path := Path{{Name: name}}.String()
		if prefix != "" && !strings.HasPrefix(path, "[") {
			path = "." + path
		}
		if inner := pathsIn(object[name], prefix+path, depth-1); inner != nil {
			out = append(out, inner...)
		} else {
			out = append(out, prefix+path)
		}
	}
	return out
}
