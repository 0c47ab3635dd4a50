package com.example.mybooks.auth;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The sessions in the database. */
interface Sessions extends Repository<Session, String> {
    Optional<Session> findById(String id);

    /** Compares and replaces in one statement, so that of several uses of one secret exactly one succeeds. */
    @Modifying
    @Query("""
            update Session s set s.secretHash = :fresh, s.rotatedAt = :now, s.expiresAt = :expires
            where s.id = :id and s.secretHash = :old and s.expiresAt > :now""")
    int rotate(String id, String old, String fresh, Instant now, Instant expires);

    @Modifying
    @Query("delete from Session s where s.id = :id and s.secretHash = :hash")
    void end(String id, String hash);

    @Modifying
    @Query("delete from Session s where s.id = :id")
    void end(String id);

    @Modifying
    @Query("delete from Session s where s.userId = :user")
    void endAll(String user);

    @Modifying
    @Query("delete from Session s where s.userId = :user and s.expiresAt <= :now")
    void endExpired(String user, Instant now);
}
