package com.example.mybooks.auth;

import com.example.mybooks.http.Problems;
import com.example.mybooks.http.Refusal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Says which paths are only for people who signed in. */
@Configuration(proxyBeanMethods = false)
class SecurityConfig {
    private static final Set<String> OPEN = Set.of(
            "/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/logout");

    private final Problems problems;

    SecurityConfig(Problems problems) {
        this.problems = problems;
    }

    /**
     * Unknown paths of the API need a bearer, too, so that a stranger can't find out which ones exist. Nothing is
     * kept between requests, and there is no cookie that another site could misuse but on the two routes that check.
     */
    @Bean
    SecurityFilterChain security(HttpSecurity http, Bearers bearers) throws Exception {
        return http
                .authorizeHttpRequests(paths -> paths.requestMatchers(SecurityConfig::needsBearer).authenticated()
                        .anyRequest().permitAll())
                .oauth2ResourceServer(server -> server.bearerTokenResolver(SecurityConfig::bearer)
                        .authenticationManagerResolver(bearers)
                        .authenticationEntryPoint(refuse()))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(refuse()))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable) // RequestFilter sets them, also where this chain isn't asked
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    /** The token after the word Bearer. Nothing is no token either, but somebody meant to send one. */
    private static String bearer(HttpServletRequest request) {
        var parts = String.valueOf(request.getHeader("Authorization")).split(" ", 2);
        if (!needsBearer(request) || !parts[0].equalsIgnoreCase("Bearer")) {
            return null;
        }
        if (parts.length < 2 || parts[1].isBlank()) {
            throw new InvalidBearerTokenException("no token");
        }
        return parts[1].strip();
    }

    private static boolean needsBearer(HttpServletRequest request) {
        var path = request.getServletPath(); // decoded: %61pi is api, too
        return path.startsWith("/api/") && !OPEN.contains(path);
    }

    private AuthenticationEntryPoint refuse() {
        return (request, response, error) -> {
            var refusal = error instanceof OAuth2AuthenticationException
                    ? invalidToken()
                    : Refusal.of(401, "unauthenticated", "Sign in first.");
            problems.answer(refusal, request, response);
        };
    }

    /** The answer to a sign-in that has ended, or whose account is gone. */
    static Refusal invalidToken() {
        return Refusal.of(401, "invalid_token", "The sign-in is no longer valid. Sign in again.");
    }

    /** Any method is let through: the answer to an unknown one is 405. */
    @Bean
    StrictHttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }

    /** A path with a double slash or an encoded one is just another path that doesn't exist. */
    @Bean
    RequestRejectedHandler rejected() {
        return (request, response, error) -> problems.answer(Refusal.notFound(), request, response);
    }
}
