package com.example.mybooks.http;

import com.example.mybooks.http.Problem.Detail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ends a request with a {@link Problem}. */
public final class Refusal extends RuntimeException {
    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private Refusal(Problem problem, Map<String, String> headers) {
        super(problem.code(), null, false, false); // nobody looks at where it comes from
        this.problem = problem;
        this.headers = headers;
    }

    public static Refusal of(int status, String code, String detail) {
        return new Refusal(Problem.of(status, code, detail, null), Map.of());
    }

    /** The answer for what doesn't exist and for what belongs to somebody else: nobody can tell which. */
    public static Refusal notFound() {
        return of(404, "not_found", "There is nothing here.");
    }

    /** The answer where the path has these methods, and none of them was asked for. */
    static Refusal methodNotAllowed(Set<String> methods) {
        var problem = Problem.of(405, "method_not_allowed", "This can't be done here.", null);
        return new Refusal(problem, Map.of("Allow", String.join(", ", methods)));
    }

    public static Refusal unavailable() {
        return of(503, "unavailable", "The service can't answer at the moment. Try again soon.");
    }

    public static Refusal internal() {
        return of(500, "internal", "Something went wrong on our side.");
    }

    /** The answer to somebody who asks too often. */
    public static Refusal rateLimited(Duration wait) {
        var seconds = String.valueOf(wait.plusMillis(999).toSeconds());
        var problem = Problem.of(429, "rate_limited", "Too many requests. Try again later.", null);
        return new Refusal(problem, Map.of("Retry-After", seconds));
    }

    /** Says which fields have a value that is already in use. */
    public static Refusal notUnique(List<String> fields) {
        var details = fields.stream().map(f -> Detail.inBody(f, "not_unique", "Is already in use.")).toList();
        return new Refusal(Problem.of(409, "not_unique", "Another entry has the same value.", details), Map.of());
    }

    /** Says that one field of the body can't be taken. */
    public static Refusal invalidField(String field, String code, String message) {
        return invalid(List.of(Detail.inBody(field, code, message)));
    }

    public static Refusal invalid(List<Detail> details) {
        return new Refusal(Problem.of(422, "validation_failed", "Some values can't be taken.", details), Map.of());
    }

    Problem problem() {
        return problem;
    }

    Map<String, String> headers() {
        return headers;
    }
}
