package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// Answer is what the API answered to a request.
type Answer struct {
	Entry int // which entry was asked for; -1 without entries
	Body  []byte
}

// Recording is an answer in a sample.
type Recording struct {
	Name  string // of a file: that of the source, or of the entry that was asked for
	Text  string
	Entry int // of the first request that is answered so; -1 without entries
}

// Recordings are the different answers in the source's sample.
func (s *Source) Recordings() []*Recording {
	var out []*Recording
	seen := map[string]bool{}
	for _, a := range s.Sample {
		if text := string(a.Body); !seen[text] {
			seen[text] = true
			out = append(out, &Recording{Name: s.Name, Text: text + "\n", Entry: a.Entry})
		}
	}
	for _, r := range out {
		if len(out) > 1 {
			r.Name = s.entryLabel(r.Entry)
		}
	}
	return out
}

// entryLabel is a name for an entry that no other has: its first value where that tells it apart.
func (s *Source) entryLabel(entry int) string {
	value := func(i int) string { return model.Kebab(s.Request.Entries[i].Values[0]) }
	name := value(entry)
	for i := range s.Request.Entries {
		if name == "" || i != entry && value(i) == name {
			return strings.TrimPrefix(name+"-"+strconv.Itoa(entry+1), "-")
		}
	}
	return name
}

// Record is an item as a service stores and answers it.
type Record struct {
	Key     string
	Version int64
	Time    time.Time
	Values  []any // of the item's fields, in their order: nil, string, int64 or bool
	fields  []*Field
}

// Value is the record's value of a field, or nil.
func (r *Record) Value(field string) any {
	for i, f := range r.fields {
		if f.Name == field {
			return r.Values[i]
		}
	}
	return nil
}

// JSON writes the record as a service answers it: the key, the fields in their order, the version.
func (r *Record) JSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	write := func(before, name string, v any) error {
		b.WriteString(before + strconv.Quote(name) + ":")
		if err := enc.Encode(v); err != nil {
			return fmt.Errorf("write %s of an item: %w", name, err)
		}
		b.Truncate(b.Len() - 1) // the encoder's line break
		return nil
	}
	if err := write("{", "key", r.Key); err != nil {
		return nil, err
	}
	for i, f := range r.fields {
		if err := write(",", f.Name, r.Values[i]); err != nil {
			return nil, err
		}
	}
	if err := write(",", "version", r.Version); err != nil {
		return nil, err
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Latest is what a store holds after these records came in this order: of each key the highest version, and of
// equal versions the first. They are sorted as lists are: newest first, and by key where the time is the same.
func Latest(records []*Record) []*Record {
	byKey := map[string]*Record{}
	for _, r := range records {
		if have, ok := byKey[r.Key]; !ok || r.Version > have.Version {
			byKey[r.Key] = r
		}
	}
	out := make([]*Record, 0, len(byKey))
	for _, r := range byKey {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *Record) int {
		if c := b.Time.Compare(a.Time); c != 0 {
			return c
		}
		return strings.Compare(b.Key, a.Key)
	})
	return out
}

// Example is an item of the sample as a service answers it, as JSON, or "" without a sample.
func (s *Source) Example() string {
	records, _, err := s.Extract(s.Sample, time.UnixMilli(0))
	if err != nil || len(records) == 0 {
		return ""
	}
	best := records[0] // one with few nulls shows most
	for _, r := range records {
		if nulls(r) < nulls(best) {
			best = r
		}
	}
	data, err := best.JSON()
	if err != nil {
		return ""
	}
	return string(data)
}

func nulls(r *Record) int {
	n := 0
	for _, v := range r.Values {
		if v == nil {
			n++
		}
	}
	return n
}
