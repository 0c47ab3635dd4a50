package com.example.mybooks.item;

import java.net.URI;
import org.springframework.http.ResponseEntity;

/** Answers with one thing and its version. */
public final class Answers {
    private Answers() {}

    public static <V> ResponseEntity<V> created(Kind<?, ?> kind, OwnedItem item, V view) {
        return ResponseEntity.created(URI.create("/api/v1/" + kind.path() + "/" + item.getId()))
                .eTag(tag(item)).body(view);
    }

    public static <V> ResponseEntity<V> ok(OwnedItem item, V view) {
        return ResponseEntity.ok().eTag(tag(item)).body(view);
    }

    /** The version, as If-Match wants it. */
    public static String tag(OwnedItem item) {
        return "\"" + item.getVersion() + "\"";
    }
}
