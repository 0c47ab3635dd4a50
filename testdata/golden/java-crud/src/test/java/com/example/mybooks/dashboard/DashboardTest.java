package com.example.mybooks.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.mybooks.testserver.TestServer;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private final TestServer server = TestServer.shared();

    @Test
    void usersSeeTheirOwn() {
        var user = server.user();
        user.make("books", 0);
        var shown = user.get("/api/v1/dashboard").want(200).body();
        assertThat(shown.get("scope").stringValue()).isEqualTo("own");
        assertThat(shown.get("users").isNull()).isTrue();
        assertThat(shown.get("totals").get("books").intValue()).isEqualTo(1);
        var days = shown.get("created_per_day");
        assertThat(days.size()).isEqualTo(30);
        assertThat(days.get(29).get("date").stringValue()).isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(days.get(29).get("count").intValue()).isPositive();
    }

    @Test
    void administratorsSeeAll() {
        var shown = server.admin().get("/api/v1/dashboard").want(200).body();
        assertThat(shown.get("scope").stringValue()).isEqualTo("all");
        assertThat(shown.get("users").intValue()).isPositive();
    }
}
