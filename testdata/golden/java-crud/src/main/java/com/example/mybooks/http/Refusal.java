package com.example.mybooks.http;

import com.example.mybooks.http.Problem.Detail;

import java.time.Duration;
import java.util.List;

/** Ends a request with a {@link Problem}. */
public final class Refusal extends RuntimeException {
    private final transient Problem problem;
    private final transient Duration retryAfter;

    private Refusal(Problem problem, Duration retryAfter) {
        super(problem.code(), null, false, false); // nobody looks at where it comes from
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public static Refusal of(int status, String code, String detail) {
        return new Refusal(Problem.of(status, code, detail, null), null);
    }

    /** The answer for what doesn't exist and for what belongs to somebody else: nobody can tell which. */
    public static Refusal notFound() {
        return of(404, "not_found", "There is nothing here.");
    }

    public static Refusal unavailable() {
        return of(503, "unavailable", "The service can't answer at the moment. Try again soon.");
    }

    public static Refusal internal() {
        return of(500, "internal", "Something went wrong on our side.");
    }

    /** The answer to somebody who asks too often. */
    public static Refusal rateLimited(Duration wait) {
        return new Refusal(Problem.of(429, "rate_limited", "Too many requests. Try again later.", null), wait);
    }

    /** Says which fields have a value that is already in use. */
    public static Refusal notUnique(List<String> fields) {
        var details = fields.stream().map(f -> Detail.inBody(f, "not_unique", "Is already in use.")).toList();
        return new Refusal(Problem.of(409, "not_unique", "Another entry has the same value.", details), null);
    }

    /** Says that one field of the body can't be taken. */
    public static Refusal invalidField(String field, String code, String message) {
        return invalid(List.of(Detail.inBody(field, code, message)));
    }

    public static Refusal invalid(List<Detail> details) {
        return new Refusal(Problem.of(422, "validation_failed", "Some values can't be taken.", details), null);
    }

    Problem problem() {
        return problem;
    }

    /** Whole seconds, or null. */
    String retryAfter() {
        return retryAfter == null ? null : String.valueOf(retryAfter.plusMillis(999).toSeconds());
    }
}
