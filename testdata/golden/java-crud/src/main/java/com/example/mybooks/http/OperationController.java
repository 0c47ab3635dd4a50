package com.example.mybooks.http;

import com.example.mybooks.config.Settings;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What those who run the service ask. */
@RestController
class OperationController {
    private static final int PATIENCE_SECONDS = 2;

    private final Settings settings;
    private final DataSource database;
    private final Metrics metrics;

    OperationController(Settings settings, DataSource database, Metrics metrics) {
        this.settings = settings;
        this.database = database;
        this.metrics = metrics;
    }

    @GetMapping("/livez")
    Map<String, String> live() {
        return Map.of("status", "ok");
    }

    /** Whether requests can be answered: a balancer sends none while they can't. */
    @GetMapping("/readyz")
    @ApiResponse(responseCode = "200")
    @ApiResponse(responseCode = "503", description = "Service Unavailable")
    ResponseEntity<Map<String, Object>> ready() {
        try (var connection = database.getConnection()) {
            if (connection.isValid(PATIENCE_SECONDS)) {
                return ResponseEntity.ok(Map.of("status", "ok"));
            }
        } catch (SQLException e) {
            // told below
        }
        return ResponseEntity.status(503)
                .body(Map.of("status", "unavailable", "checks", Map.of("database", "unreachable")));
    }

    @GetMapping("/metrics")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
    @SecurityRequirement(name = "bearer")
    @Refuses({401, 404})
    ResponseEntity<String> metrics(HttpServletRequest request) {
        var authorization = String.valueOf(request.getHeader("Authorization"));
        var token = settings.metricsToken();
        if (token.isEmpty() && settings.production()) {
            throw Refusal.notFound();
        }
        var wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        if (!token.isEmpty() && !MessageDigest.isEqual(wanted, authorization.getBytes(StandardCharsets.UTF_8))) {
            throw Refusal.of(401, "unauthenticated", "Send the token of METRICS_TOKEN.");
        }
        return ResponseEntity.ok().header("Content-Type", "text/plain; version=0.0.4; charset=utf-8").body(metrics.text());
    }
}
