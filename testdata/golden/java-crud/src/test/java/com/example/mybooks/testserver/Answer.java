package com.example.mybooks.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** What the service answered. */
public record Answer(int status, String text, HttpResponse<String> whole) {
    Answer(HttpResponse<String> whole) {
        this(whole.statusCode(), whole.body(), whole);
    }

    /** The body, which must be JSON. */
    public JsonNode body() {
        return Client.JSON.readTree(text);
    }

    public String field(String name) {
        return body().get(name).stringValue();
    }

    /** A header, or "" if there is none. */
    public String header(String name) {
        return whole.headers().firstValue(name).orElse("");
    }

    /** The cookie as a browser would send it back. */
    public String cookie() {
        return header("Set-Cookie").replaceFirst(";.*", "");
    }

    public Answer want(int wanted) {
        assertThat(status).as(text).isEqualTo(wanted);
        return this;
    }

    /** Checks that the request was refused in this way. */
    public Answer wantProblem(int wanted, String code) {
        want(wanted);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(field("code")).as(text).isEqualTo(code);
        return this;
    }

    /** Checks that a value was refused: where is a pointer into the body, or the name of a parameter. */
    public void wantInvalid(String where, String code) {
        want(422);
        var found = body().get("errors").valueStream().anyMatch(error -> error.get("code").stringValue().equals(code)
                && where.equals(error.path("pointer").asString(error.path("parameter").asString(""))));
        assertThat(found).as("%s at %s in %s", code, where, text).isTrue();
    }
}
