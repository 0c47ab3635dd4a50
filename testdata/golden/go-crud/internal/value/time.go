package value

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"time"
)

// storedTime is understood by every database, and sorts as text in SQLite.
const storedTime = "2006-01-02 15:04:05.000"

var timePattern = regexp.MustCompile(`\A[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])\z`)

// Time is a moment, in UTC and cut to milliseconds.
type Time struct{ time.Time }

// TimeOf takes a moment.
func TimeOf(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// Now is the present moment.
func Now() Time { return TimeOf(time.Now()) }

// Moment is a date and a time of day with its distance from UTC.
func Moment() Type[Time] {
	return Type[Time]{Quoted: true, Parse: func(s string) (Time, error) {
		t, err := time.Parse(time.RFC3339Nano, s)
		if !timePattern.MatchString(s) || err != nil || !inCalendar(t.UTC()) {
			return Time{}, invalid("invalid_format", "Must be a time such as 2026-11-20T10:00:00Z.")
		}
		return TimeOf(t), nil
	}}
}

func inCalendar(t time.Time) bool { return t.Year() >= 1000 && t.Year() <= 9999 }

// String is the moment as RFC 3339 writes it, with exactly three digits of fraction.
func (t Time) String() string { return t.Format("2006-01-02T15:04:05.000Z") }

// MarshalJSON writes the same.
func (t Time) MarshalJSON() ([]byte, error) { return []byte(`"` + t.String() + `"`), nil }

// Value hands the moment to the database as text, which no driver shifts into another time zone.
func (t Time) Value() (driver.Value, error) { return t.Format(storedTime), nil }

// Scan takes the moment from the database.
func (t *Time) Scan(stored any) (err error) {
	switch v := stored.(type) {
	case time.Time:
		*t = TimeOf(v)
	case []byte:
		return t.Scan(string(v))
	case string:
		t.Time, err = time.Parse(storedTime, v)
	default:
		err = fmt.Errorf("a time can't be read from %T", stored)
	}
	return err
}

// Date is a day as text, such as 2026-11-20: no time zone can turn it into another day.
type Date string

// Day is a day that exists.
func Day() Type[Date] {
	return Type[Date]{Quoted: true, Parse: func(s string) (Date, error) {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil || !inCalendar(t) {
			return "", invalid("invalid_format", "Must be a day such as 2026-11-20.")
		}
		return Date(s), nil
	}}
}

// Value hands the day to the database.
func (d Date) Value() (driver.Value, error) { return string(d), nil }

// Scan takes the day from the database.
func (d *Date) Scan(stored any) error {
	switch v := stored.(type) {
	case time.Time:
		*d = Date(v.Format(time.DateOnly))
	case []byte:
		*d = Date(v)
	case string:
		*d = Date(v)
	default:
		return fmt.Errorf("a day can't be read from %T", stored)
	}
	return nil
}
