package com.example.mybooks.value;

import java.util.function.Function;

/** What a field takes. JSON writes its values in quotes, or as they are; in a query both look the same. */
public record Value<T>(boolean quoted, Function<String, T> parser) {

    /** Reads a value, or throws {@link Refused}. */
    public T parse(String text) {
        return parser.apply(text);
    }
}
