package value

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// code is what a type says about a text: "" when it takes it.
func code[T any](t Type[T], s string) string {
	_, err := t.Parse(s)
	var refused *Invalid
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}

func TestWhatTypesTake(t *testing.T) {
	for _, test := range []struct{ name, got, want string }{
		{"string", code(String(2, 4), " ab\t"), ""},
		{"string of spaces", code(String(0, 4), " \r\n "), "blank"},
		{"string with a control character", code(String(0, 9), "a\x07b"), "invalid_format"},
		{"short string", code(String(2, 4), "ü"), "too_short"},
		{"long string", code(String(2, 4), "üüüüü"), "too_long"},
		{"text", code(Text(0, 9), " a\n\tb "), ""},
		{"text with NUL", code(Text(0, 9), "a\x00"), "invalid_format"},
		{"blank text", code(FilledText(0, 9), "\n "), "blank"},
		{"integer", code(Integer(1, 5), "5"), ""},
		{"small integer", code(Integer(1, 5), "0"), "too_small"},
		{"huge integer", code(AnyInteger(), "99999999999999999999"), "too_large"},
		{"very small integer", code(AnyInteger(), "-99999999999999999999"), "too_small"},
		{"word as integer", code(AnyInteger(), "five"), "wrong_type"},
		{"boolean", code(Boolean(), "true"), ""},
		{"number as boolean", code(Boolean(), "1"), "wrong_type"},
		{"one of", code(OneOf("a", "b"), "b"), ""},
		{"none of", code(OneOf("a", "b"), "B"), "not_allowed"},
		{"email", code(Email(), "ada@example.com"), ""},
		{"email without a point", code(Email(), "ada@example"), "invalid_format"},
		{"email with a space", code(Email(), "a da@example.com"), "invalid_format"},
		{"url", code(URL(), "https://example.com/a?b=c#d"), ""},
		{"url without a host", code(URL(), "https:///a"), "invalid_format"},
		{"script as url", code(URL(), "javascript:alert(1)"), "invalid_format"},
		{"long url", code(URL(), "https://example.com/"+strings.Repeat("a", 2048)), "too_long"},
		{"id", code(ID(), "01920000-0000-7000-8000-000000000000"), ""},
		{"word as id", code(ID(), "1"), "invalid_format"},
		{"decimal", code(Decimal(2, 0, 1000), "10.00"), ""},
		{"large decimal", code(Decimal(2, 0, 1000), "10.01"), "too_large"},
		{"small decimal", code(Decimal(2, 0, 1000), "-0.01"), "too_small"},
		{"decimal with an exponent", code(Units(2), "1e3"), "invalid_format"},
		{"decimal with too many digits", code(Units(2), "12345678901234.0"), "invalid_format"},
		{"decimal with a long fraction", code(Units(2), "0.125"), "invalid_format"},
		{"day", code(Day(), "2024-02-29"), ""},
		{"day that never was", code(Day(), "2023-02-29"), "invalid_format"},
		{"day before the calendar", code(Day(), "0999-12-31"), "invalid_format"},
		{"time", code(Moment(), "2026-01-01T00:00:00.5+02:00"), ""},
		{"time without a zone", code(Moment(), "2026-01-01T00:00:00"), "invalid_format"},
		{"time a whole day from UTC", code(Moment(), "2026-01-01T00:00:00+24:00"), "invalid_format"},
		{"time after the calendar", code(Moment(), "9999-12-31T23:59:59-01:00"), "invalid_format"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
}

func TestDecimalsKeepTheirDigits(t *testing.T) {
	for sent, want := range map[string]string{"0": "0.00", "-0": "0.00", "007.5": "7.50", "-0.05": "-0.05", "9999999999999.99": "9999999999999.99"} {
		got, err := Decimal(2, -MaxInteger, MaxInteger).Parse(sent)
		if err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", sent, got, err, want)
		}
		stored, err := DecimalColumn(&got, 2).Value()
		if err != nil {
			t.Fatal(err)
		}
		var read *string
		if err := NullDecimalColumn(&read, 2).Scan(stored); err != nil || *read != want {
			t.Errorf("%s comes back as %v (%v)", want, read, err)
		}
	}
	if got := FormatDecimal(-12, 0); got != "-12" {
		t.Errorf("without a fraction: %s", got)
	}
	missing := new(string)
	if err := NullDecimalColumn(&missing, 2).Scan(nil); err != nil || missing != nil {
		t.Errorf("NULL comes back as %v (%v)", missing, err)
	}
	if stored, err := NullDecimalColumn(&missing, 2).Value(); stored != nil || err != nil {
		t.Errorf("nothing is stored as %v (%v)", stored, err)
	}
}

// Drivers hand over times and days as different Go types; all of them mean the same.
func TestTimesFromEveryDriver(t *testing.T) {
	moment := time.Date(2026, 1, 2, 3, 4, 5, 6_999_999, time.FixedZone("", 3600))
	for _, stored := range []any{moment, "2026-01-02 02:04:05.006", []byte("2026-01-02 02:04:05.006")} {
		var got Time
		if err := got.Scan(stored); err != nil || got.String() != "2026-01-02T02:04:05.006Z" {
			t.Errorf("%v is %s (%v)", stored, got, err)
		}
	}
	for _, stored := range []any{moment, "2026-01-02", []byte("2026-01-02")} {
		var got Date
		if err := got.Scan(stored); err != nil || got != "2026-01-02" {
			t.Errorf("%v is %s (%v)", stored, got, err)
		}
	}
	if new(Time).Scan(5) == nil || new(Date).Scan(5) == nil {
		t.Error("a number is taken for a time")
	}
}
