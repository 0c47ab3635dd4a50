package com.example.mybooks.testserver;

import java.util.Map;

/** What things belong to: by their table, the field that says so and the table of the other. */
final class Parents {
    static final Map<String, Map<String, String>> OF = Map.ofEntries(
            Map.entry("books", Map.of("shelf_id", "shelves")));

    private Parents() {}
}
