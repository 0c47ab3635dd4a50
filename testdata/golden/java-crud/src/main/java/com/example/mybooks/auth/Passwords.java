package com.example.mybooks.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords on threads of their own, at most as many at once as there are processor cores: each takes 19 MiB
 * and a whole core, and the other requests want to go on.
 */
@Component
class Passwords {
    /** Stands in for the hash of an account that doesn't exist, so that refusing an unknown e-mail takes as long. */
    static final String NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    // What OWASP recommends. Raising it is safe: a password is hashed anew at its next login.
    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19456, 2);

    private final ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Passwords::thread);

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "password");
        thread.setDaemon(true); // it keeps no program from ending
        return thread;
    }

    String hash(String password) {
        return work(() -> encoder.encode(password));
    }

    boolean matches(String password, String hash) {
        return work(() -> encoder.matches(password, hash));
    }

    boolean isOutdated(String hash) {
        return encoder.upgradeEncoding(hash);
    }

    private <T> T work(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, workers).join();
    }
}
