package com.example.mybooks.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Counts what each client does within a minute. */
public class RateLimiter {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    /** Bounds the memory; who comes after so many others in one window shares a count. */
    private static final int MAX_CLIENTS = 100_000;

    private final int limit;
    private final Map<String, Integer> counts = new HashMap<>();
    private long ends = System.nanoTime();

    /** Makes a limiter; a limit of 0 is none. */
    public RateLimiter(int limit) {
        this.limit = limit;
    }

    /** Counts one more for a client, and refuses the request if it is one too many. */
    public synchronized void take(String client) {
        if (limit == 0) {
            return;
        }
        var now = System.nanoTime();
        if (now - ends >= 0) {
            ends = now + WINDOW_NANOS;
            counts.clear();
        }
        var known = counts.size() < MAX_CLIENTS || counts.containsKey(client);
        if (counts.merge(known ? client : "", 1, Integer::sum) > limit) {
            throw Refusal.rateLimited(Duration.ofNanos(ends - now));
        }
    }
}
