package com.example.mybooks.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** An account as administrators see it. */
record AdminUser(@JsonUnwrapped User user, @JsonProperty("disabled") boolean disabled) {
    static AdminUser of(Account account) {
        return new AdminUser(User.of(account), account.disabled);
    }
}
