package com.example.mybooks.auth;

/** What users have besides their account. It goes with them. */
public interface Belongings {
    /** Deletes everything that a user has, within the transaction that deletes the user. */
    void deleteOf(String userId);
}
