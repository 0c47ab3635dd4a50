package model

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/scaffolio/scaffolio/internal/nearest"
)

var (
	decimalPattern = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]+)?$`)
	urlPattern     = regexp.MustCompile(`^https?://([A-Za-z0-9_][A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?#][!-~]*)?$`)
	emailPattern   = regexp.MustCompile(`^[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+$`)
)

// value reads what a file gives as a value of the field, in the form that its JSON has.
func (f *Field) value(s scalar) (value any, problem string) {
	if problem := f.kindProblem(s); problem != "" {
		return nil, problem
	}
	switch f.Type {
	case String:
		return f.text(strings.TrimSpace(s.Text), unicode.IsControl)
	case Text:
		return f.text(s.Text, func(c rune) bool { return c == 0 })
	case Integer:
		n, problem := wholeNumber(s.Text)
		if problem != "" {
			return nil, "it is " + problem
		}
		return n, f.outside(strconv.FormatInt(n, 10))
	case Decimal:
		d, problem := decimalNumber(s.Text, f.Scale)
		if problem != "" {
			return nil, "it is " + problem
		}
		return d, f.outside(d)
	case Boolean:
		return strings.EqualFold(s.Text, "true"), ""
	case Date:
		return calendarDay(s.Text)
	case DateTime:
		return instant(s.Text)
	case Enum:
		if !slices.Contains(f.Values, s.Text) {
			return nil, "it is none of its values" + nearest.DidYouMean(s.Text, f.Values)
		}
		return s.Text, ""
	case URL:
		return matching(s.Text, urlPattern, 2048, "an http or https address in ASCII")
	case Email:
		return matching(s.Text, emailPattern, 254, "an e-mail address in ASCII")
	}
	return nil, "its type is unknown"
}

// kindProblem refuses what YAML takes for another kind of value; 5 may stand for a decimal, but "5" for no integer.
func (f *Field) kindProblem(s scalar) string {
	var fits bool
	switch f.Type {
	case Integer:
		fits = s.Kind == number
	case Decimal:
		fits = s.Kind == number || s.Kind == textual
	case Boolean:
		fits = s.Kind == boolean
	default:
		fits = s.Kind == textual
	}
	if fits {
		return ""
	}
	hint := ""
	if s.Kind == number && (f.Type == String || f.Type == Text) {
		hint = " (write it in quotes)"
	}
	return fmt.Sprintf("it is a %s, and the type is %s%s", s.Kind, f.Type, hint)
}

func (f *Field) text(s string, bad func(rune) bool) (any, string) {
	n := utf8.RuneCountInString(s)
	least, _ := strconv.Atoi(f.Min)
	most, _ := strconv.Atoi(f.Max)
	switch {
	case strings.TrimSpace(s) == "":
		return nil, "it is blank; leave it out instead"
	case strings.ContainsFunc(s, bad):
		return nil, "it holds control characters"
	case n < least:
		return nil, fmt.Sprintf("it has %d characters, and min is %d", n, least)
	case n > most:
		return nil, fmt.Sprintf("it has %d characters, and max is %d", n, most)
	}
	return s, ""
}

// outside says which limit a number breaks, or "".
func (f *Field) outside(n string) string {
	switch {
	case f.Min != "" && compareDecimals(n, f.Min) < 0:
		return "it is less than min " + f.Min
	case f.Max != "" && compareDecimals(n, f.Max) > 0:
		return "it is more than max " + f.Max
	}
	return ""
}

func wholeNumber(s string) (n int64, problem string) {
	n, err := strconv.ParseInt(strings.ReplaceAll(s, "_", ""), 10, 64)
	if err != nil || n > maxInteger || n < -maxInteger {
		return 0, "a whole number within ±9007199254740991"
	}
	return n, ""
}

// decimalNumber checks a decimal and writes it with exactly scale digits after the point.
func decimalNumber(s string, scale int) (d, problem string) {
	problem = fmt.Sprintf("a number such as %s, of at most %d digits with at most %d after the point", exampleDecimal(scale), digits, scale)
	if !decimalPattern.MatchString(s) {
		return "", problem
	}
	s, negative := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(s, ".")
	whole = strings.TrimLeft(whole, "0")
	if len(fraction) > scale || len(whole) > digits-scale {
		return "", problem
	}
	if whole == "" {
		whole = "0"
	}
	d = whole
	if scale > 0 {
		d += "." + fraction + strings.Repeat("0", scale-len(fraction))
	}
	if negative && strings.Trim(d, "0.") != "" {
		d = "-" + d
	}
	return d, ""
}

func exampleDecimal(scale int) string {
	if scale == 0 {
		return "12"
	}
	return "12." + "5000"[:scale]
}

// trimDecimal takes off the zeros behind the point that say nothing.
func trimDecimal(d string) string {
	if !strings.Contains(d, ".") {
		return d
	}
	return strings.TrimSuffix(strings.TrimRight(d, "0"), ".")
}

// Scaled is a decimal such as "12.5" as a whole number of its smallest units, such as "1250" at scale 2.
func (f *Field) Scaled(d string) string {
	full, problem := decimalNumber(d, f.Scale)
	if problem != "" {
		return ""
	}
	sign := ""
	if strings.HasPrefix(full, "-") {
		sign, full = "-", full[1:]
	}
	n := strings.TrimLeft(strings.ReplaceAll(full, ".", ""), "0")
	if n == "" {
		return "0"
	}
	return sign + n
}

// compareDecimals compares two numbers of at most four digits after the point exactly.
func compareDecimals(a, b string) int { return units(a).Cmp(units(b)) }

// units is a number in ten-thousandths.
func units(s string) *big.Int {
	whole, fraction, _ := strings.Cut(s, ".")
	n, _ := new(big.Int).SetString(whole+(fraction + "0000")[:4], 10)
	if n == nil {
		return new(big.Int)
	}
	return n
}

func calendarDay(s string) (any, string) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1000 {
		return nil, "it is no real day from 1000-01-01 to 9999-12-31"
	}
	return s, ""
}

func instant(s string) (any, string) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || strings.ContainsAny(s, "tz") {
		return nil, "it is no time such as 2026-01-31T12:00:00Z"
	}
	if t = t.UTC(); t.Year() < 1000 || t.Year() > 9999 {
		return nil, "it is not within the years 1000 to 9999"
	}
	return t.Format("2006-01-02T15:04:05.000Z"), ""
}

func matching(s string, pattern *regexp.Regexp, most int, what string) (any, string) {
	if len(s) > most || !pattern.MatchString(s) {
		return nil, "it is not " + what
	}
	return s, ""
}
