package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

func sqliteDialect() dialect {
	return dialect{
		name: "sqlite", driver: "sqlite", singleWriter: true,
		dsn: sqliteDSN, lock: sqliteLock, kind: sqliteKind,
	}
}

// The pragmas hold for every connection of the pool. WAL lets readers go on while one writes; a transaction
// takes the write lock at its beginning (_txlock), because one that asks for it later can't wait for it.
const sqliteOptions = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" +
	"&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(ON)&_txlock=immediate"

var windowsDrive = regexp.MustCompile(`^/[A-Za-z]:/`)

// sqliteDSN translates sqlite:///path into what the driver takes, and makes the folder.
func sqliteDSN(u *url.URL) (string, error) {
	path := u.Path
	if u.Host != "" || path == "" || path == "/" {
		return "", errors.New("must be written as sqlite:///path/to/file.db")
	}
	if windowsDrive.MatchString(path) {
		path = path[1:]
	}
	if err := os.MkdirAll(filepath.Dir(filepath.FromSlash(path)), 0o700); err != nil {
		return "", fmt.Errorf("is in a folder that can't be made: %w", err)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + sqliteOptions, nil
}

// sqliteLock begins a transaction that keeps every other writer out, also of other processes.
func sqliteLock(ctx context.Context, conn *sql.Conn) (func(bool) error, error) {
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	return func(failed bool) error {
		end := "COMMIT"
		if failed {
			end = "ROLLBACK"
		}
		_, err := conn.ExecContext(context.WithoutCancel(ctx), end)
		return err
	}, nil
}

func sqliteKind(err error) Kind {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return Other
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return NotUnique
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return NoReference
	}
	const primary = 0xff // the low byte is the kind, the rest says more about it
	switch e.Code() & primary {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT:
		return Unavailable
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY:
		return Fatal
	}
	return Other
}
