package com.example.mybooks.auth;

import com.example.mybooks.value.Moments;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/** An account as the API shows it, and as the rest of the program knows who is asking. */
public record User(
        @JsonProperty("id") String id,
        @JsonProperty("email") String email,
        @JsonProperty("name") String name,
        @JsonProperty("role") @Schema(allowableValues = {USER, ADMIN}) String role,
        @JsonProperty("created_at") @Schema(format = "date-time") String createdAt) {
    static final String USER = "user";
    static final String ADMIN = "admin";

    static User of(Account account) {
        return new User(account.id, account.email, account.name, account.role, Moments.format(account.createdAt));
    }

    /** Whether the user reaches everybody's things. */
    @JsonIgnore
    public boolean isAdmin() {
        return role.equals(ADMIN);
    }
}
