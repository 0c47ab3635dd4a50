package com.example.mybooks.shelves;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.example.mybooks.http.Body;
import com.example.mybooks.http.Input;
import com.example.mybooks.value.Values;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/** What a client may set of one of the shelves. */
record ShelfInput(
        @JsonProperty("label") @Schema(requiredMode = REQUIRED, maxLength = 80) String label)
        implements Input {

    ShelfInput(Body body) {
        this(
                body.required("label", Values.line(0, 80)));
    }
}
