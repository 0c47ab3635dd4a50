package com.example.mybooks.config;

import com.example.mybooks.database.DatabaseUrl;
import com.example.mybooks.value.Refused;
import com.example.mybooks.value.Value;
import com.example.mybooks.value.Values;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads variables and collects what is wrong with them, so that all of it is told at once. */
class SettingsReader {
    private final List<String> problems = new ArrayList<>();
    private Map<String, String> variables;

    SettingsReader(Map<String, String> environment) {
        variables = environment;
    }

    void refuse(String name, String problem) {
        problems.add(name + " " + problem);
    }

    void check() {
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }

    String text(String name, String fallback) {
        var text = variables.getOrDefault(name, "");
        return text.isEmpty() ? fallback : text;
    }

    /** Which of the two ways to run; in development the file .env is read, too. */
    boolean production() {
        var environment = oneOf("APP_ENV", "development", "development", "production");
        if (environment.equals("development")) {
            var all = dotEnv(Path.of(".env"));
            all.putAll(variables);
            variables = all;
        }
        return environment.equals("production");
    }

    private static Map<String, String> dotEnv(Path file) {
        var found = new HashMap<String, String>();
        if (!Files.exists(file)) {
            return found;
        }
        try {
            for (var line : Files.readAllLines(file)) {
                var equals = line.indexOf('=');
                if (equals > 0 && !line.strip().startsWith("#")) {
                    var text = line.substring(equals + 1).strip();
                    found.put(line.substring(0, equals).strip(), text.replaceAll("^[\"']|[\"']$", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The file .env can't be read.", e);
        }
        return found;
    }

    String oneOf(String name, String fallback, String... allowed) {
        var text = text(name, fallback);
        if (!List.of(allowed).contains(text)) {
            refuse(name, "is \"" + text + "\"; it must be one of: " + String.join(", ", allowed) + ".");
        }
        return text;
    }

    int number(String name, int fallback, int min, int max) {
        var text = text(name, String.valueOf(fallback));
        try {
            var number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        refuse(name, "is \"" + text + "\"; it must be a whole number from " + min + " to " + max + ".");
        return fallback;
    }

    URI publicUrl() {
        var text = text("PUBLIC_URL", "");
        if (text.isEmpty()) {
            return null;
        }
        if (!isWebAddress(text)) {
            refuse("PUBLIC_URL", "is \"" + text + "\"; it must be an address such as https://example.com.");
            return null;
        }
        return URI.create(text);
    }

    private static boolean isWebAddress(String text) {
        try {
            var address = URI.create(text);
            return address.getHost() != null && List.of("http", "https").contains(address.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    String databaseUrl(Path dataDir) {
        var file = "/" + dataDir.resolve("my-books.db").toUri().getRawPath().replaceFirst("^/+", "");
        var text = text("DATABASE_URL", "sqlite://" + file);
        try {
            DatabaseUrl.parse(text);
        } catch (IllegalArgumentException e) {
            refuse("DATABASE_URL", e.getMessage());
        }
        return text;
    }

    private List<String> list(String name) {
        return Stream.of(text(name, "").split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }

    List<String> origins() {
        var origins = list("ALLOWED_ORIGINS");
        for (var origin : origins) {
            if (!isWebAddress(origin) || !origin.matches("[a-z]+://[^/?#]+")) {
                refuse("ALLOWED_ORIGINS", "has \"" + origin
                        + "\"; it must list addresses such as https://example.com, without a path.");
            }
        }
        return origins;
    }

    List<Network> networks() {
        var networks = new ArrayList<Network>();
        for (var text : list("TRUSTED_PROXIES")) {
            try {
                networks.add(Network.parse(text));
            } catch (IllegalArgumentException e) {
                refuse("TRUSTED_PROXIES", "has \"" + text + "\"; it must list networks such as 10.0.0.0/8.");
            }
        }
        return networks;
    }

    Settings.Account admin() {
        var email = text("ADMIN_EMAIL", "");
        var password = text("ADMIN_PASSWORD", "");
        if (email.isEmpty() && password.isEmpty()) {
            return null;
        }
        if (email.isEmpty() || password.isEmpty()) {
            refuse("ADMIN_EMAIL", "and ADMIN_PASSWORD must be set together.");
        } else if (!isTaken(Values.email(), email)) {
            refuse("ADMIN_EMAIL", "is not an e-mail address.");
        }
        checkPassword("ADMIN_PASSWORD", password);
        return new Settings.Account(email, password);
    }

    Settings.Account demo() {
        if (oneOf("SEED_DEMO", "false", "true", "false").equals("false")) {
            return null;
        }
        var password = text("DEMO_PASSWORD", "");
        checkPassword("DEMO_PASSWORD", password);
        return new Settings.Account(Settings.DEMO_EMAIL, password);
    }

    private void checkPassword(String name, String password) {
        if (!isTaken(Values.password(), password)) {
            refuse(name, "must have 10 to 128 characters.");
        }
    }

    private static boolean isTaken(Value<String> type, String text) {
        try {
            type.parse(text);
            return true;
        } catch (Refused e) {
            return false;
        }
    }
}
