package com.example.mybooks.books;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.example.mybooks.http.Body;
import com.example.mybooks.http.Input;
import com.example.mybooks.value.Values;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;

/** What a client may set of one of the books. */
record BookInput(
        @JsonProperty("shelf_id") @Schema(requiredMode = REQUIRED) String shelfId,
        @JsonProperty("title") @Schema(requiredMode = REQUIRED, maxLength = 200) String title,
        @JsonProperty("pages") @Schema(requiredMode = REQUIRED, minimum = "1", maximum = "10000") Long pages,
        @JsonProperty("status") @Schema(allowableValues = {"to_read", "reading", "done"}) String status,
        @JsonProperty("price") @Schema(type = "string") BigDecimal price,
        @JsonProperty("bought") LocalDate bought,
        @JsonProperty("link") @Schema(maxLength = 2048) String link,
        @JsonProperty("loved") Boolean loved,
        @JsonProperty("notes") @Schema(maxLength = 10000) String notes)
        implements Input {

    BookInput(Body body) {
        this(
                body.required("shelf_id", Values.id()),
                body.required("title", Values.line(0, 200)),
                body.required("pages", Values.integer(1, 10000)),
                body.or("status", Values.oneOf(BookKind.STATUS), "to_read"),
                body.optional("price", Values.decimal(2, "0", null)),
                body.optional("bought", Values.date()),
                body.optional("link", Values.url()),
                body.or("loved", Values.bool(), false),
                body.optional("notes", Values.text(0, 10000)));
    }
}
