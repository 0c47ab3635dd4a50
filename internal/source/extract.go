package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// Rejected is an item that can't be stored.
type Rejected struct {
	Entry  int
	Index  int     // which item of the answer, from 0
	Key    *string // nil when that is what's wrong
	Errors []FieldError
}

// FieldError is what is wrong with a field, or with "key" or "version".
type FieldError struct {
	Field string
	Code  Code
}

// AnswerError says that a whole answer is not what the source says it is.
type AnswerError struct{ Text string }

func (e *AnswerError) Error() string { return e.Text }

// Extract makes records of what the API answered at a time, in the order of the answers. Of records with one
// key, Latest keeps the newest.
func (s *Source) Extract(answers []Answer, fetched time.Time) (records []*Record, rejected []Rejected, err error) {
	for _, a := range answers {
		root, err := decode(a.Body)
		if err != nil {
			return nil, nil, err
		}
		items, err := s.rawItems(root)
		if err != nil {
			return nil, nil, err
		}
		for i, one := range items {
			rec, errs := s.record(place{one.value, root, one.name, a.Entry}, fetched)
			if len(errs) == 0 {
				records = append(records, rec)
				continue
			}
			bad := Rejected{Entry: a.Entry, Index: i, Errors: errs}
			if rec.Key != "" {
				bad.Key = &rec.Key
			}
			rejected = append(rejected, bad)
		}
	}
	return records, rejected, nil
}

// decode reads one JSON document and nothing behind it.
func decode(body []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, &AnswerError{"the answer is not JSON: " + err.Error()}
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, &AnswerError{"there is something behind the JSON document"}
	}
	return v, nil
}

type rawOne struct {
	name  string // of the member, in a map
	value any
}

// rawItems finds the items in an answer.
func (s *Source) rawItems(root any) ([]rawOne, error) {
	at := s.At.Lookup(root)
	missing := func(what string) error {
		return &AnswerError{fmt.Sprintf("the answer has no %s at %s", what, s.At)}
	}
	switch s.Shape {
	case List:
		list, ok := at.([]any)
		if !ok {
			return nil, missing("list")
		}
		out := make([]rawOne, len(list))
		for i, v := range list {
			out[i].value = v
		}
		return out, nil
	case Single:
		if at == nil {
			return nil, missing("item")
		}
		return []rawOne{{value: at}}, nil
	}
	object, ok := at.(map[string]any)
	if !ok {
		return nil, missing("object")
	}
	if s.Shape == Columns {
		return s.rows(object)
	}
	out := []rawOne{}
	for _, name := range sortedNames(object) {
		out = append(out, rawOne{name, object[name]})
	}
	return out, nil
}

// rows turns columns into items: as many as the longest column has values. A shorter one has null in the rest.
func (s *Source) rows(columns map[string]any) ([]rawOne, error) {
	n := -1
	names := s.Columns()
	for _, name := range names {
		if list, ok := columns[name].([]any); ok {
			n = max(n, len(list))
		}
	}
	if n < 0 {
		return nil, &AnswerError{fmt.Sprintf("the answer has none of the columns %s at %s", strings.Join(names, ", "), s.At)}
	}
	out := make([]rawOne, n)
	for i := range out {
		row := map[string]any{}
		for _, name := range names {
			if list, ok := columns[name].([]any); ok && i < len(list) {
				row[name] = list[i]
			}
		}
		out[i].value = row
	}
	return out, nil
}

// Columns are the names of the columns that the source reads, in the order of the file.
func (s *Source) Columns() []string {
	var names []string
	add := func(from Origin, p Path) {
		if s.Shape == Columns && from == FromItem && len(p) > 0 && !slices.Contains(names, p[0].Name) {
			names = append(names, p[0].Name)
		}
	}
	for _, f := range s.Item.Fields {
		add(f.From, f.Path)
	}
	for _, p := range s.Item.Key {
		add(p.From, p.Path)
	}
	add(s.Item.Version.From, s.Item.Version.Path)
	return names
}

func sortedNames(object map[string]any) []string {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// place is where the values of one item can be found.
type place struct {
	item, answer any
	name         string
	entry        int
}

func (p place) at(from Origin, path Path) any {
	switch from {
	case FromAnswer:
		return path.Lookup(p.answer)
	case FromName:
		return p.name
	}
	return path.Lookup(p.item)
}

// record makes one record; all that is wrong with it is told at once, in the order fields, key, version.
func (s *Source) record(in place, fetched time.Time) (*Record, []FieldError) {
	rec := &Record{fields: s.Item.Fields, Values: make([]any, len(s.Item.Fields))}
	var errs []FieldError
	for i, f := range s.Item.Fields {
		var code Code
		switch f.From {
		case FromField:
			continue
		case FromEntry:
			rec.Values[i] = f.EntryValue(in.entry)
		default:
			rec.Values[i], code = f.value(in.at(f.From, f.Path))
		}
		if code != "" {
			errs = append(errs, FieldError{f.Name, code})
		}
	}
	for i, f := range s.Item.Fields {
		if f.IsBand() {
			rec.Values[i] = f.band(rec.Value(f.Of.Name))
		}
	}
	key, code := s.key(rec, in)
	if code != "" && !s.keyFieldIn(errs) {
		errs = append(errs, FieldError{"key", code})
	}
	rec.Key = key
	if rec.Version, code = s.version(in, fetched); code != "" {
		errs = append(errs, FieldError{"version", code})
	}
	if len(errs) == 0 {
		rec.Time = timeOf(rec.Value(s.Item.Time.Name))
	}
	return rec, errs
}

func timeOf(v any) time.Time {
	text, _ := v.(string)
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t
	}
	t, _ := time.Parse(time.RFC3339, text)
	return t.UTC()
}

// key joins the key's parts with ~. A part of a field is the field's value as it is answered, without colons; a
// part of a value of the API is a text or a whole number.
func (s *Source) key(rec *Record, in place) (string, Code) {
	var parts []string
	for _, p := range s.Item.Key {
		text, code := "", Code("")
		switch {
		case p.Field != nil:
			text = strings.ReplaceAll(fmt.Sprint(rec.Value(p.Field.Name)), ":", "")
			if rec.Value(p.Field.Name) == nil {
				code = Required
			}
		case p.From == FromEntry:
			if text, code = "", Required; in.entry >= 0 && in.entry < len(s.Request.Entries) {
				text, code = s.Request.Entries[in.entry].Value(p.Entry), ""
			}
		default:
			text, code = keyText(in.at(p.From, p.Path))
		}
		if code == "" && len(s.Item.Key) > 1 && !keyPattern.MatchString(text) {
			code = InvalidFormat
		}
		if code != "" {
			return "", code
		}
		parts = append(parts, text)
	}
	key := strings.Join(parts, "~")
	if !wholeKey.MatchString(key) || key == "." || key == ".." { // those two mean folders in an address
		return "", InvalidFormat
	}
	return key, ""
}

// keyFieldIn tells whether a field of the key has been found wrong: that says enough about the key.
func (s *Source) keyFieldIn(errs []FieldError) bool {
	return slices.ContainsFunc(errs, func(e FieldError) bool {
		return slices.ContainsFunc(s.Item.Key, func(p *Part) bool { return p.Field != nil && p.Field.Name == e.Field })
	})
}

func keyText(v any) (string, Code) {
	switch v := v.(type) {
	case nil:
		return "", Required
	case string:
		return v, ""
	case json.Number:
		n, code := number(v, AsNumber)
		if code != "" || n != math.Trunc(n) || math.Abs(n) > maxWhole {
			return "", WrongType
		}
		return strconv.FormatInt(int64(n), 10), ""
	}
	return "", WrongType
}

func (s *Source) version(in place, fetched time.Time) (int64, Code) {
	v := s.Item.Version
	if v.Fetched {
		return fetched.UnixMilli(), ""
	}
	at := in.at(v.From, v.Path)
	if at == nil {
		return 0, Required
	}
	if v.Form != AsNumber && v.Form != AsText {
		return instant(at, v.Form)
	}
	whole := &Field{Field: &model.Field{Type: model.Integer}, Form: v.Form, Needed: true}
	n, code := whole.value(at)
	if code != "" {
		return 0, code
	}
	return n.(int64), ""
}
