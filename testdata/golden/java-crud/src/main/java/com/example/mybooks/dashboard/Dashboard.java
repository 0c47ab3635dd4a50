package com.example.mybooks.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** What there is: a user's own things, or everybody's for administrators. */
record Dashboard(
        @JsonProperty("scope") @Schema(allowableValues = {"own", "all"}) String scope,
        @JsonProperty("users") Long users,
        @JsonProperty("totals") Map<String, Long> totals,
        @JsonProperty("created_per_day") List<Day> createdPerDay,
        @JsonProperty("by") Map<String, Map<String, Long>> by) {

    record Day(@JsonProperty("date") LocalDate date, @JsonProperty("count") long count) {}
}
