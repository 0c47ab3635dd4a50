package com.example.mybooks.database;

import java.net.URI;
import java.sql.SQLException;

/** A database that the program can use: what is special about it. */
interface Product {
    /** The folder with its migrations. */
    String name();

    /** Whether DATABASE_URL begins like this for it. */
    default boolean hasScheme(String scheme) {
        return name().equals(scheme);
    }

    /** The class that knows its SQL for Hibernate. */
    String dialect();

    /** Translates DATABASE_URL; the exception says how the sentence goes on after that name. */
    DatabaseUrl locate(URI url);

    /** A statement that every connection begins with, or null. */
    default String firstStatement() {
        return null;
    }

    /** What an error of its driver means. */
    DatabaseErrors.Kind kind(SQLException error);
}
