package conformance

import (
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func numberChecks() []check {
	const integer = "integer: within ± (2^53 − 1), min, max"
	const decimal = "decimal: a string `-?[0-9]{1,n}(\\.[0-9]{1,scale})?`, … at most 15 digits in all"
	const back = "returned with exactly `scale` digits, no leading zeros, no `-0`"
	value := func(name, clause string, run func(*T)) check {
		return check{chapter: 7, name: name, clause: clause, run: run}
	}
	return []check{
		value("integer-limits", integer, integerWithin),
		value("integer-beyond", integer, integerBeyond),
		value("integer-huge", integer, integerHuge),
		value("integer-fraction", "No coercion", integerFraction),
		value("decimal-limits", decimal, decimalWithin),
		value("decimal-beyond", decimal, decimalBeyond),
		value("decimal-form", decimal, decimalForm),
		value("decimal-digits", "the digits never change", decimalDigits),
		value("decimal-scale", back, decimalScale),
		value("decimal-leading-zeros", back, decimalLeadingZeros),
		value("decimal-minus-zero", back, decimalMinusZero),
		value("decimal-too-many-digits", decimal, decimalTooManyDigits),
	}
}

func isInteger(f *model.Field) bool { return f.Type == model.Integer }
func isDecimal(f *model.Field) bool { return f.Type == model.Decimal }

func integerWithin(t *T) {
	c := t.user()
	t.eachField("integer", isInteger, func(e *model.Entity, f *model.Field) {
		low, high := integerLimits(f)
		c.stores(e, f, low, low)
		c.stores(e, f, high, high)
	})
}

func integerBeyond(t *T) {
	c := t.anybody()
	t.eachField("integer", isInteger, func(e *model.Entity, f *model.Field) {
		low, high := integerLimits(f)
		c.refusesValue(e, f, low-1, "too_small")
		c.refusesValue(e, f, high+1, "too_large")
	})
}

func integerHuge(t *T) {
	c := t.anybody()
	t.eachField("integer", isInteger, func(e *model.Entity, f *model.Field) {
		for _, digits := range []string{
			"9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
			strings.Repeat("9", 400), "1e400", "-1e400",
		} {
			c.post(collection(e), c.payload(e).but(f.Name, exact(digits))).is(400, 422)
		}
		c.refusesValue(e, f, exact("9007199254740993"), "too_large|wrong_type")
	})
}

func integerFraction(t *T) {
	c := t.anybody()
	t.eachField("integer", isInteger, func(e *model.Entity, f *model.Field) {
		low, _ := integerLimits(f)
		for _, digits := range []string{decimalText(10*max(low, 0)+15, 1), "1e-1", "0.1"} {
			c.refusesValue(e, f, exact(digits), "wrong_type")
		}
	})
}

func decimalWithin(t *T) {
	c := t.user()
	t.eachField("decimal", isDecimal, func(e *model.Entity, f *model.Field) {
		low, high := decimalLimits(f)
		for _, n := range []int64{low, high} {
			c.stores(e, f, decimalText(n, f.Scale), decimalText(n, f.Scale))
		}
	})
}

func decimalBeyond(t *T) {
	c := t.anybody()
	t.eachField("decimal with min or max", func(f *model.Field) bool { return isDecimal(f) && (f.Min != "" || f.Max != "") },
		func(e *model.Entity, f *model.Field) {
			low, high := decimalLimits(f)
			if f.Min != "" {
				c.refusesValue(e, f, decimalText(low-1, f.Scale), "too_small")
			}
			if f.Max != "" {
				c.refusesValue(e, f, decimalText(high+1, f.Scale), "too_large")
			}
		})
}

func decimalForm(t *T) {
	c := t.anybody()
	t.eachField("decimal", isDecimal, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{
			"", "x", "1e2", "1E2", "+1", ".5", "5.", "1,5", " 1", "1 ", "1\n", "--1", "-", "0x10", "1_0", "NaN", "Infinity", "１", "1.2.3", "٣",
			"1." + strings.Repeat("0", f.Scale+1), "1." + strings.Repeat("0", f.Scale) + "1",
		} {
			c.refusesValue(e, f, text, "invalid_format")
		}
	})
}

// decimalDigits sends numbers that a binary fraction can't hold.
func decimalDigits(t *T) {
	c := t.user()
	t.eachField("decimal", isDecimal, func(e *model.Entity, f *model.Field) {
		low, high := decimalLimits(f)
		for _, n := range []int64{10, 30, 110, 1005, 29, 115, 999_999_999_999_999, 123_456_789_012_345, 900_719_925_474_099, -7, -1005} {
			if low <= n && n <= high && !f.Unique {
				c.stores(e, f, decimalText(n, f.Scale), decimalText(n, f.Scale))
			}
		}
	})
}

// whole is a small whole number within the decimal's limits.
func whole(f *model.Field) (int64, bool) {
	low, high := decimalLimits(f)
	for _, n := range []int64{1, 0, 7, 12, 100, -1, -7} {
		if units := n * pow10(f.Scale); low <= units && units <= high {
			return n, true
		}
	}
	return 0, false
}

// eachWhole calls f for each decimal that takes a small whole number.
func (t *T) eachWhole(f func(*model.Entity, *model.Field, int64)) {
	takes := func(field *model.Field) bool { _, ok := whole(field); return isDecimal(field) && ok }
	t.eachField("decimal that takes a small whole number", takes, func(e *model.Entity, field *model.Field) {
		n, _ := whole(field)
		f(e, field, n)
	})
}

func decimalScale(t *T) {
	c := t.user()
	t.eachWhole(func(e *model.Entity, f *model.Field, n int64) {
		c.stores(e, f, numberText(n), decimalText(n*pow10(f.Scale), f.Scale))
	})
}

func decimalLeadingZeros(t *T) {
	c := t.anybody()
	t.eachWhole(func(e *model.Entity, f *model.Field, n int64) {
		if n >= 0 && !f.Unique {
			c.stores(e, f, "00"+numberText(n), decimalText(n*pow10(f.Scale), f.Scale))
		}
	})
}

func decimalMinusZero(t *T) {
	c := t.anybody()
	zero := func(f *model.Field) bool {
		low, high := decimalLimits(f)
		return isDecimal(f) && low <= 0 && high >= 0 && !f.Unique
	}
	t.eachField("decimal that takes zero", zero, func(e *model.Entity, f *model.Field) {
		c.stores(e, f, "-0", decimalText(0, f.Scale))
		if f.Scale > 0 {
			c.stores(e, f, "-0.0", decimalText(0, f.Scale))
		}
	})
}

func decimalTooManyDigits(t *T) {
	c := t.anybody()
	t.eachField("decimal", isDecimal, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{
			decimalText(1_000_000_000_000_000, f.Scale), strings.Repeat("9", 16), "1" + strings.Repeat("0", 400),
		} {
			c.refusesValue(e, f, text, "invalid_format|too_large|too_long")
		}
	})
}
