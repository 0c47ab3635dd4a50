// Package source holds the third-party source of a microservice: where its items are fetched, and how each
// becomes an item of ours.
//
// A source is written in YAML and checked like a model. A generated service has code for its one source and
// reads no YAML; Extract is the same in Go, and says what such a service must have stored.
package source

import (
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/strictyaml"
)

// Source is a checked source: Parse only returns sources that can be generated.
type Source struct {
	Name     string // the file's name without its ending: "earthquakes"
	Title    string
	Summary  string
	Detail   string
	Licence  Link   // of what the API answers
	Docs     string // where the API is described
	Manners  string // what the API asks of those who call it
	Interval time.Duration
	Request  Request
	Shape    Shape // how the items lie in an answer
	At       Path  // where they lie; empty for the whole answer
	Item     *Item
	Measures []*Measure
	Text     string // the file as it was written
	// Sample is what the API answers, recorded: one answer for each entry, or one for all of them.
	Sample   []Answer
	Invented bool // the sample is made up by InventSample

	file string
}

// Link is a name and an address.
type Link struct{ Name, URL string }

// Request says what is fetched in one run: one address, or one for each entry.
type Request struct {
	URL     string // with {placeholders}
	Headers []*Header
	Entries []*Entry // none for a single request
}

// Header is one that each request carries: a fixed one, or a secret from the environment.
type Header struct {
	Name     string
	Value    string // of a fixed one
	Env      string // the variable that holds the secret, or ""
	Prefix   string // what stands before the secret: "Bearer "
	Meaning  string // of the variable, one line
	Required bool   // production doesn't start without it
}

// Entry is one of those for which a request is made, such as a city. All entries have the same names.
type Entry struct {
	Names  []string
	Values []string
}

// Value is the entry's value of a name, or "".
func (e *Entry) Value(name string) string {
	for i, n := range e.Names {
		if n == name {
			return e.Values[i]
		}
	}
	return ""
}

// Shape says how items lie in an answer.
type Shape string

// The shapes.
const (
	List    Shape = "list"    // a list, one item each
	Single  Shape = "single"  // one item
	Map     Shape = "map"     // an object; each of its members is an item, and its name a part of it
	Columns Shape = "columns" // an object of lists: the first values of all of them are the first item
)

// Origin says where a value comes from.
type Origin string

// The origins.
const (
	FromItem   Origin = "item"   // a path in the item
	FromAnswer Origin = "answer" // a path in the whole answer
	FromName   Origin = "name"   // the name of the item's member, in a map
	FromEntry  Origin = "entry"  // a value of the entry that was asked for
	FromField  Origin = "field"  // another field: a band of it
)

// Form says how the API writes a value.
type Form string

// The forms.
const (
	AsText    Form = "text"     // a JSON string
	AsNumber  Form = "number"   // a JSON number; of a boolean 0 or 1
	AsBoolean Form = "boolean"  // true, false
	AsRFC3339 Form = "rfc3339"  // "2026-11-20T10:00:00Z"
	EpochS    Form = "epoch_s"  // a whole number of seconds since 1970
	EpochMS   Form = "epoch_ms" // a whole number of milliseconds since 1970
)

// Item is what becomes of one item of the API. Entity is its names and, for what models and sources share, its
// fields as they are answered.
type Item struct {
	*model.Entity
	Fields  []*Field // with where they come from
	Key     []*Part  // one, or several with ~ between them
	Version Version
	Time    *Field // a datetime or a date: what "newest" means, and what buckets and retention go by
}

// Field is one value of an item: as it is answered (model.Field; Required means never null) and where it comes from.
type Field struct {
	*model.Field
	From   Origin
	Path   Path   // FromItem, FromAnswer
	Entry  string // FromEntry: the name in the entry
	Form   Form
	Needed bool // an item without it is refused
	// Map are the API's values of an enum and ours. Without a map the API writes ours.
	Map []Pair
	// Lenient fields take Otherwise where the API's value can't be taken; it is "" for null. An enum with an
	// Otherwise that isn't null takes it where the API has no value, too.
	Lenient   bool
	Otherwise string
	Of        *Field // the number that this is a band of, else nil
	Bands     []Band

	entries []any // FromEntry: the value for each entry
	at, def strictyaml.Pos
}

// Pair is a value of the API, as text, and ours.
type Pair struct{ API, Ours string }

// Band is a range of numbers: from where the band before it ends to less than Below, which is "" for the last.
type Band struct {
	Name  string
	Below string // as a decimal of the number's scale
}

// IsBand tells whether the field is derived from a number.
func (f *Field) IsBand() bool { return f.Of != nil }

// Part is a part of a key: a field, or a value that isn't one.
type Part struct {
	Field *Field // nil for a value
	From  Origin
	Path  Path
	Entry string

	at strictyaml.Pos
}

// Version says how an older item is told from a newer one.
type Version struct {
	// Fetched is for APIs without versions: it is the time of the request, in milliseconds, and an item is as
	// it was if all its fields are.
	Fetched bool
	From    Origin
	Path    Path
	Form    Form // AsNumber, AsText, EpochS, EpochMS, AsRFC3339; times count in milliseconds

	at strictyaml.Pos
}

// Measure is a number that the summary has for each bucket, besides the count.
type Measure struct {
	Name  string // "max_magnitude"
	Kind  Kind
	Field *Field // an integer or a decimal
	Scale int    // digits after the point; of a decimal's max, min and sum those of the field
}

// Kind is what a measure makes of the numbers in a bucket.
type Kind string

// The kinds of measures.
const (
	Max  Kind = "max"
	Mean Kind = "mean"
	Min  Kind = "min"
	Sum  Kind = "sum"
)

// Whole tells whether the measure is answered as a JSON integer; else it is a decimal, a string.
func (m *Measure) Whole() bool { return m.Kind != Mean && m.Field.Type == model.Integer }

// Seconds is the interval.
func (s *Source) Seconds() int64 { return int64(s.Interval / time.Second) }

// IntervalText is the interval as it is written: "5m".
func (s *Source) IntervalText() string { return shortDuration(s.Interval) }

// Secrets are the headers whose values come from the environment.
func (s *Source) Secrets() []*Header {
	var out []*Header
	for _, h := range s.Request.Headers {
		if h.Env != "" {
			out = append(out, h)
		}
	}
	return out
}

// Filters are the fields that lists can be filtered by: enums and bands.
func (s *Source) Filters() []*Field {
	var out []*Field
	for _, f := range s.Item.Fields {
		if f.Filter {
			out = append(out, f)
		}
	}
	return out
}

// EntryValue is the field's value in answers for an entry: a string, an int64 or a bool. It is nil for fields
// from elsewhere.
func (f *Field) EntryValue(entry int) any {
	if entry < 0 || entry >= len(f.entries) {
		return nil
	}
	return f.entries[entry]
}

// String is the source's name.
func (s *Source) String() string { return s.Name }

// Route is the path of the list under the API's prefix: "/earthquakes".
func (s *Source) Route() string { return "/" + s.Item.PluralKebab() }

// UsesDay tells whether an address holds {today}, which has to be filled in at each run.
func (s *Source) UsesDay() bool { return strings.Contains(s.Request.URL, "{today") }
