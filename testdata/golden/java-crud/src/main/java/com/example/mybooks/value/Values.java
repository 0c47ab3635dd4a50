package com.example.mybooks.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The types of the fields: what each one takes. */
public final class Values {
    /** The largest whole number that every JSON reader keeps exactly. */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    private static final int MAX_DIGITS = 15;
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("-?([0-9]+)(?:\\.([0-9]+))?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern MOMENT = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])");
    private static final Pattern FRACTION = Pattern.compile("(\\.[0-9]{9})[0-9]+");
    private static final Pattern EMAIL = Pattern.compile("[!-?A-~]+@[!-?A-~]+\\.[!-?A-~]+");
    private static final Pattern URL = Pattern.compile(
            "https?://([A-Za-z0-9_][A-Za-z0-9._~-]*|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?([/?#][!-~]*)?");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SPACE_AROUND = Pattern.compile("\\A[ \\t\\r\\n\\f\\x0B]+|[ \\t\\r\\n\\f\\x0B]+\\z");

    private Values() {}

    private static <T> Value<T> quoted(Function<String, T> parser) {
        return new Value<>(true, parser);
    }

    public static String trim(String text) {
        return SPACE_AROUND.matcher(text).replaceAll("");
    }

    /** One line of text without the whitespace around it. */
    public static Value<String> line(int min, int max) {
        return quoted(text -> {
            var line = trim(text);
            if (line.isEmpty()) {
                throw new Refused("blank", "Must be filled in.");
            }
            if (line.chars().anyMatch(Character::isISOControl)) {
                throw new Refused("invalid_format", "Must be a single line without control characters.");
            }
            return checkLength(line, min, max);
        });
    }

    /** Text of any number of lines, as it is sent. */
    public static Value<String> text(int min, int max) {
        return quoted(text -> {
            if (text.indexOf('\0') >= 0) { // databases can't keep it
                throw new Refused("invalid_format", "Must not contain the character NUL.");
            }
            return checkLength(text, min, max);
        });
    }

    /** Text without limits of its own. */
    public static Value<String> anyText() {
        return text(0, Integer.MAX_VALUE);
    }

    /** Text with something in it. */
    public static Value<String> filledText(int min, int max) {
        return quoted(text -> {
            if (trim(text).isEmpty()) {
                throw new Refused("blank", "Must be filled in.");
            }
            return text(min, max).parse(text);
        });
    }

    private static String checkLength(String text, int min, int max) {
        var length = text.codePointCount(0, text.length());
        if (length < min) {
            throw new Refused("too_short", "Must have at least " + min + " characters.");
        }
        if (length > max) {
            throw new Refused("too_long", "Must have at most " + max + " characters.");
        }
        return text;
    }

    /** A whole number. */
    public static Value<Long> integer(long min, long max) {
        return new Value<>(false, text -> {
            if (!INTEGER.matcher(text).matches()) {
                throw new Refused("wrong_type", "Must be a whole number.");
            }
            var number = new BigInteger(text);
            if (number.compareTo(BigInteger.valueOf(min)) < 0) {
                throw new Refused("too_small", "Must be at least " + min + ".");
            }
            if (number.compareTo(BigInteger.valueOf(max)) > 0) {
                throw new Refused("too_large", "Must be at most " + max + ".");
            }
            return number.longValue();
        });
    }

    /** A whole number without limits of its own. */
    public static Value<Long> anyInteger() {
        return integer(-MAX_INTEGER, MAX_INTEGER);
    }

    /** True or false. */
    public static Value<Boolean> bool() {
        return new Value<>(false, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Refused("wrong_type", "Must be true or false.");
        });
    }

    /** A decimal with exactly scale digits after the point, as many as 15 in all. */
    public static Value<BigDecimal> decimal(int scale) {
        return quoted(text -> {
            var parts = DECIMAL.matcher(text);
            var whole = MAX_DIGITS - scale;
            if (!parts.matches() || parts.group(1).length() > whole
                    || parts.group(2) != null && parts.group(2).length() > scale) {
                throw new Refused("invalid_format", "Must be a number with at most " + whole + " digits before and "
                        + scale + " after the point.");
            }
            return new BigDecimal(text).setScale(scale);
        });
    }

    /** A decimal within limits, of which each may be missing. */
    public static Value<BigDecimal> decimal(int scale, String min, String max) {
        return quoted(text -> {
            var number = decimal(scale).parse(text);
            if (min != null && number.compareTo(new BigDecimal(min)) < 0) {
                throw new Refused("too_small", "Must be at least " + min + ".");
            }
            if (max != null && number.compareTo(new BigDecimal(max)) > 0) {
                throw new Refused("too_large", "Must be at most " + max + ".");
            }
            return number;
        });
    }

    /** A day that exists. */
    public static Value<LocalDate> date() {
        return quoted(text -> {
            try {
                var date = LocalDate.parse(text);
                if (DATE.matcher(text).matches() && inCalendar(date.getYear())) {
                    return date;
                }
            } catch (DateTimeException e) {
                // told below
            }
            throw new Refused("invalid_format", "Must be a day such as 2026-11-20.");
        });
    }

    /** A date and a time of day with its distance from UTC. */
    public static Value<Instant> moment() {
        return quoted(text -> {
            try {
                var time = OffsetDateTime.parse(FRACTION.matcher(text).replaceFirst("$1"), Moments.OFFSETS)
                        .withOffsetSameInstant(ZoneOffset.UTC);
                if (MOMENT.matcher(text).matches() && inCalendar(time.getYear())) {
                    return Moments.cut(time.toInstant());
                }
            } catch (DateTimeException e) {
                // told below
            }
            throw new Refused("invalid_format", "Must be a time such as 2026-11-20T10:00:00Z.");
        });
    }

    private static boolean inCalendar(int year) {
        return year >= 1000 && year <= 9999;
    }

    /** One of some words. */
    public static Value<String> oneOf(List<String> words) {
        return quoted(text -> {
            if (!words.contains(text)) {
                throw new Refused("not_allowed", "Must be one of: " + String.join(", ", words) + ".");
            }
            return text;
        });
    }

    private static Value<String> matching(Pattern pattern, int max, String message) {
        return quoted(text -> {
            if (text.length() <= max && !pattern.matcher(text).matches()) {
                throw new Refused("invalid_format", message);
            }
            return checkLength(text, 0, max);
        });
    }

    /** An e-mail address. */
    public static Value<String> email() {
        return matching(EMAIL, 254, "Must be an e-mail address.");
    }

    /** The address of a page. */
    public static Value<String> url() {
        return matching(URL, 2048, "Must be an address that begins with http:// or https://.");
    }

    /** A password: any text of a good length. */
    public static Value<String> password() {
        return text(10, 128);
    }

    /** The id of a thing. */
    public static Value<String> id() {
        return matching(ID, Integer.MAX_VALUE, "Must be an id.");
    }

    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
