package com.example.mybooks.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** An error as the client is told about it (RFC 9457). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String code, String detail, List<Detail> errors) {

    /** One thing that is wrong with a request: in its body (pointer) or in its query (parameter). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Detail(String pointer, String parameter, String code, String message) {

        /** Points at a field of the body as RFC 6901 says. */
        public static Detail inBody(String field, String code, String message) {
            return new Detail("/" + field.replace("~", "~0").replace("/", "~1"), null, code, message);
        }

        public static Detail inQuery(String parameter, String code, String message) {
            return new Detail(null, parameter, code, message);
        }
    }

    static Problem of(int status, String code, String detail, List<Detail> errors) {
        return new Problem("about:blank", title(status), status, code, detail, errors);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
