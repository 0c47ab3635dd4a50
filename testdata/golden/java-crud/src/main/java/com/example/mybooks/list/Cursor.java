package com.example.mybooks.list;

import com.example.mybooks.value.Refused;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The place after which a page begins: the sort key and the id of the row before it. A row that comes or goes in
 * between shifts nothing, as it would with OFFSET. The scope ties the cursor to its list.
 */
record Cursor(String s, String k, String i) {
    static final Refused NOT_OF_THIS_LIST = new Refused("invalid_format", "Is not a cursor of this list.");

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(MAPPER.writeValueAsBytes(this));
    }

    /** Reads a cursor, or refuses it. */
    static Cursor decode(String text) {
        try {
            var json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            var cursor = MAPPER.readValue(json, Cursor.class);
            if (cursor != null && cursor.s != null && cursor.k != null && cursor.i != null) {
                return cursor;
            }
        } catch (IllegalArgumentException | JacksonException e) {
            // told below
        }
        throw NOT_OF_THIS_LIST;
    }
}
