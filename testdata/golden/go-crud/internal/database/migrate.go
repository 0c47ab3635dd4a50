package database

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

// Each database has its own folder, because column types differ. Files are applied in the order of their
// names, each once; a file that was released is never changed, a new one is added.
//
//go:embed migrations
var migrations embed.FS

// migrate applies what is missing under a lock, so that two instances that start at once do it once.
func (db *DB) migrate(ctx context.Context) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	unlock, err := db.dialect.lock(ctx, conn)
	if err != nil {
		return err
	}
	err = applyMissing(ctx, conn, "migrations/"+db.dialect.name)
	if unlockErr := unlock(err != nil); err == nil {
		err = unlockErr
	}
	return err
}

func applyMissing(ctx context.Context, conn *sql.Conn, folder string) error {
	const table = `CREATE TABLE IF NOT EXISTS schema_migrations (name VARCHAR(100) NOT NULL PRIMARY KEY)`
	if _, err := conn.ExecContext(ctx, table); err != nil {
		return err
	}
	files, err := fs.Glob(migrations, folder+"/*.sql") // sorted by name
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := apply(ctx, conn, file); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func apply(ctx context.Context, conn *sql.Conn, file string) error {
	name := file[strings.LastIndex(file, "/")+1:]
	var done int
	row := conn.QueryRowContext(ctx, `SELECT COUNT(*) FROM schema_migrations WHERE name = `+Placeholder(1), name)
	if err := row.Scan(&done); err != nil || done > 0 {
		return err
	}
	text, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	for statement := range strings.SplitSeq(string(text), ";\n") { // drivers take one at a time
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	_, err = conn.ExecContext(ctx, `INSERT INTO schema_migrations (name) VALUES (`+Placeholder(1)+`)`, name)
	return err
}
