package source

import (
	"encoding/json"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/scaffolio/scaffolio/internal/model"
)

// Code says why a value can't be taken: one of the codes of the contract's chapter 7.
type Code string

// The codes.
const (
	Required      Code = "required"
	WrongType     Code = "wrong_type"
	TooShort      Code = "too_short"
	TooLong       Code = "too_long"
	TooSmall      Code = "too_small"
	TooLarge      Code = "too_large"
	InvalidFormat Code = "invalid_format"
	NotAllowed    Code = "not_allowed"
)

const (
	maxWhole  = 1<<53 - 1
	maxUnits  = 999_999_999_999_999 // of a decimal, in units of its last digit
	space     = " \t\r\n\f\v"
	timeShape = "2006-01-02T15:04:05.000Z"
)

var (
	keyPattern     = regexp.MustCompile(`^[A-Za-z0-9._-]{1,128}$`)
	wholeKey       = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,128}$`)
	decimalPattern = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	timePattern    = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`)
	// The years that a time can be in, in milliseconds since 1970.
	firstMS = time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	lastMS  = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli() - 1
)

// value makes the field's value of what the API has: nil, a string, an int64 or a bool. The code is "" for a
// good one.
func (f *Field) value(api any) (any, Code) {
	v, code := f.convert(api)
	if code == "" && v == nil && f.Needed {
		return nil, Required
	}
	if f.Lenient && (code != "" || v == nil) {
		if f.Otherwise == "" {
			return nil, ""
		}
		return f.Otherwise, ""
	}
	return v, code
}

// convert is value without regard to what is required. A text is trimmed; one of nothing but space is no value.
func (f *Field) convert(api any) (any, Code) {
	if text, ok := api.(string); ok {
		trimmed := strings.Trim(text, space)
		if trimmed == "" {
			return nil, ""
		}
		if f.Type != model.Text {
			api = trimmed
		}
	}
	if api == nil {
		return nil, ""
	}
	switch f.Type {
	case model.String, model.Text, model.URL:
		return f.text(api)
	case model.Integer:
		n, code := number(api, f.Form)
		if code == "" {
			return f.whole(n)
		}
		return nil, code
	case model.Decimal:
		n, code := number(api, f.Form)
		if code == "" {
			return f.decimal(n)
		}
		return nil, code
	case model.Boolean:
		return f.boolean(api)
	case model.Date:
		return day(api)
	case model.DateTime:
		ms, code := instant(api, f.Form)
		if code != "" {
			return nil, code
		}
		return time.UnixMilli(ms).UTC().Format(timeShape), ""
	}
	return f.enum(api)
}

// fromText converts a value of an entry, which is text in the file.
func (f *Field) fromText(text string) (any, Code) {
	as := *f
	switch f.Type {
	case model.Integer, model.Decimal, model.Boolean, model.String:
		as.Form = AsText
	case model.DateTime:
		as.Form = AsRFC3339
	case model.Enum:
		as.Form = AsText
	}
	v, code := as.convert(text)
	if code == "" && v == nil {
		code = Required
	}
	return v, code
}

func (f *Field) text(api any) (any, Code) {
	text, ok := api.(string)
	if f.Form == AsNumber {
		n, code := number(api, AsNumber)
		if code != "" || n != math.Trunc(n) || math.Abs(n) > maxWhole {
			return nil, WrongType
		}
		text, ok = strconv.FormatInt(int64(n), 10), true
	}
	if !ok {
		return nil, WrongType
	}
	if f.Type == model.URL {
		if len(text) > 2048 || !plainURL.MatchString(text) {
			return nil, InvalidFormat
		}
		return text, ""
	}
	least, _ := strconv.Atoi(f.Min)
	most, _ := strconv.Atoi(f.Max)
	switch n := utf8.RuneCountInString(text); {
	case f.Type == model.String && strings.ContainsFunc(text, unicode.IsControl), strings.Contains(text, "\x00"):
		return nil, InvalidFormat
	case n < least:
		return nil, TooShort
	case n > most:
		return nil, TooLong
	}
	return text, ""
}

// number is a JSON number, or a text that is one, as the nearest double: that is what all languages make of it.
func number(api any, form Form) (float64, Code) {
	text := ""
	switch v := api.(type) {
	case json.Number:
		if form == AsText {
			return 0, WrongType
		}
		text = v.String()
	case string:
		if form != AsText {
			return 0, WrongType
		}
		if text = v; !decimalPattern.MatchString(text) {
			return 0, InvalidFormat
		}
	default:
		return 0, WrongType
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(n, 0) {
		return 0, WrongType
	}
	return n, ""
}

// whole takes numbers without a fraction: 3, and 3.0, which many languages can't tell from it.
func (f *Field) whole(n float64) (any, Code) {
	switch {
	case n > maxWhole:
		return nil, TooLarge
	case n < -maxWhole:
		return nil, TooSmall
	case n != math.Trunc(n):
		return nil, WrongType
	}
	return int64(n), f.outside(strconv.FormatInt(int64(n), 10))
}

// decimal rounds to the field's scale, half away from zero, by the shortest digits that mean the double.
func (f *Field) decimal(n float64) (any, Code) {
	switch {
	case n >= 1e15:
		return nil, TooLarge
	case n <= -1e15:
		return nil, TooSmall
	}
	exact, _ := new(big.Rat).SetString(strconv.FormatFloat(n, 'e', -1, 64))
	units := scaled(exact, f.Scale)
	switch {
	case units > maxUnits:
		return nil, TooLarge
	case units < -maxUnits:
		return nil, TooSmall
	}
	text := decimalText(units, f.Scale)
	return text, f.outside(text)
}

// scaled is a number in units of its last digit, rounded half away from zero.
func scaled(n *big.Rat, scale int) int64 {
	for range scale {
		n = new(big.Rat).Mul(n, big.NewRat(10, 1))
	}
	half := big.NewRat(int64(n.Sign()), 2)
	sum := new(big.Rat).Add(n, half)
	return new(big.Int).Quo(sum.Num(), sum.Denom()).Int64()
}

// decimalText writes units of 10^-scale with exactly scale digits after the point.
func decimalText(units int64, scale int) string {
	if scale == 0 {
		return strconv.FormatInt(units, 10)
	}
	text := strconv.FormatInt(units, 10)
	sign := ""
	if units < 0 {
		sign, text = "-", text[1:]
	}
	text = strings.Repeat("0", max(0, scale+1-len(text))) + text
	return sign + text[:len(text)-scale] + "." + text[len(text)-scale:]
}

func (f *Field) outside(n string) Code {
	switch {
	case f.Min != "" && compare(n, f.Min) < 0:
		return TooSmall
	case f.Max != "" && compare(n, f.Max) > 0:
		return TooLarge
	}
	return ""
}

func (f *Field) boolean(api any) (any, Code) {
	switch v := api.(type) {
	case bool:
		if f.Form == AsBoolean {
			return v, ""
		}
	case json.Number:
		if f.Form == AsNumber {
			n, code := number(v, AsNumber)
			if code == "" && n != 0 && n != 1 {
				code = NotAllowed
			}
			return n == 1, code
		}
	case string:
		if f.Form == AsText {
			if v != "true" && v != "false" {
				return nil, NotAllowed
			}
			return v == "true", ""
		}
	}
	return nil, WrongType
}

func day(api any) (any, Code) {
	text, ok := api.(string)
	if !ok {
		return nil, WrongType
	}
	if t, err := time.Parse(time.DateOnly, text); err != nil || t.Year() < 1000 {
		return nil, InvalidFormat
	}
	return text, ""
}

// instant is a time in milliseconds since 1970.
func instant(api any, form Form) (int64, Code) {
	if form == AsRFC3339 {
		text, ok := api.(string)
		if !ok {
			return 0, WrongType
		}
		t, err := time.Parse(time.RFC3339, text)
		if err != nil || !timePattern.MatchString(text) {
			return 0, InvalidFormat
		}
		return withinYears(t.UnixMilli())
	}
	n, code := number(api, AsNumber)
	switch {
	case code != "":
		return 0, code
	case n != math.Trunc(n):
		return 0, WrongType
	case math.Abs(n) > maxWhole:
		return 0, InvalidFormat
	case form == EpochS:
		n *= 1000
	}
	if math.Abs(n) > maxWhole {
		return 0, InvalidFormat
	}
	return withinYears(int64(n))
}

func withinYears(ms int64) (int64, Code) {
	if ms < firstMS || ms > lastMS {
		return 0, InvalidFormat
	}
	return ms, ""
}

func (f *Field) enum(api any) (any, Code) {
	text := ""
	switch v := api.(type) {
	case string:
		if f.Form != AsText {
			return nil, WrongType
		}
		text = v
	case json.Number:
		n, code := number(v, AsNumber)
		if f.Form != AsNumber || code != "" {
			return nil, WrongType
		}
		if n != math.Trunc(n) || math.Abs(n) > maxWhole {
			return nil, NotAllowed
		}
		text = strconv.FormatInt(int64(n), 10)
	case bool:
		if f.Form != AsBoolean {
			return nil, WrongType
		}
		text = strconv.FormatBool(v)
	default:
		return nil, WrongType
	}
	for _, p := range f.Map {
		if p.API == text {
			return p.Ours, ""
		}
	}
	if len(f.Map) == 0 && slices.Contains(f.Values, text) {
		return text, ""
	}
	return nil, NotAllowed
}

// band is the name of the band that a number of the field Of lies in.
func (f *Field) band(of any) any {
	if of == nil {
		return nil
	}
	text, ok := of.(string)
	if n, whole := of.(int64); whole {
		text, ok = strconv.FormatInt(n, 10), true
	}
	for _, b := range f.Bands {
		if ok && (b.Below == "" || compare(text, b.Below) < 0) {
			return b.Name
		}
	}
	return nil
}
