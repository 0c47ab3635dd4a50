package com.example.mybooks.list;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;

/** A part of a collection. */
public record ListPage<T>(
        @JsonProperty("items") List<T> items,
        @JsonProperty("next_cursor") String nextCursor) {

    public <V> ListPage<V> map(Function<T, V> view) {
        return new ListPage<>(items.stream().map(view).toList(), nextCursor);
    }

    /** The answer with this page, and with a link to the next one. */
    public ResponseEntity<ListPage<T>> answer(ListRequest<?> request) {
        var answer = ResponseEntity.ok();
        if (nextCursor != null) {
            answer.header("Link", "<" + request.link(nextCursor) + ">; rel=\"next\"");
        }
        return answer.body(this);
    }
}
