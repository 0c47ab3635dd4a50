package com.example.mybooks.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Every setting, checked. All of them come from the environment, once, at start. */
public record Settings(
        boolean production,
        int port,
        String logLevel,
        URI publicUrl,
        Path dataDir,
        String databaseUrl,
        byte[] jwtSecret,
        List<String> allowedOrigins,
        int rateLimit,
        int loginRateLimit,
        List<Network> trustedProxies,
        String metricsToken,
        Account admin,
        Account demo) {

    /** The address of the account that SEED_DEMO makes. */
    public static final String DEMO_EMAIL = "demo@example.com";

    /** An account that is made at start. */
    public record Account(String email, String password) {}

    /** Reads the settings, or throws an exception that names every bad one. */
    public static Settings load(Map<String, String> environment) {
        var reader = new SettingsReader(environment);
        var production = reader.production();
        var dataDir = Path.of(reader.text("DATA_DIR", "data")).toAbsolutePath().normalize();
        var settings = new Settings(
                production,
                reader.number("PORT", 8080, 1, 65535),
                reader.oneOf("LOG_LEVEL", "info", "debug", "info", "warn", "error"),
                reader.publicUrl(),
                dataDir,
                reader.databaseUrl(dataDir),
                new Secret(reader).read(production, dataDir),
                reader.origins(),
                reader.number("RATE_LIMIT_PER_MINUTE", 600, 0, 1_000_000),
                reader.number("LOGIN_RATE_LIMIT_PER_MINUTE", 10, 0, 1_000_000),
                reader.networks(),
                reader.text("METRICS_TOKEN", ""),
                reader.admin(),
                reader.demo());
        reader.check();
        return settings;
    }

    public boolean https() {
        return publicUrl != null && publicUrl.getScheme().equals("https");
    }

    /** Whether browsers may send the cookie over https only. */
    public boolean secureCookie() {
        return production || https();
    }

    /** What the server listens on: in development this computer only. */
    public String listenAddress() {
        return production ? "0.0.0.0" : "127.0.0.1";
    }

    /** The address to open in a browser. */
    public String address() {
        return publicUrl != null && !production ? publicUrl.toString() : "http://localhost:" + port;
    }
}
