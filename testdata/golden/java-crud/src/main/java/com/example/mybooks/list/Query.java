package com.example.mybooks.list;

import com.example.mybooks.http.Problem.Detail;
import com.example.mybooks.http.Refusal;
import com.example.mybooks.value.Refused;
import com.example.mybooks.value.Value;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parameters of a request. They are asked for one by one; what nobody asked for is refused. */
class Query {
    private final SortedMap<String, List<String>> parameters = new TreeMap<>();
    private final Set<String> garbled = new HashSet<>();
    private final Set<String> asked = new HashSet<>();
    private final List<Detail> details = new ArrayList<>();

    Query(String text) {
        for (var pair : text == null ? new String[0] : text.split("&")) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            try {
                if (!pair.isEmpty()) {
                    add(decode(name), decode(equals < 0 ? "" : pair.substring(equals + 1)));
                }
            } catch (IllegalArgumentException e) {
                refuse(name, "invalid_format", "Can't be read.");
            }
        }
    }

    private static byte[] decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
    }

    private void add(byte[] rawName, byte[] rawValue) {
        var name = new String(rawName, StandardCharsets.UTF_8);
        var value = new String(rawValue, StandardCharsets.UTF_8);
        parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        if (!Arrays.equals(rawValue, value.getBytes(StandardCharsets.UTF_8))) { // what is no UTF-8 becomes U+FFFD
            garbled.add(name);
        }
    }

    void refuse(String name, String code, String message) {
        details.add(Detail.inQuery(name, code, message));
    }

    /** The value of a parameter that may be given once, or null. */
    <T> T one(String name, Value<T> type) {
        var values = all(name);
        if (values.size() > 1) {
            refuse(name, "not_allowed", "Must be given only once.");
        } else if (garbled.contains(name)) {
            refuse(name, "invalid_format", "Must be UTF-8.");
            return null;
        }
        return values.size() == 1 ? parse(name, type, values.get(0)) : null;
    }

    /** Every value of a parameter. */
    List<String> all(String name) {
        asked.add(name);
        return parameters.getOrDefault(name, List.of());
    }

    Set<String> asked() {
        return asked;
    }

    <T> T parse(String name, Value<T> type, String text) {
        try {
            return type.parse(text);
        } catch (Refused e) {
            refuse(name, e.code(), e.getMessage());
            return null;
        }
    }

    /** What was sent, sorted by name. */
    SortedMap<String, List<String>> parameters() {
        return parameters;
    }

    /** Tells what is wrong, after everything allowed was asked for. */
    void check() {
        for (var name : parameters.keySet()) {
            if (!asked.contains(name)) {
                refuse(name, "unknown_field", "Is not a parameter of this list.");
            }
        }
        if (!details.isEmpty()) {
            throw Refusal.invalid(details);
        }
    }
}
