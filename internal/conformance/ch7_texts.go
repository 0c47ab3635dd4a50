package conformance

import (
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func textChecks() []check {
	const str = "string: one line: control characters 422; whitespace around it trimmed; ≤ max code points …; empty is `blank` when " +
		"required, else null"
	const text = "text: ≤ max code points …, stored as sent; NUL 422; required: not only whitespace"
	value := func(name, clause string, run func(*T)) check {
		return check{chapter: 7, name: name, clause: clause, run: run}
	}
	return []check{
		value("string-control", str, stringControl),
		value("string-trimmed", str, stringTrimmed),
		value("string-not-trimmed", "Whitespace is `[ \\t\\r\\n\\f\\v]`.", stringNotTrimmed),
		value("string-longest", str, stringLongest),
		value("string-too-long", str, stringTooLong),
		value("string-shortest", "Codes: … `too_short`", stringShortest),
		value("string-blank", str, stringBlank),
		value("string-empty-is-null", str, stringEmptyIsNull),
		value("string-any-text", str, stringAnyText),
		value("text-as-sent", text, textAsSent),
		value("text-longest", text, textLongest),
		value("text-too-long", text, textTooLong),
		value("text-nul", text, textNUL),
		value("text-blank", text, textBlank),
	}
}

func isString(f *model.Field) bool { return f.Type == model.String }
func isText(f *model.Field) bool   { return f.Type == model.Text }

// room tells whether the field takes a text of so many code points.
func room(f *model.Field, length int) bool {
	low, high := lengths(f)
	return low <= length && length <= high
}

// padded is the text made long enough for the field.
func padded(f *model.Field, text string) string {
	low, _ := lengths(f)
	return text + strings.Repeat("x", max(0, low-len([]rune(text))))
}

func stringControl(t *T) {
	c := t.anybody()
	t.eachField("string", isString, func(e *model.Entity, f *model.Field) {
		for _, control := range []string{"\n", "\r", "\t", "\x00", "\x01", "\x1b", "\x1f", "\x7f"} {
			if text := padded(f, "a"+control+"b"); room(f, len(text)) {
				c.refusesValue(e, f, text, "invalid_format|not_allowed")
			}
		}
	})
}

func stringTrimmed(t *T) {
	c := t.anybody()
	t.eachField("string", isString, func(e *model.Entity, f *model.Field) {
		text := sample(f, t.suite.next()+700_000).(string)
		c.stores(e, f, "  "+text+"   ", text)
		_, high := lengths(f)
		longest := strings.Repeat("è", high)
		c.stores(e, f, " "+longest+" ", longest)
	})
}

func stringNotTrimmed(t *T) {
	c := t.anybody()
	t.eachField("string", func(f *model.Field) bool { return isString(f) && room(f, 20) }, func(e *model.Entity, f *model.Field) {
		for _, space := range []string{"\u00a0", "\u2003", "\u3000", "\ufeff"} {
			text := space + strings.Repeat("y", 18) + space
			c.stores(e, f, text, text)
		}
	})
}

func stringLongest(t *T) {
	c := t.user()
	t.eachField("string", isString, func(e *model.Entity, f *model.Field) {
		_, high := lengths(f)
		for _, sign := range []string{"é", "😀", "z"} {
			longest := strings.Repeat(sign, high)
			c.stores(e, f, longest, longest)
		}
	})
}

func stringTooLong(t *T) {
	c := t.anybody()
	t.eachField("string", isString, func(e *model.Entity, f *model.Field) {
		_, high := lengths(f)
		for _, sign := range []string{"z", "😀"} {
			c.refusesValue(e, f, strings.Repeat(sign, high+1), "too_long")
		}
		c.refusesValue(e, f, strings.Repeat("z", 100_000), "too_long")
	})
}

func stringShortest(t *T) {
	c := t.user()
	t.eachField("string or text with a least length",
		func(f *model.Field) bool { low, _ := lengths(f); return (isString(f) || isText(f)) && low > 0 },
		func(e *model.Entity, f *model.Field) {
			low, _ := lengths(f)
			c.stores(e, f, strings.Repeat("😀", low), strings.Repeat("😀", low))
			if low > 1 {
				c.refusesValue(e, f, strings.Repeat("😀", low-1), "too_short")
			}
		})
}

func stringBlank(t *T) {
	c := t.anybody()
	t.eachField("required string", func(f *model.Field) bool { return isString(f) && f.Required }, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{"", " ", "    "} {
			c.refusesValue(e, f, text, "blank")
		}
	})
}

func stringEmptyIsNull(t *T) {
	c := t.anybody()
	t.eachField("string that may be null", func(f *model.Field) bool { return isString(f) && f.Nullable() },
		func(e *model.Entity, f *model.Field) {
			c.stores(e, f, "", nil)
			c.stores(e, f, "   ", nil)
		})
}

func stringAnyText(t *T) {
	c := t.anybody()
	t.eachField("string", func(f *model.Field) bool { return isString(f) && room(f, 24) }, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{
			`O'Reilly "quoted" \ back`, `<script>alert(1)</script>`, `{{7*7}} ${7*7} %s %d`, "e\u0301 \u00e9 ß ﬁ İ ı 文字 ☃ é",
			`'; DROP TABLE users; --`, "\u202eright to left\u202c 😀 family", "\u2028 separators \u2029 in it", "null and undefined nil",
		} {
			text = padded(f, text)
			if room(f, len([]rune(text))) {
				c.stores(e, f, text, text)
			}
		}
	})
}

func textAsSent(t *T) {
	c := t.anybody()
	t.eachField("text", func(f *model.Field) bool { return isText(f) && room(f, 60) }, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{
			"  spaces around  ", "\r\nlines\r\nand\ttabs\n\n", "bell \a escape \x1b delete \x7f", "😀 \u00a0 \ufeff <b>not bold</b> \\ ' \"",
		} {
			text = padded(f, text)
			c.stores(e, f, text, text)
		}
	})
}

func textLongest(t *T) {
	c := t.anybody()
	t.eachField("text", isText, func(e *model.Entity, f *model.Field) {
		_, high := lengths(f)
		c.stores(e, f, strings.Repeat("😀", high), strings.Repeat("😀", high))
		spaces := strings.Repeat("x", high-1) + " "
		c.stores(e, f, spaces, spaces)
	})
}

func textTooLong(t *T) {
	c := t.anybody()
	t.eachField("text", isText, func(e *model.Entity, f *model.Field) {
		_, high := lengths(f)
		c.refusesValue(e, f, strings.Repeat("😀", high+1), "too_long")
		c.refusesValue(e, f, strings.Repeat("x", high)+" ", "too_long")
	})
}

func textNUL(t *T) {
	c := t.anybody()
	t.eachField("text", isText, func(e *model.Entity, f *model.Field) {
		c.refusesValue(e, f, padded(f, "a\x00b"), "invalid_format|not_allowed")
	})
}

func textBlank(t *T) {
	c := t.anybody()
	t.eachField("required text", func(f *model.Field) bool { return isText(f) && f.Required }, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{"", " ", " \t\r\n\f\v "} {
			c.refusesValue(e, f, text, "blank")
		}
	})
}
