package com.example.mybooks.auth;

import com.example.mybooks.value.Ids;
import com.example.mybooks.value.Moments;
import com.example.mybooks.value.Values;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;

/** A user with what nobody is shown. */
@Entity
@Table(name = "users")
class Account {
    @Id
    String id;

    String email;
    String name;

    @Column(name = "password_hash")
    String passwordHash;

    String role;
    boolean disabled;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    Account() {}

    Account(String email, String name, String passwordHash, String role) {
        this.id = Ids.next();
        this.email = normal(email);
        this.name = name;
        this.passwordHash = passwordHash;
        this.role = role;
        this.createdAt = Moments.now();
    }

    /** The one form in which an address is stored and looked for. */
    static String normal(String email) {
        var trimmed = Values.trim(email);
        var isAscii = trimmed.chars().allMatch(c -> c < 128);
        return isAscii ? trimmed.toLowerCase(Locale.ROOT) : trimmed;
    }
}
