package fake

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

const whitespace = " \t\r\n\f\v"

var (
	urlForm      = regexp.MustCompile(`\Ahttps?://([A-Za-z0-9_][A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?#][!-~]*)?\z`)
	emailForm    = regexp.MustCompile(`\A[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+\z`)
	dateForm     = regexp.MustCompile(`\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z`)
	dateTimeForm = regexp.MustCompile(`\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])\z`)
	decimalForm  = regexp.MustCompile(`\A-?[0-9]+(\.[0-9]+)?\z`)
	integerForm  = regexp.MustCompile(`\A-?[0-9]+\z`)
)

// check reads the field's value out of a body: what is stored, or what is wrong with it.
func (c *call) check(f *model.Field, body map[string]any) (any, []fieldError) {
	value, given := body[f.Name]
	switch {
	case !given && f.Required:
		return nil, []fieldError{at(f.Name, "required")}
	case !given:
		return f.Default, nil
	case value == nil && f.Nullable():
		return nil, nil
	case value == nil:
		return nil, []fieldError{at(f.Name, "required")}
	}
	stored, code := c.value(f, value)
	if code != "" {
		return nil, []fieldError{at(f.Name, code)}
	}
	return stored, nil
}

// value is what is stored for a value, or the code of what is wrong with it.
func (c *call) value(f *model.Field, value any) (any, string) {
	switch f.Type {
	case model.Boolean:
		if b, ok := value.(bool); ok {
			return b, ""
		}
		return nil, "wrong_type"
	case model.Integer:
		return c.integer(f, value)
	}
	text, ok := value.(string)
	if !ok {
		return nil, "wrong_type"
	}
	switch f.Type {
	case model.String:
		return c.oneLine(f, text)
	case model.Text:
		return c.manyLines(f, text)
	case model.Decimal:
		return c.decimal(f, text)
	case model.Date:
		return text, c.date(text)
	case model.DateTime:
		return c.dateTime(text)
	case model.Enum:
		return text, unless(slices.Contains(f.Values, text), "not_allowed")
	case model.URL:
		return text, unless(len(text) <= 2048 && urlForm.MatchString(text), "invalid_format")
	default:
		return text, unless(len(text) <= 254 && emailForm.MatchString(text), "invalid_format")
	}
}

func unless(good bool, code string) string {
	if good {
		return ""
	}
	return code
}

func length(f *model.Field, text string) string {
	n := len([]rune(text))
	if low, err := strconv.Atoi(f.Min); err == nil && n < low {
		return "too_short"
	}
	if high, err := strconv.Atoi(f.Max); err == nil && n > high {
		return "too_long"
	}
	return ""
}

func (c *call) oneLine(f *model.Field, text string) (any, string) {
	space := whitespace
	if c.is("string-not-trimmed") {
		space += "\u00a0"
	}
	text = strings.Trim(text, space)
	switch {
	case text == "" && f.Nullable():
		return nil, ""
	case text == "":
		return nil, "blank"
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return nil, "invalid_format"
	}
	return text, length(f, text)
}

func (c *call) manyLines(f *model.Field, text string) (any, string) {
	switch {
	case f.Required && strings.Trim(text, whitespace) == "":
		return nil, "blank"
	case strings.Contains(text, "\x00"):
		return nil, "invalid_format"
	}
	return text, length(f, text)
}

func (c *call) integer(f *model.Field, value any) (any, string) {
	number, ok := value.(json.Number)
	if !ok || !integerForm.MatchString(number.String()) {
		return nil, "wrong_type"
	}
	n, _ := new(big.Int).SetString(number.String(), 10)
	low, high := big.NewInt(-(1<<53 - 1)), big.NewInt(1<<53-1)
	if f.Min != "" {
		low.SetString(f.Min, 10)
	}
	if f.Max != "" {
		high.SetString(f.Max, 10)
	}
	switch {
	case n.Cmp(low) < 0:
		return nil, "too_small"
	case n.Cmp(high) > 0:
		return nil, "too_large"
	}
	return n.Int64(), ""
}

func (c *call) decimal(f *model.Field, text string) (any, string) {
	if !decimalForm.MatchString(text) {
		return nil, "invalid_format"
	}
	_, fraction, _ := strings.Cut(text, ".")
	r, _ := new(big.Rat).SetString(text)
	stored := r.FloatString(f.Scale)
	if r.Sign() == 0 && strings.HasPrefix(text, "-") && c.is("decimal-minus-zero") {
		stored = "-" + stored
	}
	if len(strings.Trim(strings.ReplaceAll(stored, ".", ""), "-")) > 15 || len(fraction) > f.Scale {
		return nil, "invalid_format"
	}
	if low, ok := new(big.Rat).SetString(f.Min); ok && r.Cmp(low) < 0 {
		return nil, "too_small"
	}
	if high, ok := new(big.Rat).SetString(f.Max); ok && r.Cmp(high) > 0 {
		return nil, "too_large"
	}
	if c.is("decimal-digits") {
		number, _ := strconv.ParseFloat(text, 32)
		stored = strconv.FormatFloat(number, 'f', f.Scale, 32)
	}
	return stored, ""
}

func (c *call) date(text string) string {
	_, err := time.Parse(time.DateOnly, text)
	return unless(err == nil && dateForm.MatchString(text) && text >= "1000", "invalid_format")
}

func (c *call) dateTime(text string) (any, string) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || !dateTimeForm.MatchString(text) {
		return nil, "invalid_format"
	}
	t = t.UTC()
	if t.Year() < 1000 || t.Year() > 9999 {
		return nil, "invalid_format"
	}
	return t.Format(timeForm), ""
}

// key is the value by which a list is sorted: a number, or text.
func sortKey(f *model.Field, value any) string {
	switch f.Type {
	case model.Integer, model.Decimal:
		r, _ := new(big.Rat).SetString(fmt.Sprint(value))
		r.Add(r, new(big.Rat).SetInt64(1<<60))
		return fmt.Sprintf("%040s", r.FloatString(4))
	case model.String, model.Email, model.Enum:
		return lower(fmt.Sprint(value))
	}
	return fmt.Sprint(value)
}

// lower writes ASCII capitals small.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
