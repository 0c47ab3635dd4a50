package com.example.mybooks.value;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;

/** Moments are in UTC and cut to milliseconds. */
public final class Moments {
    static final DateTimeFormatter OFFSETS = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Moments() {}

    public static Instant now() {
        return cut(Instant.now());
    }

    static Instant cut(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Writes a moment as RFC 3339 does, with exactly three digits of fraction. */
    public static String format(Instant moment) {
        return moment == null ? null : SHOWN.format(moment);
    }
}
