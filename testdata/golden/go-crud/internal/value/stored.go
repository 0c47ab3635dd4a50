package value

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// storedTime is understood by every database, and sorts as text in SQLite.
const storedTime = "2006-01-02 15:04:05.000"

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
