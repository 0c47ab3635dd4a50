package com.example.mybooks.auth;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The accounts in the database. */
interface Accounts extends Repository<Account, String> {
    Optional<Account> findById(String id);

    Optional<Account> findByEmail(String email);

    /** Whose session it is, if that is still good: one query, so that signing out takes effect at once. */
    @Query("""
            select a from Account a join Session s on s.userId = a.id
            where s.id = :session and a.id = :user and s.expiresAt > :now and a.disabled = false""")
    Optional<Account> findBySession(String session, String user, Instant now);

    void delete(Account account);

}
