package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
)

// Kind is what an error of the database means to the program.
type Kind int

// The kinds of errors.
const (
	Other       Kind = iota
	NotUnique        // another row has this value
	NoReference      // a row that is pointed at is missing, or a row to be deleted is pointed at
	Retry            // the transaction had to give way and can be run again
	Unavailable      // the database is away or too busy
	Fatal            // waiting won't help: wrong password, unknown database
)

// Kind says what an error means, whichever database it came from.
func (db *DB) Kind(err error) Kind {
	var network net.Error
	switch {
	case err == nil || errors.Is(err, sql.ErrNoRows):
		return Other
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled),
		errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &network):
		return Unavailable
	}
	return db.dialect.kind(err)
}
