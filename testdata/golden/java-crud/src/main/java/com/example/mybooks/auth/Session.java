package com.example.mybooks.auth;

import com.example.mybooks.value.Ids;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One sign-in: it lives as long as its cookie is renewed. */
@Entity
@Table(name = "sessions")
class Session {
    @Id
    String id;

    @Column(name = "user_id")
    String userId;

    @Column(name = "secret_hash")
    String secretHash;

    @Column(name = "rotated_at")
    Instant rotatedAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "created_at")
    Instant createdAt;

    Session() {}

    Session(String userId, String secretHash, Instant now, Instant expiresAt) {
        this.id = Ids.next();
        this.userId = userId;
        this.secretHash = secretHash;
        this.rotatedAt = now;
        this.expiresAt = expiresAt;
        this.createdAt = now;
    }
}
