// Package database opens the database that DATABASE_URL names, brings its tables up to date and hides
// what differs between the products.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"
)

// startupPatience is how long Open waits for a database server that is still starting.
const startupPatience = 30 * time.Second

// maxConns bounds the pool: more connections than this only queue up inside the database.
const maxConns = 20

// DB is a connection pool that knows which product it talks to.
type DB struct {
	*sql.DB
	dialect dialect
	writer  sync.Mutex
}

// dialect is what this package must know about one database product.
type dialect struct {
	name         string // the folder of its migrations
	driver       string
	singleWriter bool // writers take turns in the whole database, so they may as well queue up here
	txOptions    *sql.TxOptions
	dsn          func(*url.URL) (string, error)
	lock         func(context.Context, *sql.Conn) (unlock func(failed bool) error, err error)
	kind         func(error) Kind
}

// Open connects to the database, waits for it to answer and applies the migrations it lacks.
func Open(ctx context.Context, rawURL string) (*DB, error) {
	dialect, dsn, err := translate(rawURL)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL %w", err)
	}
	pool, err := sql.Open(dialect.driver, dsn)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL %w", err)
	}
	pool.SetMaxOpenConns(maxConns)
	pool.SetMaxIdleConns(maxConns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	db := &DB{DB: pool, dialect: dialect}
	if err := db.prepare(ctx); err != nil {
		_ = pool.Close()
		return nil, err
	}
	return db, nil
}

// Check tells what is wrong with a DATABASE_URL, without using it.
func Check(rawURL string) error {
	_, _, err := translate(rawURL)
	return err
}

// translate finds out which product a URL is for, and what its driver calls the same place.
func translate(rawURL string) (dialect, string, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return dialect{}, "", errors.New("can't be read as an address; is every special character written as %XX?")
	}
	product, ok := dialectFor(u.Scheme)
	if !ok {
		return dialect{}, "", fmt.Errorf("begins with %q, which is no database that this program knows", u.Scheme)
	}
	dsn, err := product.dsn(u)
	return product, dsn, err
}

func (db *DB) prepare(ctx context.Context) error {
	if err := db.wait(ctx); err != nil {
		return fmt.Errorf("the database can't be reached: %w", err)
	}
	if err := db.migrate(ctx); err != nil {
		return fmt.Errorf("the database's tables can't be brought up to date: %w", err)
	}
	return nil
}

// wait asks for the database again and again until it answers or patience ends.
func (db *DB) wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startupPatience)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil || db.dialect.kind(err) == Fatal {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// Tx runs fn in a transaction, which is committed when fn returns nil. Where the database gives way to
// another transaction (a deadlock), fn is run again: it must have no effect outside the transaction.
func (db *DB) Tx(ctx context.Context, fn func(*sql.Tx) error) error {
	if db.dialect.singleWriter {
		db.writer.Lock()
		defer db.writer.Unlock()
	}
	const attempts = 5
	var err error
	for range attempts {
		if err = db.once(ctx, fn); db.Kind(err) != Retry {
			return err
		}
	}
	return err
}

func (db *DB) once(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, db.dialect.txOptions)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Queryer is what a *DB and a transaction have in common: what reads and writes can take either.
type Queryer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}
