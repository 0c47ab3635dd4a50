package com.example.mybooks.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyz";

    @TempDir
    Path data;

    private Settings load(String... pairs) {
        var variables = new HashMap<>(Map.of("DATA_DIR", data.toString()));
        for (var i = 0; i < pairs.length; i += 2) {
            variables.put(pairs[i], pairs[i + 1]);
        }
        return Settings.load(variables);
    }

    @Test
    void everythingHasADefault() {
        var settings = load();
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.listenAddress()).isEqualTo("127.0.0.1");
        assertThat(settings.databaseUrl()).startsWith("sqlite:///");
        assertThat(settings.address()).isEqualTo("http://localhost:8080");
        assertThat(settings.secureCookie()).isFalse();
    }

    @Test
    void everyBadValueIsNamedAtOnce() {
        assertThatThrownBy(() -> load("APP_ENV", "test", "PORT", "0", "LOG_LEVEL", "loud", "PUBLIC_URL", "here",
                "DATABASE_URL", "oracle://db/x", "JWT_SECRET", "short", "ALLOWED_ORIGINS", "https://a.example/path",
                "RATE_LIMIT_PER_MINUTE", "many", "TRUSTED_PROXIES", "10.0.0.0/99", "ADMIN_EMAIL", "a@example.com",
                "SEED_DEMO", "yes", "DEMO_PASSWORD", "x"))
                .hasMessageContainingAll("APP_ENV", "PORT", "LOG_LEVEL", "PUBLIC_URL", "DATABASE_URL", "JWT_SECRET",
                        "ALLOWED_ORIGINS", "RATE_LIMIT_PER_MINUTE", "TRUSTED_PROXIES", "ADMIN_EMAIL", "SEED_DEMO");
    }

    @Test
    void aSecretOfDevelopmentIsKept() {
        assertThat(load().jwtSecret()).hasSizeGreaterThanOrEqualTo(32).isEqualTo(load().jwtSecret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "too short", "change-me-change-me-change-me-change", "abababababababababababababababab"})
    void productionInsistsOnARealSecret(String secret) {
        assertThatThrownBy(() -> load("APP_ENV", "production", "JWT_SECRET", secret)).hasMessageContaining("JWT_SECRET");
    }

    @Test
    void productionListensEverywhere() {
        var settings = load("APP_ENV", "production", "JWT_SECRET", SECRET);
        assertThat(settings.listenAddress()).isEqualTo("0.0.0.0");
        assertThat(settings.secureCookie()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,10.255.0.1,true", "10.0.0.0/8,11.0.0.1,false", "10.0.0.128/25,10.0.0.1,false",
        "2001:db8::/32,2001:db8::1,true", "2001:db8::/32,10.0.0.1,false"})
    void networksHoldTheirAddresses(String network, String address, boolean holds) {
        assertThat(Network.parse(network).contains(Network.parseAddress(address))).isEqualTo(holds);
    }
}
