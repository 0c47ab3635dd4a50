package com.example.mybooks.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.mybooks.testserver.Client;
import com.example.mybooks.testserver.TestServer;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every request meets, whatever it is about. */
class ServiceTest {
    private static final String THINGS = "/api/v1/books";
    private static TestServer strict;

    private final TestServer server = TestServer.shared();
    private final Client stranger = server.stranger();

    @BeforeAll
    static void startAsInProduction() {
        strict = TestServer.start(Map.of("APP_ENV", "production", "JWT_SECRET", "0123456789abcdefghijklmnopqrstuvwxyz",
                "PUBLIC_URL", "https://books.example", "ALLOWED_ORIGINS", "https://friend.example",
                "RATE_LIMIT_PER_MINUTE", "5", "TRUSTED_PROXIES", "127.0.0.0/8"));
    }

    @AfterAll
    static void stop() {
        strict.stop();
    }

    @Test
    void everyAnswerHasTheHeadersThatProtect() {
        var answer = stranger.send("GET", "/", null, "X-Request-ID", "abc-1").want(200);
        assertThat(answer.header("X-Request-ID")).isEqualTo("abc-1");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(stranger.get(THINGS).header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void thePageIsMadeOfFiles() {
        assertThat(stranger.get("/docs").want(200).header("Content-Type")).startsWith("text/html");
        assertThat(stranger.get("/assets/app.js").want(200).header("Content-Type")).startsWith("text/javascript");
        stranger.get("/assets/nothing.js").wantProblem(404, "not_found");
        stranger.get("/assets/nothing.exe").wantProblem(404, "not_found");
        stranger.get("/web/").wantProblem(404, "not_found");
    }

    @Test
    void whatIsWrongWithARequestIsSaid() {
        var user = server.user();
        var refused = user.send("PUT", THINGS, "{}").wantProblem(405, "method_not_allowed");
        assertThat(refused.header("Allow")).contains("GET, HEAD, POST");
        user.get("/api/v1/nothing").wantProblem(404, "not_found");
        user.get(THINGS + "//").wantProblem(404, "not_found");
        user.send("POST", THINGS, "{").wantProblem(400, "bad_json");
        user.send("POST", THINGS, "[]").wantInvalid("", "wrong_type");
        user.send("POST", THINGS, "\"" + "x".repeat(2 << 20) + "\"").wantProblem(413, "too_large");
        user.send("POST", THINGS, null, "Content-Type", "text/plain").wantProblem(415, "unsupported_media_type");
        user.send("OPTIONS", THINGS, null).wantProblem(405, "method_not_allowed");
    }

    @Test
    void theApiIsDescribed() {
        var description = stranger.get("/openapi.json").want(200).body();
        assertThat(description.get("openapi").stringValue()).startsWith("3.1");
        var paths = description.get("paths");
        assertThat(paths.propertyNames()).contains(THINGS, THINGS + "/{id}", "/api/v1/auth/login", "/livez");
        var put = paths.get(THINGS + "/{id}").get("put").get("responses");
        assertThat(put.propertyNames()).contains("200", "400", "401", "404", "412", "413", "415", "422", "428", "429");
    }

    @Test
    void thoseWhoRunItCanAsk() {
        assertThat(stranger.get("/livez").want(200).field("status")).isEqualTo("ok");
        assertThat(stranger.get("/readyz").want(200).field("status")).isEqualTo("ok");
        var metrics = stranger.get("/metrics").want(200).text();
        assertThat(metrics).contains("http_requests_total{", "http_request_duration_seconds_bucket{", "route=\"/livez\"");
    }

    @Test
    void inProductionItIsStricter() {
        var visitor = strict.stranger();
        var from = new String[] {"X-Forwarded-For", "192.0.2.7", "Origin", "https://friend.example"};
        var page = visitor.send("GET", "/", null, from).want(200);
        assertThat(page.header("Strict-Transport-Security")).isNotEmpty();
        assertThat(page.header("Access-Control-Allow-Origin")).isEqualTo("https://friend.example");
        visitor.send("GET", "/metrics", null, from).wantProblem(404, "not_found");
        visitor.send("OPTIONS", THINGS, null, "Origin", "https://friend.example", "Access-Control-Request-Method", "PUT")
                .want(204);
    }

    @Test
    void oneAddressCannotTakeItAll() {
        var visitor = strict.stranger();
        for (var n = 0; n < 5; n++) {
            visitor.send("GET", "/", null, "X-Forwarded-For", "2001:db8::" + n).want(200);
        }
        var refused = visitor.send("GET", "/", null, "X-Forwarded-For", "2001:db8::9").wantProblem(429, "rate_limited");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        visitor.send("GET", "/", null, "X-Forwarded-For", "198.51.100.4").want(200);
    }
}
