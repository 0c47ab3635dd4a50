package source

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// inventedItems is how many items a made-up sample has.
const inventedItems = 25

// inventedDay is the time of the newest item of a made-up sample.
var inventedDay = time.Date(2026, time.January, 5, 9, 30, 0, 0, time.UTC)

// InventSample makes up a sample for a source that came without one.
func (s *Source) InventSample() error {
	answers, err := s.Invent(inventedItems, inventedDay)
	if err != nil {
		return Errors{[]*Error{{File: s.file, Text: fmt.Sprintf("no answer of the API can be made up (%v); record one and give it by --sample", err)}}}
	}
	s.Sample, s.Invented = answers, true
	return nil
}

// Invent makes up an answer of n items for each entry, the newest first and of that time. Every item is good.
func (s *Source) Invent(n int, newest time.Time) ([]Answer, error) {
	if s.Shape == Single {
		n = 1
	}
	entries := []int{-1}
	for i := range s.Request.Entries {
		entries = append(entries, i)
	}
	if len(entries) > 1 {
		entries = entries[1:]
	}
	var answers []Answer
	for _, entry := range entries {
		var records []*Record
		for row := range n {
			records = append(records, s.invent(entry, row, newest))
		}
		body, err := s.Compose(records)
		if err != nil {
			return nil, err
		}
		got, rejected, err := s.Extract([]Answer{{Entry: entry, Body: body}}, newest)
		switch {
		case err != nil:
			return nil, err
		case len(rejected) > 0:
			e := rejected[0].Errors[0]
			return nil, fmt.Errorf("%s %s", e.Field, s.explain(e))
		case len(Latest(got)) < n:
			return nil, fmt.Errorf("the key has fewer than %d values", n)
		}
		answers = append(answers, Answer{Entry: entry, Body: body})
	}
	return answers, nil
}

// invent makes up a record.
func (s *Source) invent(entry, row int, newest time.Time) *Record {
	rec := &Record{fields: s.Item.Fields, Values: make([]any, len(s.Item.Fields)), Version: newest.UnixMilli()}
	for i, f := range s.Item.Fields {
		rec.Values[i] = s.inventValue(f, entry, row, newest)
	}
	var parts []string
	for _, p := range s.Item.Key {
		if p.Field != nil {
			parts = append(parts, strings.ReplaceAll(fmt.Sprint(rec.Value(p.Field.Name)), ":", ""))
			continue
		}
		parts = append(parts, fmt.Sprintf("%s-%d", s.Item.Kebab(), row+1))
	}
	rec.Key = strings.Join(parts, "~")
	return rec
}

// step is the time between two made-up items: uneven, so that hours and days have different numbers of them.
const step = 47 * time.Minute

func (s *Source) inventValue(f *Field, entry, row int, newest time.Time) any {
	switch {
	case f.From == FromEntry:
		return f.EntryValue(entry)
	case f.From == FromAnswer:
		row = 0 // one for all items
	case !f.Needed && !s.inKey(f) && row%7 == 6:
		return nil
	}
	switch f.Type {
	case model.Boolean:
		return row%2 == 0
	case model.Enum:
		return f.inventEnum(row)
	case model.Integer:
		return f.inventUnits(s, row)
	case model.Decimal:
		return decimalText(f.inventUnits(s, row), f.Scale)
	case model.Date:
		return newest.AddDate(0, 0, -row).Format(time.DateOnly)
	case model.DateTime:
		return newest.Add(-time.Duration(row) * step).Truncate(time.Second).UTC().Format(timeShape)
	case model.URL:
		return fmt.Sprintf("https://example.com%s/%d", s.Route(), row+1)
	}
	return f.inventText(s, row)
}

func (s *Source) inKey(f *Field) bool {
	for _, p := range s.Item.Key {
		if p.Field == f {
			return true
		}
	}
	return false
}

// inventEnum goes through the values that the API has a word for.
func (f *Field) inventEnum(row int) any {
	if f.IsBand() {
		return nil // follows from its number
	}
	if len(f.Map) > 0 {
		return f.Map[row%len(f.Map)].Ours
	}
	return f.Values[row%len(f.Values)]
}

// inventUnits is a number within the field's limits, in units of its last digit. Where there are bands of it, each
// gets its share.
func (f *Field) inventUnits(s *Source, row int) int64 {
	limit := func(text string, otherwise int64) int64 {
		if n, ok := f.Units(text); ok && text != "" {
			return n
		}
		return otherwise
	}
	low, high := limit(f.Min, 1), limit(f.Max, maxUnits)
	if low > high {
		low = high
	}
	for _, other := range s.Item.Fields {
		if other.Of != f {
			continue
		}
		b := row % len(other.Bands)
		below := limit(other.Bands[b].Below, high+1)
		from := low
		if b > 0 {
			from = limit(other.Bands[b-1].Below, low)
		} else if f.Min == "" {
			from = below - 10
		}
		if from < below && below-1 <= high {
			return from + int64(row*7)%(below-from)
		}
	}
	return low + int64(row*37)%(high-low+1)
}

func (f *Field) inventText(s *Source, row int) string {
	text := fmt.Sprintf("%s %d", model.Title(f.Name), row+1)
	if s.inKey(f) || f.From == FromName {
		text = fmt.Sprintf("%s-%d", model.Kebab(f.Name), row+1)
	}
	if f.Form == AsNumber {
		text = strconv.Itoa(row + 1)
	}
	least, _ := strconv.Atoi(f.Min)
	most, _ := strconv.Atoi(f.Max)
	if len(text) > most {
		text = strconv.FormatInt(int64(row), 36)
	}
	return strings.Repeat("x", max(0, least-len(text))) + text
}
