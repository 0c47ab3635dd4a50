package com.example.mybooks.database;

import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteException;

/** SQLite keeps everything in one file, and is part of the program. */
class Sqlite implements Product {
    private static final String DRIVER = "jdbc:sqlite:";

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public String dialect() {
        return "org.hibernate.community.dialect.SQLiteDialect";
    }

    /**
     * The options hold for every connection. WAL lets readers go on while one writes; a transaction takes the
     * write lock at its beginning (IMMEDIATE), because one that asks for it later can't wait for it.
     */
    @Override
    public DatabaseUrl locate(URI url) {
        var path = url.getPath();
        if (url.getAuthority() != null || path == null || path.length() < 2) {
            throw new IllegalArgumentException("must be written as sqlite:///path/to/file.db");
        }
        var file = Path.of(path.matches("/[A-Za-z]:/.*") ? path.substring(1) : path);
        var options = new Properties();
        options.setProperty("busy_timeout", "5000");
        options.setProperty("journal_mode", "WAL");
        options.setProperty("synchronous", "NORMAL");
        options.setProperty("foreign_keys", "ON");
        options.setProperty("transaction_mode", "IMMEDIATE");
        return new DatabaseUrl(this, DRIVER + file, null, null, options);
    }

    /** The file of the database. */
    static Path file(DatabaseUrl url) {
        return Path.of(url.jdbcUrl().substring(DRIVER.length()));
    }

    @Override
    public DatabaseErrors.Kind kind(SQLException error) {
        if (!(error instanceof SQLiteException e)) {
            return DatabaseErrors.Kind.OTHER;
        }
        return switch (e.getResultCode()) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY -> DatabaseErrors.Kind.NOT_UNIQUE;
            case SQLITE_CONSTRAINT_FOREIGNKEY -> DatabaseErrors.Kind.NO_REFERENCE;
            case SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED, SQLITE_INTERRUPT -> DatabaseErrors.Kind.UNAVAILABLE;
            case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_READONLY -> DatabaseErrors.Kind.FATAL;
            default -> DatabaseErrors.Kind.OTHER;
        };
    }
}
