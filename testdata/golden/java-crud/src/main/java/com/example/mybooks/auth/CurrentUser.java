package com.example.mybooks.auth;

import org.springframework.security.core.context.SecurityContextHolder;

/** The user who sent the request that this thread handles. */
final class CurrentUser {
    private CurrentUser() {}

    static User get() {
        return (User) SecurityContextHolder.getContext().getAuthentication().getPrincipal();
    }
}
