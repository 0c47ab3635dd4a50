package com.example.mybooks.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Says what an error of the database means to the program, whichever database it came from. */
public final class DatabaseErrors {
    /** The kinds of errors. */
    public enum Kind {
        OTHER,
        /** Another row has this value. */
        NOT_UNIQUE,
        /** A row that is pointed at is missing, or a row to be deleted is pointed at. */
        NO_REFERENCE,
        /** The transaction had to give way and can be run again. */
        RETRY,
        /** The database is away or too busy. */
        UNAVAILABLE,
        /** Waiting won't help: a wrong password, an unknown database. */
        FATAL
    }

    private DatabaseErrors() {}

    public static Kind kind(Throwable error) {
        for (var cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                var kind = kindOf(e);
                if (kind != Kind.OTHER) {
                    return kind;
                }
            }
        }
        return error instanceof CannotCreateTransactionException ? Kind.UNAVAILABLE : Kind.OTHER;
    }

    private static Kind kindOf(SQLException error) {
        for (var product : Products.ALL) {
            var kind = product.kind(error);
            if (kind != Kind.OTHER) {
                return kind;
            }
        }
        var isAway = error instanceof SQLTransientException || error instanceof SQLNonTransientConnectionException
                || error instanceof SQLRecoverableException;
        return isAway ? Kind.UNAVAILABLE : Kind.OTHER;
    }
}
