package com.example.mybooks.auth;

import com.example.mybooks.database.Transactions;
import com.example.mybooks.value.Moments;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Begins, renews and ends sessions. */
@Service
class SessionService {
    static final Duration LIFETIME = Duration.ofDays(30);

    /**
     * How long a secret that was just replaced is no sign of theft: two tabs of one browser may have sent it at the
     * same time.
     */
    private static final Duration ROTATION_GRACE = Duration.ofSeconds(10);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sessions sessions;
    private final EntityManager entities;
    private final Transactions transactions;

    SessionService(Sessions sessions, EntityManager entities, Transactions transactions) {
        this.sessions = sessions;
        this.entities = entities;
        this.transactions = transactions;
    }

    /** A session as its owner knows it. */
    record Grant(String userId, String sessionId, String secret) {}

    /** What came of an attempt to renew a session. */
    record Rotation(Grant grant, boolean ended) {}

    private static String newSecret() {
        var secret = new byte[32];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** What is stored of a secret. It is random, so that a quick hash will do. */
    private static String hash(String secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a session for a user who has just proved the password. */
    Grant start(String userId) {
        var secret = newSecret();
        return transactions.write(() -> {
            var now = Moments.now();
            sessions.endExpired(userId, now);
            var session = new Session(userId, hash(secret), now, now.plus(LIFETIME));
            entities.persist(session);
            return new Grant(userId, session.id, secret);
        });
    }

    /** Replaces the secret of a session. Nothing comes of a dead secret; a copied one ends the session. */
    Rotation rotate(String sessionId, String oldSecret) {
        var secret = newSecret();
        return transactions.write(() -> {
            var now = Moments.now();
            var changed = sessions.rotate(sessionId, hash(oldSecret), hash(secret), now, now.plus(LIFETIME));
            Optional<Session> session = sessions.findById(sessionId);
            if (changed == 1 && session.isPresent()) {
                return new Rotation(new Grant(session.get().userId, sessionId, secret), false);
            }
            if (session.isPresent() && session.get().rotatedAt.plus(ROTATION_GRACE).isBefore(now)) {
                sessions.end(sessionId);
                return new Rotation(null, true);
            }
            return new Rotation(null, session.isEmpty());
        });
    }

    void end(String sessionId, String secret) {
        transactions.write(() -> {
            sessions.end(sessionId, hash(secret));
            return sessionId;
        });
    }
}
