package com.example.mybooks.books;

import com.example.mybooks.item.ParentLabel;
import com.example.mybooks.value.Decimals;
import com.example.mybooks.value.Moments;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;

/** One of the books as the API shows it. */
record BookView(
        @JsonProperty("id") String id,
        @JsonProperty("owner_id") String ownerId,
        @JsonProperty("shelf_id") String shelfId,
        @JsonProperty("shelf") ParentLabel shelf,
        @JsonProperty("title") String title,
        @JsonProperty("pages") Long pages,
        @JsonProperty("status") @Schema(allowableValues = {"to_read", "reading", "done"}) String status,
        @JsonProperty("price") String price,
        @JsonProperty("bought") LocalDate bought,
        @JsonProperty("link") String link,
        @JsonProperty("loved") Boolean loved,
        @JsonProperty("notes") String notes,
        @JsonProperty("created_at") @Schema(format = "date-time") String createdAt,
        @JsonProperty("updated_at") @Schema(format = "date-time") String updatedAt,
        @JsonProperty("version") long version) {

    static BookView of(Book item) {
        return new BookView(
                item.getId(),
                item.getOwnerId(),
                item.shelf.getId(),
                item.shelf.asParent(),
                item.title,
                item.pages,
                item.status,
                Decimals.format(item.price),
                item.bought,
                item.link,
                item.loved,
                item.notes,
                Moments.format(item.getCreatedAt()),
                Moments.format(item.getUpdatedAt()),
                item.getVersion());
    }
}
