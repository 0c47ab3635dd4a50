package conformance

import (
	"github.com/scaffolio/scaffolio/internal/model"
)

func timeChecks() []check {
	const date = "date: a real day, `1000-01-01` to `9999-12-31`, the same day back"
	const datetime = "datetime: `YYYY-MM-DDTHH:MM:SS(.fraction)?(Z|±HH:MM)`, upper case; after conversion to UTC within the same days"
	value := func(name, clause string, run func(*T)) check {
		return check{chapter: 7, name: name, clause: clause, run: run}
	}
	return []check{
		value("date", date, dates),
		value("date-refused", date, datesRefused),
		{
			chapter: 7, name: "date-any-zone", needs: needsStart, run: datesAnyZone,
			clause: "the same day back, whatever the machine's time zone",
		},
		value("datetime", datetime, dateTimes),
		value("datetime-offset", datetime, dateTimesOffset),
		value("datetime-refused", datetime, dateTimesRefused),
		value("datetime-limits", datetime, dateTimeLimits),
		value("datetime-fraction", datetime, dateTimesFraction),
	}
}

func isDate(f *model.Field) bool     { return f.Type == model.Date }
func isDateTime(f *model.Field) bool { return f.Type == model.DateTime }

// days are days at which calendars go wrong.
func days() []string {
	return []string{
		"1000-01-01", "9999-12-31", "2024-02-29", "2000-02-29", "1582-10-10", "1900-02-28", "1969-12-31", "1970-01-01", "2024-03-10",
		"2024-10-27", "1752-09-10", "2011-12-30",
	}
}

func dates(t *T) {
	c := t.user()
	t.eachField("date", isDate, func(e *model.Entity, f *model.Field) {
		for _, day := range days() {
			c.stores(e, f, day, day)
		}
	})
}

func datesRefused(t *T) {
	c := t.anybody()
	t.eachField("date", isDate, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{
			"", "today", "2023-02-29", "1900-02-29", "2024-00-10", "2024-13-01", "2024-04-31", "2024-01-00", "0999-12-31", "0000-01-01",
			"10000-01-01", "-2024-01-01", "2024-1-1", "24-01-01", "2024-01-01T00:00:00Z", "2024-01-01 ", " 2024-01-01", "2024/01/01",
			"20240101", "2024-W01-1", "2024-001", "01.02.2024", "２０２４-01-01", "2024-01-01\n",
		} {
			c.refusesValue(e, f, text, "invalid_format|too_small|too_large")
		}
	})
}

// datesAnyZone keeps days and times on machines far west and far east.
func datesAnyZone(t *T) {
	t.eachField("date or datetime", ofType(model.Date, model.DateTime), func(*model.Entity, *model.Field) {})
	for _, zone := range []string{"America/Los_Angeles", "Pacific/Kiritimati"} {
		c := t.start(env("TZ", zone)).user()
		t.eachEntity(func(e *model.Entity) {
			for _, f := range fields(e, isDate) {
				for _, day := range days() {
					c.stores(e, f, day, day)
				}
			}
			for _, f := range fields(e, isDateTime) {
				c.stores(e, f, "2024-03-10T02:30:00+01:00", "2024-03-10T01:30:00.000Z")
				c.stores(e, f, "1000-01-01T00:00:00Z", "1000-01-01T00:00:00.000Z")
			}
		})
	}
}

func dateTimes(t *T) {
	c := t.user()
	t.eachField("datetime", isDateTime, func(e *model.Entity, f *model.Field) {
		for _, day := range days() {
			c.stores(e, f, day+"T23:59:59Z", day+"T23:59:59.000Z")
		}
		c.stores(e, f, "2024-05-06T00:00:00Z", "2024-05-06T00:00:00.000Z")
	})
}

func dateTimesOffset(t *T) {
	c := t.user()
	t.eachField("datetime", isDateTime, func(e *model.Entity, f *model.Field) {
		c.stores(e, f, "2024-05-06T07:08:09+02:00", "2024-05-06T05:08:09.000Z")
		c.stores(e, f, "2024-05-06T00:00:00-05:30", "2024-05-06T05:30:00.000Z")
		c.stores(e, f, "2024-12-31T23:59:59-00:01", "2025-01-01T00:00:59.000Z")
		c.stores(e, f, "2024-03-01T00:00:00+14:00", "2024-02-29T10:00:00.000Z")
		c.stores(e, f, "2024-05-06T07:08:10+00:00", "2024-05-06T07:08:10.000Z")
	})
}

func dateTimesRefused(t *T) {
	c := t.anybody()
	t.eachField("datetime", isDateTime, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{
			"", "now", "2024-05-06", "2024-05-06T07:08Z", "2024-05-06T07:08:09", "2024-05-06 07:08:09Z", "2024-05-06t07:08:09Z",
			"2024-05-06T07:08:09z", "2024-05-06T24:00:00Z", "2024-05-06T07:60:00Z", "2024-05-06T07:08:60Z", "2023-02-29T07:08:09Z",
			"2024-05-06T07:08:09+2:00", "2024-05-06T07:08:09+0200", "2024-05-06T07:08:09+02", "2024-05-06T07:08:09+24:00",
			"2024-05-06T07:08:09+02:60", "2024-05-06T07:08:09.Z", "2024-05-06T07:08:09,5Z", "2024-05-06T7:08:09Z", "1714979289",
			"2024-05-06T07:08:09 Z", " 2024-05-06T07:08:09Z", "2024-05-06T07:08:09Z\n", "20240506T070809Z", "2024-13-06T07:08:09Z",
			"2024-05-06T07:08:09+02:00[Europe/Berlin]", "2024-05-06T07:08:09−02:00",
		} {
			c.refusesValue(e, f, text, "invalid_format|too_small|too_large")
		}
	})
}

func dateTimeLimits(t *T) {
	c := t.anybody()
	t.eachField("datetime", isDateTime, func(e *model.Entity, f *model.Field) {
		c.stores(e, f, "1000-01-01T01:00:00+01:00", "1000-01-01T00:00:00.000Z")
		c.stores(e, f, "9999-12-31T22:59:59-01:00", "9999-12-31T23:59:59.000Z")
		for _, text := range []string{
			"1000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "0999-12-31T23:59:59Z", "10000-01-01T00:00:00Z",
		} {
			c.refusesValue(e, f, text, "invalid_format|too_small|too_large")
		}
	})
}

func dateTimesFraction(t *T) {
	c := t.user()
	t.eachField("datetime", isDateTime, func(e *model.Entity, f *model.Field) {
		c.stores(e, f, "2024-05-06T07:08:09.1Z", "2024-05-06T07:08:09.100Z")
		c.stores(e, f, "2024-05-06T07:08:09.120+00:00", "2024-05-06T07:08:09.120Z")
		c.stores(e, f, "2024-05-06T07:08:09.123456789Z", "2024-05-06T07:08:09.123Z")
		c.stores(e, f, "1969-12-31T23:59:59.9996Z", "1969-12-31T23:59:59.999Z")
		c.stores(e, f, "9999-12-31T23:59:59.9999Z", "9999-12-31T23:59:59.999Z")
	})
}
