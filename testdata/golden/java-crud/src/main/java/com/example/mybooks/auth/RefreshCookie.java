package com.example.mybooks.auth;

import com.example.mybooks.config.Settings;
import com.example.mybooks.http.Refusal;
import com.example.mybooks.value.Values;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** The cookie that renews a session: its id and its secret. */
@Component
class RefreshCookie {
    private static final String NAME = "refresh_token";

    private final Settings settings;

    RefreshCookie(Settings settings) {
        this.settings = settings;
    }

    record Content(String sessionId, String secret) {}

    String of(SessionService.Grant grant) {
        return cookie(grant.sessionId() + "." + grant.secret(), SessionService.LIFETIME);
    }

    /** Makes the browser forget it. */
    String cleared() {
        return cookie("", Duration.ZERO);
    }

    private String cookie(String text, Duration lifetime) {
        return ResponseCookie.from(NAME, text).httpOnly(true).sameSite("Strict").path("/api/v1/auth")
                .maxAge(lifetime).secure(settings.secureCookie()).build().toString();
    }

    Optional<Content> read(HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, NAME);
        var dot = cookie == null ? -1 : cookie.getValue().indexOf('.');
        if (dot < 0 || !Values.isId(cookie.getValue().substring(0, dot))) {
            return Optional.empty();
        }
        return Optional.of(new Content(cookie.getValue().substring(0, dot), cookie.getValue().substring(dot + 1)));
    }

    /** Refuses requests that another site's page made the browser send: the cookie would go along. */
    void checkSite(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        var origin = request.getHeader("Origin");
        var isOwn = (site == null || site.isEmpty() || Set.of("same-origin", "none").contains(site))
                && (origin == null || isOwnOrigin(origin, request));
        if (!isOwn) {
            throw Refusal.of(403, "cross_site", "This can't be asked for by another site.");
        }
    }

    private boolean isOwnOrigin(String origin, HttpServletRequest request) {
        try {
            var sent = URI.create(origin);
            // Without PUBLIC_URL nobody knows the scheme.
            var own = settings.publicUrl() != null
                    ? settings.publicUrl()
                    : URI.create(sent.getScheme() + "://" + request.getHeader("Host"));
            return sent.getHost() != null && sent.getHost().equalsIgnoreCase(own.getHost()) && port(sent) == port(own);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }
}
