package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Sample is one made-up item that the HTTP contract takes as it stands.
type Sample struct {
	Parent int // index of the parent's sample, -1 without a parent
	Values []SampleValue
}

// SampleValue is one field of a sample.
type SampleValue struct {
	Field *Field
	Value any // string, int64, bool or nil
}

// JSON is the value as JSON text.
func (v SampleValue) JSON() string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // the text goes into files, where a plain < reads better
	if err := enc.Encode(v.Value); err != nil {
		return "null" // strings, integers and booleans always encode
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// childrenEach is how many samples of a child the first samples of its parent get.
const childrenEach = 5

// Samples makes n items: from the fields' examples as far as they go, else from the field's name. The same
// model always gives the same samples. They are fewer than n only where a unique field has fewer values, such
// as an enum of three.
func (e *Entity) Samples(n int) []Sample {
	n = e.sampleCount(n)
	columns := make([][]any, len(e.Fields))
	for i, f := range e.Fields {
		columns[i] = f.sampleColumn(e, n)
	}
	samples := make([]Sample, n)
	for row := range samples {
		samples[row].Parent = -1
		if e.Parent != nil {
			samples[row].Parent = row / childrenEach % max(1, e.Parent.sampleCount(n))
		}
		for i, f := range e.Fields {
			samples[row].Values = append(samples[row].Values, SampleValue{Field: f, Value: columns[i][row]})
		}
	}
	return samples
}

// sampleCount is n, or less where a unique field has fewer values than that.
func (e *Entity) sampleCount(n int) int {
	for _, f := range e.Fields {
		if f.Unique {
			n = min(n, f.distinct(n))
		}
	}
	return n
}

// distinct tells how many different values the field has, up to n.
func (f *Field) distinct(n int) int {
	switch f.Type {
	case Boolean:
		return min(n, 2)
	case Enum:
		return min(n, len(f.Values))
	case String, Text:
		if f.Max == "1" {
			return min(n, 36) // one letter or digit
		}
	case Integer, Decimal:
		low, high := f.bounds()
		if span := high - low + 1; span < int64(n) {
			return int(span)
		}
	}
	return n
}

// sampleColumn is the field's value in each of n samples.
func (f *Field) sampleColumn(e *Entity, n int) []any {
	column := make([]any, n)
	seen := make(map[any]bool, n)
	for row := range column {
		value := f.sample(e, row)
		if len(f.Examples) > 0 {
			value = f.Examples[row%len(f.Examples)]
		}
		// A unique field runs through the made-up values until one is new; distinct has counted them.
		for try := 0; f.Unique && seen[value]; try++ {
			value = f.sample(e, try)
		}
		seen[value] = true
		if leaveOut(f, e, row) {
			value = nil
		}
		column[row] = value
	}
	return column
}

// leaveOut leaves some optional values empty, as people do, but not the field that stands for the item, and
// no example that was written for this very row.
func leaveOut(f *Field, e *Entity, row int) bool {
	return f.Nullable() && f != e.LabelField() && row%7 == 6 && row >= len(f.Examples)
}

// firstDay is the earliest day in samples without examples.
var firstDay = time.Date(2026, time.January, 5, 9, 30, 0, 0, time.UTC)

// sample is a made-up value without looking at the examples. Different rows give different values as far as
// the type has them.
func (f *Field) sample(e *Entity, row int) any {
	switch f.Type {
	case Boolean:
		return row%2 == 0
	case Enum:
		return f.Values[row%len(f.Values)]
	case Integer:
		return f.sampleNumber(row)
	case Decimal:
		return decimalText(f.sampleNumber(row), f.Scale)
	case Date:
		return firstDay.AddDate(0, 0, 9*row).Format(time.DateOnly)
	case DateTime:
		return firstDay.Add(time.Duration(row) * 201 * time.Hour).Format("2006-01-02T15:04:05Z")
	case URL:
		return fmt.Sprintf("https://example.com/%s/%d", e.PluralKebab(), row+1)
	case Email:
		return fmt.Sprintf("%s%d@example.com", strings.ReplaceAll(f.Name, "_", "."), row+1)
	case Text:
		return f.fit(fmt.Sprintf("%s of %s %d.", Title(f.Name), strings.ToLower(Title(e.Name)), row+1), row)
	}
	return f.fit(fmt.Sprintf("%s %d", Title(f.Name), row+1), row)
}

// fit makes text as long as the field asks for: what is too long is replaced by the row's number, what is too
// short goes on with letters.
func (f *Field) fit(text string, row int) string {
	least, most := atoi(f.Min, 0), atoi(f.Max, len(text))
	if len(text) > most {
		text = strconv.FormatInt(int64(row), 36)
	}
	if len(text) < least {
		text = strings.Repeat("x", least-len(text)) + text
	}
	return text
}

// sampleNumber walks through the field's range in uneven steps, in units of the last digit.
func (f *Field) sampleNumber(row int) int64 {
	low, high := f.bounds()
	span := high - low + 1
	step := int64(7)
	if f.Type == Decimal {
		step = 135
	}
	if span <= step*int64(row) {
		step = 1
	}
	return low + step*int64(row)%span
}

// widest is the largest number of 15 digits, which is what a decimal holds.
const widest = 999_999_999_999_999

// bounds are the field's limits in units of the last digit. Without a limit on one side there is room for
// samples from there on.
func (f *Field) bounds() (low, high int64) {
	low, lowGiven := scaled(f.Min, f.Scale)
	high, highGiven := scaled(f.Max, f.Scale)
	switch {
	case !lowGiven && highGiven:
		low = max(high-widest, min(1, high-10_000), -widest)
	case !lowGiven:
		low = 1
	}
	if !highGiven {
		high = max(low, widest)
	}
	return low, high
}

// scaled is the decimal text in units of 10^-scale. Limits never have more digits than the scale.
func scaled(text string, scale int) (units int64, given bool) {
	if text == "" {
		return 0, false
	}
	whole, fraction, _ := strings.Cut(text, ".")
	units, err := strconv.ParseInt(whole+(fraction + "0000")[:scale], 10, 64)
	return units, err == nil
}

// decimalText writes units of 10^-scale with exactly scale digits after the point.
func decimalText(units int64, scale int) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	digits := fmt.Sprintf("%0*d", scale+1, units)
	if scale == 0 {
		return sign + digits
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}

func atoi(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}
