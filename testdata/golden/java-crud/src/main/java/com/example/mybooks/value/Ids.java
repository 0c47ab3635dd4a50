package com.example.mybooks.value;

import java.security.SecureRandom;
import java.util.UUID;

/** Ids are UUIDs of version 7: they sort by the time they were made. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static String next() {
        var time = System.currentTimeMillis() << 16 | 0x7000 | RANDOM.nextInt(0x1000);
        var rest = RANDOM.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(time, rest).toString();
    }
}
