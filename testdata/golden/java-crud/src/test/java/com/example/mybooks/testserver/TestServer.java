package com.example.mybooks.testserver;

import com.example.mybooks.Application;
import com.example.mybooks.config.Settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the whole service for tests. They share one, because a start takes seconds, and don't meet: each makes
 * users of its own. The database is a new file, or the one of TEST_DATABASE_URL.
 */
public final class TestServer {
    static final String PASSWORD = "long enough";
    private static final String ADMIN = newEmail();

    private final ConfigurableApplicationContext context;
    private final URI url;

    private TestServer(ConfigurableApplicationContext context, URI url) {
        this.context = context;
        this.url = url;
    }

    /** The server is started when the first test asks for it. */
    private static final class Shared {
        private static final TestServer SERVER = start(Map.of("SEED_DEMO", "true", "DEMO_PASSWORD", PASSWORD));
    }

    /** The server that tests share. */
    public static TestServer shared() {
        return Shared.SERVER;
    }

    /** Starts a server with settings of its own. */
    public static TestServer start(Map<String, String> settings) {
        try {
            var all = new HashMap<>(Map.of(
                    "DATA_DIR", Files.createTempDirectory("test").toString(),
                    "DATABASE_URL", System.getenv().getOrDefault("TEST_DATABASE_URL", ""), "LOG_LEVEL", "warn",
                    "RATE_LIMIT_PER_MINUTE", "0", "LOGIN_RATE_LIMIT_PER_MINUTE", "0",
                    "ADMIN_EMAIL", ADMIN, "ADMIN_PASSWORD", PASSWORD));
            all.putAll(settings);
            var context = Application.start(Settings.load(all), 0);
            var port = context.getEnvironment().getProperty("local.server.port");
            return new TestServer(context, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        context.close();
    }

    static String newEmail() {
        return UUID.randomUUID() + "@example.com";
    }

    /** Somebody without an account. */
    public Client stranger() {
        return new Client(url, "", null);
    }

    /** Somebody with a new account, signed in. */
    public Client user() {
        var email = newEmail();
        var account = Map.of("email", email, "name", "Somebody", "password", PASSWORD);
        stranger().send("POST", "/api/v1/auth/register", account).want(201);
        return login(email);
    }

    public Client admin() {
        return login(ADMIN);
    }

    public Client demo() {
        return login(Settings.DEMO_EMAIL);
    }

    private Client login(String email) {
        var answer = stranger().send("POST", "/api/v1/auth/login", Map.of("email", email, "password", PASSWORD)).want(200);
        return new Client(url, email, answer.field("access_token"));
    }
}
