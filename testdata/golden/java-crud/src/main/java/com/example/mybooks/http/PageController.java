package com.example.mybooks.http;

import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves the files of the page. They need no build step: what is in the folder web is what browsers get. */
@Hidden
@RestController
class PageController {
    private static final String POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8", "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    private record Page(byte[] content, String tag) {}

    @GetMapping("/")
    ResponseEntity<byte[]> page() throws IOException {
        return file("index.html");
    }

    @GetMapping("/docs")
    ResponseEntity<byte[]> docs() throws IOException {
        return file("docs.html");
    }

    @GetMapping("/assets/{name}")
    ResponseEntity<byte[]> asset(@PathVariable String name) throws IOException {
        return file("assets/" + name);
    }

    private ResponseEntity<byte[]> file(String name) throws IOException {
        var page = pages.get(name);
        if (page == null) {
            page = read(name);
            pages.put(name, page);
        }
        return ResponseEntity.ok()
                .header("Content-Type", TYPES.get(extension(name)))
                .header("Content-Security-Policy", POLICY)
                .header("Cache-Control", "no-cache") // ask whether the ETag still holds
                .eTag(page.tag)
                .body(page.content);
    }

    private static Page read(String name) throws IOException {
        if (!TYPES.containsKey(extension(name))) {
            throw Refusal.notFound();
        }
        try (var stream = PageController.class.getResourceAsStream("/web/" + name)) {
            if (stream == null) {
                throw Refusal.notFound();
            }
            var content = stream.readAllBytes();
            var digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new Page(content, Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String extension(String name) {
        return Objects.requireNonNull(name).substring(name.lastIndexOf('.') + 1);
    }
}
