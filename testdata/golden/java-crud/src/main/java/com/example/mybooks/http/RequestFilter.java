package com.example.mybooks.http;

import com.example.mybooks.config.Settings;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Does what every request needs, before and after all else: limit, headers, errors, log line and metrics. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Settings settings;
    private final RateLimiter limiter;
    private final ClientAddress clientAddress;
    private final Problems problems;
    private final Routes routes;
    private final Metrics metrics;

    RequestFilter(Settings settings, Problems problems, Routes routes, Metrics metrics) {
        this.settings = settings;
        this.limiter = new RateLimiter(settings.rateLimit());
        this.clientAddress = new ClientAddress(settings.trustedProxies());
        this.problems = problems;
        this.routes = routes;
        this.metrics = metrics;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        var start = System.nanoTime();
        var info = new RequestInfo(requestId(request), clientAddress.of(request));
        info.attach(request);
        setHeaders(request, response, info);
        try {
            if (isPreflight(request)) {
                answerPreflight(response);
                return;
            }
            if (!isOperation(request.getServletPath())) {
                limiter.take(info.clientAddress());
            }
            chain.doFilter(request, response);
        } catch (Exception e) {
            problems.answer(e, request, response);
        } finally {
            finish(request, response, info, System.nanoTime() - start);
        }
    }

    /** The client's name for the request, or a new one. */
    private static String requestId(HttpServletRequest request) {
        var id = request.getHeader("X-Request-ID");
        return id != null && REQUEST_ID.matcher(id).matches() ? id : UUID.randomUUID().toString();
    }

    /** Sets what every answer has. */
    private void setHeaders(HttpServletRequest request, HttpServletResponse response, RequestInfo info) {
        response.setHeader("X-Request-ID", info.requestId());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Frame-Options", "DENY");
        if (request.getServletPath().startsWith("/api/")) {
            response.setHeader("Cache-Control", "no-store");
        }
        if (settings.https()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        if (!settings.allowedOrigins().isEmpty()) {
            response.setHeader("Vary", "Origin");
        }
        if (isAllowedOrigin(request)) {
            response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
            response.setHeader("Access-Control-Expose-Headers", "ETag, Link, Location, Retry-After, X-Request-ID");
        }
    }

    /** Whether the page of one of ALLOWED_ORIGINS sent the request. */
    private boolean isAllowedOrigin(HttpServletRequest request) {
        var origin = request.getHeader("Origin");
        return origin != null && settings.allowedOrigins().contains(origin);
    }

    /** Whether a browser only asks what the page of an allowed origin may send. */
    private boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && isAllowedOrigin(request)
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    private static void answerPreflight(HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
        response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, X-Request-ID");
        response.setHeader("Access-Control-Max-Age", "600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Whether a path is for those who run the service: they ask often, and are not limited. */
    private static boolean isOperation(String path) {
        return path.equals("/livez") || path.equals("/readyz") || path.equals("/metrics");
    }

    private void finish(HttpServletRequest request, HttpServletResponse response, RequestInfo info, long nanos) {
        var route = routes.of(request);
        metrics.observe(request.getMethod(), route, response.getStatus(), nanos);
        var line = LOG.atInfo().addKeyValue("method", request.getMethod()).addKeyValue("route", route)
                .addKeyValue("status", response.getStatus()).addKeyValue("duration_ms", nanos / 1_000_000)
                .addKeyValue("request_id", info.requestId());
        if (RequestInfo.userId(request) != null) {
            line = line.addKeyValue("user_id", RequestInfo.userId(request));
        }
        line.log("request");
    }
}
