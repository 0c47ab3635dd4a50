package com.example.mybooks.shelves;

import com.example.mybooks.value.Moments;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/** One of the shelves as the API shows it. */
record ShelfView(
        @JsonProperty("id") String id,
        @JsonProperty("owner_id") String ownerId,
        @JsonProperty("label") String label,
        @JsonProperty("created_at") @Schema(format = "date-time") String createdAt,
        @JsonProperty("updated_at") @Schema(format = "date-time") String updatedAt,
        @JsonProperty("version") long version) {

    static ShelfView of(Shelf item) {
        return new ShelfView(
                item.getId(),
                item.getOwnerId(),
                item.label,
                Moments.format(item.getCreatedAt()),
                Moments.format(item.getUpdatedAt()),
                item.getVersion());
    }
}
