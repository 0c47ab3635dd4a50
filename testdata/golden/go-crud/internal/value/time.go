package value

import (
	"regexp"
	"time"
)

var timePattern = regexp.MustCompile(`\A[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])\z`)

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
