package value

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// maxDigits counts all digits of a decimal; as many fit an int64 with room to spare.
const maxDigits = 15

var decimalPattern = regexp.MustCompile(`\A-?[0-9]+(\.[0-9]+)?\z`)

// Units is a decimal as a whole number of its smallest unit: "12.5" is 1250 where the scale is 2. Databases
// keep it so, because binary fractions such as float64 would change digits.
func Units(scale int) Type[int64] {
	return Type[int64]{Quoted: true, Parse: func(s string) (int64, error) {
		whole, fraction, _ := strings.Cut(s, ".")
		if !decimalPattern.MatchString(s) || len(strings.TrimPrefix(whole, "-")) > maxDigits-scale || len(fraction) > scale {
			return 0, invalid("invalid_format", "Must be a number with at most %d digits before and %d after the point.",
				maxDigits-scale, scale)
		}
		return strconv.ParseInt(whole+fraction+strings.Repeat("0", scale-len(fraction)), 10, 64)
	}}
}

// Decimal is a decimal as text with exactly scale digits after the point. The limits are in units.
func Decimal(scale int, min, max int64) Type[string] {
	return Type[string]{Quoted: true, Parse: func(s string) (string, error) {
		units, err := Units(scale).Parse(s)
		switch {
		case err == nil && units < min:
			err = invalid("too_small", "Must be at least %s.", FormatDecimal(min, scale))
		case err == nil && units > max:
			err = invalid("too_large", "Must be at most %s.", FormatDecimal(max, scale))
		}
		return FormatDecimal(units, scale), err
	}}
}

// FormatDecimal writes units as text with exactly scale digits after the point.
func FormatDecimal(units int64, scale int) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	digits := fmt.Sprintf("%0*d", scale+1, units)
	if scale == 0 {
		return sign + digits
	}
	point := len(digits) - scale
	return sign + digits[:point] + "." + digits[point:]
}

// Stored is a decimal on its way to the database and back.
type Stored struct {
	text  *string
	null  **string // instead of text, where there may be none
	scale int
}

// DecimalColumn stores a decimal.
func DecimalColumn(text *string, scale int) Stored { return Stored{text: text, scale: scale} }

// NullDecimalColumn stores a decimal that may be missing.
func NullDecimalColumn(text **string, scale int) Stored { return Stored{null: text, scale: scale} }

// Value implements driver.Valuer.
func (s Stored) Value() (driver.Value, error) {
	text := s.text
	if s.null != nil {
		text = *s.null
	}
	if text == nil {
		return nil, nil
	}
	return Units(s.scale).Parse(*text)
}

// Scan implements sql.Scanner.
func (s Stored) Scan(stored any) error {
	var units sql.NullInt64
	if err := units.Scan(stored); err != nil {
		return err
	}
	text := FormatDecimal(units.Int64, s.scale)
	switch {
	case s.null == nil:
		*s.text = text
	case units.Valid:
		*s.null = &text
	default:
		*s.null = nil
	}
	return nil
}
