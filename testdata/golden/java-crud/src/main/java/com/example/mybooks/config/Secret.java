package com.example.mybooks.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds the key that signs access tokens. */
class Secret {
    /** How long it must be: as long as the hash that it keys. */
    private static final int MIN_LENGTH = 32;

    private static final int FEW_LETTERS = 8;

    private final SettingsReader reader;

    Secret(SettingsReader reader) {
        this.reader = reader;
    }

    byte[] read(boolean production, Path dataDir) {
        var secret = reader.text("JWT_SECRET", "").getBytes(StandardCharsets.UTF_8);
        if (secret.length == 0 && !production) {
            return development(dataDir);
        }
        if (secret.length < MIN_LENGTH || production && looksMadeUp(new String(secret, StandardCharsets.UTF_8))) {
            reader.refuse("JWT_SECRET", "must be a random text of at least " + MIN_LENGTH
                    + " characters, for example from: openssl rand -base64 48");
        }
        return secret;
    }

    /** Finds secrets that were copied from an example or typed by hand. */
    private static boolean looksMadeUp(String secret) {
        var lower = secret.toLowerCase(Locale.ROOT);
        return secret.chars().distinct().count() < FEW_LETTERS
                || Stream.of("change", "example", "placeholder", "replace", "your-").anyMatch(lower::contains);
    }

    /**
     * Makes a secret at the first start and keeps it, so that sign-ins survive a restart. Of two instances that
     * start at once, one makes it and both read it.
     */
    private byte[] development(Path dataDir) {
        var file = dataDir.resolve("jwt-secret");
        try {
            Files.createDirectories(dataDir);
            writeNew(file);
            for (var tries = 0; tries < 20; tries++) {
                var secret = Files.readAllBytes(file);
                if (secret.length >= MIN_LENGTH) {
                    return secret;
                }
                Thread.sleep(50); // the other instance is about to write it
            }
        } catch (IOException e) {
            // told below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.refuse("DATA_DIR", "has no file jwt-secret with at least " + MIN_LENGTH
                + " characters, and none can be made: " + file);
        return new byte[0];
    }

    private static void writeNew(Path file) throws IOException {
        var random = new byte[48];
        new SecureRandom().nextBytes(random);
        try {
            Files.write(file, Base64.getEncoder().encode(random), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            file.toFile().setReadable(false, false);
            file.toFile().setReadable(true, true);
        } catch (FileAlreadyExistsException e) {
            // made at an earlier start, or by another instance
        }
    }
}
