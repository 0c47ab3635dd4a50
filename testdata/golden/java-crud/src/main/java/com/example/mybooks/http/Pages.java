package com.example.mybooks.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Serves the files of the page, each under its own path. They need no build step: what is in the folder web is what
 * browsers get.
 */
@Component
class Pages extends SimpleUrlHandlerMapping {
    private static final String FOLDER = "/web/";
    private static final String POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final Map<String, String> PATHS = Map.of("index.html", "/", "docs.html", "/docs");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8", "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, HttpRequestHandler> handlers = new TreeMap<>();

    Pages() throws IOException {
        for (var file : new PathMatchingResourcePatternResolver().getResources("classpath:" + FOLDER + "**/*.*")) {
            var address = file.getURL().getPath();
            var name = address.substring(address.lastIndexOf(FOLDER) + FOLDER.length());
            handlers.put(PATHS.getOrDefault(name, "/" + name), page(file));
        }
        setUrlMap(handlers);
    }

    Set<String> paths() {
        return handlers.keySet();
    }

    private static HttpRequestHandler page(Resource file) throws IOException {
        var content = file.getContentAsByteArray();
        var type = TYPES.get(file.getFilename().replaceFirst(".*[.]", ""));
        var tag = tag(content);
        return (HttpServletRequest request, HttpServletResponse response) -> {
            response.setHeader("Content-Security-Policy", POLICY);
            response.setHeader("Cache-Control", "no-cache"); // ask whether the ETag still holds
            if (!new ServletWebRequest(request, response).checkNotModified(tag)) {
                response.setContentType(type);
                response.setContentLength(content.length);
                response.getOutputStream().write(content);
            }
        };
    }

    private static String tag(byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
