package model

import (
	"strconv"
)

const (
	maxString  = 500
	maxText    = 100_000
	maxInteger = 1<<53 - 1
	digits     = 15 // of a decimal, before and after the point
)

// limits reads min and max.
func (r *reader) limits(rf *rawField, f *Field) {
	switch f.Type {
	case String, Text:
		r.lengths(rf, f)
	case Integer:
		f.Min, f.Max = r.wholeLimit(rf.min, "min"), r.wholeLimit(rf.max, "max")
		if f.Min != "" && f.Max != "" && compareDecimals(f.Min, f.Max) > 0 {
			r.Fail(rf.min.Pos, "min %s is more than max %s", f.Min, f.Max)
		}
	case Decimal:
		f.Min, f.Max = r.decimalLimit(rf.min, "min", f.Scale), r.decimalLimit(rf.max, "max", f.Scale)
		if f.Min != "" && f.Max != "" && compareDecimals(f.Min, f.Max) > 0 {
			r.Fail(rf.min.Pos, "min %s is more than max %s", f.Min, f.Max)
		}
	default:
		for what, s := range map[string]scalar{"min": rf.min, "max": rf.max} {
			if s.Given() {
				r.Fail(s.Pos, "%s is for string, text, integer and decimal; %s is %s", what, f.Name, f.Type)
			}
		}
	}
}

func (r *reader) lengths(rf *rawField, f *Field) {
	usual, most := 255, maxString
	if f.Type == Text {
		usual, most = 10_000, maxText
	}
	f.Max = strconv.Itoa(usual)
	if n, ok := r.length(rf.max, "max", 1, most, f.Type); ok {
		f.Max = strconv.Itoa(n)
	}
	if n, ok := r.length(rf.min, "min", 0, most, f.Type); ok && n > 0 {
		f.Min = strconv.Itoa(n)
	}
	if f.Min != "" && compareDecimals(f.Min, f.Max) > 0 {
		r.Fail(rf.min.Pos, "min %s is more than max %s", f.Min, f.Max)
		f.Min = ""
	}
}

func (r *reader) length(s scalar, what string, least, most int, t Type) (int, bool) {
	if !s.Given() {
		return 0, false
	}
	n, err := strconv.Atoi(s.Text)
	if err != nil || s.Kind != number || n < least || n > most {
		r.Fail(s.Pos, "%s of a %s is a length from %d to %d, not %.40q", what, t, least, most, s.Text)
		return 0, false
	}
	return n, true
}

func (r *reader) wholeLimit(s scalar, what string) string {
	if !s.Given() {
		return ""
	}
	n, problem := wholeNumber(s.Text)
	if problem != "" {
		r.Fail(s.Pos, "%s of an integer is %s, not %.40q", what, problem, s.Text)
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func (r *reader) decimalLimit(s scalar, what string, scale int) string {
	if !s.Given() {
		return ""
	}
	d, problem := decimalNumber(s.Text, scale)
	if problem != "" {
		r.Fail(s.Pos, "%s of this decimal is %s, not %.40q", what, problem, s.Text)
		return ""
	}
	return trimDecimal(d)
}

// defaults reads the default and the examples, which must be values that the field takes.
func (r *reader) defaults(rf *rawField, f *Field) {
	if rf.def.Given() && rf.def.Kind != null {
		if f.Required {
			r.Fail(rf.def.Pos, "%s is required, so its default would never be used; leave out one of the two", f.Name)
		}
		v, problem := f.value(rf.def)
		if problem != "" {
			r.Fail(rf.def.Pos, "%.60q can't be the default of %s: %s", rf.def.Text, f.Name, problem)
		}
		f.Default = v
	}
	if len(rf.examples) > maxExamples {
		r.Fail(rf.examplesAt.Pos, "%s has %d examples; at most %d", f.Name, len(rf.examples), maxExamples)
	}
	for _, s := range rf.examples {
		v, problem := f.value(s)
		if problem != "" {
			r.Fail(s.Pos, "%.60q can't be an example of %s: %s", s.Text, f.Name, problem)
			continue
		}
		f.Examples = append(f.Examples, v)
	}
}
