package com.example.mybooks.database;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs what writes, all of it or nothing. What only reads needs no transaction: it is one query. */
@Component
public class Transactions {
    private static final int ATTEMPTS = 5;

    private final TransactionTemplate template;
    private final boolean singleWriter;
    private final ReentrantLock writer = new ReentrantLock(true);

    Transactions(PlatformTransactionManager manager, DatabaseUrl url) {
        template = new TransactionTemplate(manager);
        singleWriter = url.isSqlite(); // its writers take turns, so they may as well queue up here, in order
    }

    /**
     * Runs the work in a transaction. Where the database gives way to another transaction (a deadlock), it is run
     * again: it must have no effect outside the transaction.
     */
    public <T> T write(Supplier<T> work) {
        if (!singleWriter) {
            return tryAgain(work);
        }
        writer.lock();
        try {
            return tryAgain(work);
        } finally {
            writer.unlock();
        }
    }

    private <T> T tryAgain(Supplier<T> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                return template.execute(status -> work.get());
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || DatabaseErrors.kind(e) != DatabaseErrors.Kind.RETRY) {
                    throw e;
                }
            }
        }
    }
}
