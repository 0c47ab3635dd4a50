package source

import (
	"math/big"
	"strconv"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// Bucket is a line of the summary.
type Bucket struct {
	Start    time.Time
	Count    int
	Measures []any // in the order of the source's: int64, a decimal as text, or nil without a number
}

// Summarize counts records in buckets of an hour or a day, from the bucket of one time to that of another, both
// included and those without records too.
func (s *Source) Summarize(records []*Record, every time.Duration, from, to time.Time) []Bucket {
	var out []Bucket
	for start := floor(from, every); !start.After(to); start = start.Add(every) {
		b := Bucket{Start: start}
		var in []*Record
		for _, r := range records {
			if !r.Time.Before(start) && r.Time.Before(start.Add(every)) {
				in = append(in, r)
			}
		}
		b.Count = len(in)
		for _, m := range s.Measures {
			b.Measures = append(b.Measures, m.of(in))
		}
		out = append(out, b)
	}
	return out
}

// floor is the beginning of the bucket that a time is in. (Time.Truncate counts from year 1, where days begin
// at midnight, too, but not the years before.)
func floor(t time.Time, every time.Duration) time.Time {
	t = t.UTC()
	if every >= 24*time.Hour {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), 0, 0, 0, time.UTC)
}

// of computes the measure exactly. Records without a number don't count; without any, a sum is 0 and all others
// have no value.
func (m *Measure) of(records []*Record) any {
	var n int64
	sum := new(big.Rat)
	var least, most *big.Rat
	for _, r := range records {
		x := rational(r.Value(m.Field.Name))
		if x == nil {
			continue
		}
		n++
		sum.Add(sum, x)
		if least == nil || x.Cmp(least) < 0 {
			least = x
		}
		if most == nil || x.Cmp(most) > 0 {
			most = x
		}
	}
	if n == 0 && m.Kind != Sum {
		return nil
	}
	value := sum
	switch m.Kind {
	case Max:
		value = most
	case Min:
		value = least
	case Mean:
		value = new(big.Rat).Quo(sum, big.NewRat(n, 1))
	}
	units := scaled(value, m.Scale)
	if m.Whole() {
		return units
	}
	return decimalText(units, m.Scale)
}

func rational(v any) *big.Rat {
	switch v := v.(type) {
	case int64:
		return big.NewRat(v, 1)
	case string:
		r, _ := new(big.Rat).SetString(v)
		return r
	}
	return nil
}

// Units is the field's value as a whole number of its smallest units, as stores keep decimals: "12.5" is 1250
// at scale 2. An integer is itself.
func (f *Field) Units(v any) (int64, bool) {
	r := rational(v)
	if r == nil || f.Type != model.Integer && f.Type != model.Decimal {
		return 0, false
	}
	return scaled(r, f.Scale), true
}

// UnitsText is Units of a decimal text, such as the limit of a band, for templates.
func (f *Field) UnitsText(decimal string) string {
	n, ok := f.Units(decimal)
	if !ok {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
