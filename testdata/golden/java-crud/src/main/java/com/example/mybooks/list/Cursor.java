package com.example.mybooks.list;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The place after which a page begins: the sort key and the id of the row before it. A row that comes or goes in
 * between shifts nothing, as it would with OFFSET. The scope ties the cursor to its list.
 */
record Cursor(String s, String k, String i) {
    private static final JsonMapper MAPPER = new JsonMapper();

    String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(MAPPER.writeValueAsBytes(this));
    }

    /** Reads a cursor, or throws IllegalArgumentException. */
    static Cursor decode(String text) {
        try {
            var json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            var cursor = MAPPER.readValue(json, Cursor.class);
            if (cursor != null && cursor.s != null && cursor.k != null && cursor.i != null) {
                return cursor;
            }
        } catch (JacksonException e) {
            // told below
        }
        throw new IllegalArgumentException("no cursor");
    }
}
