package com.example.mybooks.database;

import java.util.List;

/** The databases that DATABASE_URL can name. */
final class Products {
    static final List<Product> ALL = List.of(new Sqlite());

    private Products() {}
}
