package com.example.mybooks.http;

import com.example.mybooks.http.Problem.Detail;
import com.example.mybooks.value.Refused;
import com.example.mybooks.value.Value;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object that a client sent. Its fields are asked for one by one, so that every problem is told at once, and
 * what nobody asked for is known to be too much. JSON null is the same as no field.
 */
public class Body {
    private final JsonNode object;
    private final Set<String> asked = new HashSet<>();
    private final List<Detail> details = new ArrayList<>();

    public Body(JsonNode json) {
        if (!json.isObject()) {
            throw Refusal.invalid(List.of(new Detail("", null, "wrong_type", "Must be an object.")));
        }
        object = json;
    }

    private void refuse(String name, String code, String message) {
        details.add(Detail.inBody(name, code, message));
    }

    /** The value of a field that must have one. It is null if it was refused: {@link #check} tells. */
    public <T> T required(String name, Value<T> type) {
        return read(name, type, true);
    }

    /** The value of a field, or null. */
    public <T> T optional(String name, Value<T> type) {
        return read(name, type, false);
    }

    /** The value of a field, or its default. */
    public <T> T or(String name, Value<T> type, T fallback) {
        var value = read(name, type, false);
        return value == null ? fallback : value;
    }

    private <T> T read(String name, Value<T> type, boolean required) {
        asked.add(name);
        var json = object.get(name);
        var missing = "required";
        try {
            if (json != null && !json.isNull()) {
                return type.parse(textOf(json, type.quoted()));
            }
        } catch (Refused e) {
            if (!e.code().equals("blank")) {
                refuse(name, e.code(), e.getMessage());
                return null;
            }
            missing = "blank";
        }
        if (required) {
            refuse(name, missing, "Must be filled in.");
        }
        return null;
    }

    private static String textOf(JsonNode json, boolean quoted) {
        if (quoted && !json.isString()) {
            throw new Refused("wrong_type", "Must be text.");
        }
        if (!quoted) {
            return json.toString();
        }
        // Half of a surrogate pair is no character: UTF-8 has no bytes for it.
        return json.stringValue().codePoints().map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** Tells everything that is wrong, after everything allowed was asked for. */
    public void check() {
        for (var name : new TreeSet<>(object.propertyNames())) {
            if (!asked.contains(name)) {
                refuse(name, "unknown_field", "Is not a field that can be set.");
            }
        }
        if (!details.isEmpty()) {
            throw Refusal.invalid(details);
        }
    }
}
