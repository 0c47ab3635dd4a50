package com.example.mybooks.database;

import java.net.URI;
import java.util.Properties;

/** Where the data is, as the driver of the database wants it. */
public record DatabaseUrl(Product product, String jdbcUrl, String user, String password, Properties options) {

    /** Reads DATABASE_URL; the exception says how the sentence goes on after that name. */
    public static DatabaseUrl parse(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("can't be read as an address; is every special character written as %XX?");
        }
        return Products.ALL.stream().filter(product -> product.hasScheme(url.getScheme())).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "begins with \"" + url.getScheme() + "\", which is no database that this program knows"))
                .locate(url);
    }

    boolean isSqlite() {
        return product instanceof Sqlite;
    }
}
