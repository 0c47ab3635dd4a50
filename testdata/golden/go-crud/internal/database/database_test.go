package database

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// open opens a new database, or that of TEST_DATABASE_URL.
func open(t *testing.T) *DB {
	t.Helper()
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" {
		address = "sqlite://" + filepath.ToSlash(filepath.Join("/", t.TempDir(), "test.db"))
	}
	db, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Instances that start at once migrate once, and a later one finds nothing to do.
func TestMigratesOnce(t *testing.T) {
	address := "sqlite://" + filepath.ToSlash(filepath.Join("/", t.TempDir(), "test.db"))
	files, err := fs.Glob(migrations, "migrations/sqlite/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			db, err := Open(t.Context(), address)
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = db.Close() }()
			var n int
			if err := db.QueryRow(`SELECT COUNT(*) FROM schema_migrations`).Scan(&n); err != nil || n != len(files) {
				t.Errorf("%d migrations are noted (%v)", n, err)
			}
		})
	}
	group.Wait()
}

func TestBadAddresses(t *testing.T) {
	for _, address := range []string{"oracle://x", "sqlite://", "sqlite://host/file", "postgres://%zz", "nothing"} {
		if err := Check(address); err == nil {
			t.Errorf("%s is taken", address)
		}
		if _, err := Open(t.Context(), address); err == nil {
			t.Errorf("%s is opened", address)
		}
	}
	folder, err := Open(t.Context(), "sqlite://"+filepath.ToSlash(filepath.Join("/", t.TempDir())))
	if err == nil {
		_ = folder.Close()
		t.Error("a folder is opened")
	}
}

func TestSQLiteAddress(t *testing.T) {
	dsn, err := sqliteDSN(&url.URL{Scheme: "sqlite", Path: t.TempDir() + "/a b.db"})
	if err != nil || !strings.Contains(dsn, "/a%20b.db?_pragma=") {
		t.Errorf("the driver is told %s (%v)", dsn, err)
	}
}

// A transaction that fails leaves nothing behind; one that has to give way is run again.
func TestTransactions(t *testing.T) {
	db := open(t)
	failed := errors.New("failed")
	err := db.Tx(t.Context(), func(tx *sql.Tx) error {
		if _, err := tx.Exec(`INSERT INTO schema_migrations (name) VALUES ('never')`); err != nil {
			return err
		}
		return failed
	})
	var n int
	if scanErr := db.QueryRow(`SELECT COUNT(*) FROM schema_migrations WHERE name = 'never'`).Scan(&n); scanErr != nil || n != 0 || !errors.Is(err, failed) {
		t.Errorf("%d rows stayed (%v, %v)", n, err, scanErr)
	}
}

func TestKinds(t *testing.T) {
	db := open(t)
	insert := func() error {
		_, err := db.Exec(`INSERT INTO schema_migrations (name) VALUES ('0001_accounts.sql')`)
		return err
	}
	for _, test := range []struct {
		name string
		err  error
		want Kind
	}{
		{"nothing", nil, Other},
		{"no rows", sql.ErrNoRows, Other},
		{"deadline", context.DeadlineExceeded, Unavailable},
		{"connection lost", io.ErrUnexpectedEOF, Unavailable},
		{"any other", errors.New("other"), Other},
		{"a row that is there", insert(), NotUnique},
	} {
		if got := db.Kind(test.err); got != test.want {
			t.Errorf("%s: %v is kind %d, want %d", test.name, test.err, got, test.want)
		}
	}
}

func TestQuery(t *testing.T) {
	var q Query
	q.Where("a = ?", 1)
	q.Where("(b = ? OR c = ?)", 2, 3)
	q.Append(" LIMIT ?", 4)
	text, args := q.SQL("SELECT x FROM t")
	want := "SELECT x FROM t WHERE a = " + Placeholder(1) + " AND (b = " + Placeholder(2) + " OR c = " + Placeholder(3) + ") LIMIT " + Placeholder(4)
	if text != want || len(args) != 4 {
		t.Errorf("%s with %v, want %s", text, args, want)
	}
	if got := Quote("order", "group"); got != `"order"."group"` {
		t.Errorf("quoted: %s", got)
	}
}
