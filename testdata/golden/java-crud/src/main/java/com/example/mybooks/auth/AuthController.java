package com.example.mybooks.auth;

import com.example.mybooks.config.Settings;
import com.example.mybooks.http.RateLimiter;
import com.example.mybooks.http.Refusal;
import com.example.mybooks.http.Refuses;
import com.example.mybooks.http.RequestInfo;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Registering, signing in, staying signed in and signing out. */
@RestController
@RequestMapping("/api/v1/auth")
class AuthController {
    private final AccountService accounts;
    private final SessionService sessions;
    private final Tokens tokens;
    private final RefreshCookie cookie;
    private final RateLimiter logins;

    AuthController(AccountService accounts, SessionService sessions, Tokens tokens, RefreshCookie cookie,
            Settings settings) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.cookie = cookie;
        this.logins = new RateLimiter(settings.loginRateLimit());
    }

    /** An access token, as OAuth writes it. */
    record AccessToken(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn) {}

    @PostMapping("/register")
    @ResponseStatus(HttpStatus.CREATED)
    @Refuses(409)
    ResponseEntity<User> register(@RequestBody Inputs.Registration input) {
        var user = accounts.createUser(input.email(), input.name(), input.password()).orElseThrow(
                () -> Refusal.of(409, "email_taken", "There is an account with this e-mail address."));
        return ResponseEntity.created(URI.create("/api/v1/users/me")).body(user);
    }

    @PostMapping("/login")
    @Refuses(401)
    ResponseEntity<AccessToken> login(@RequestBody Inputs.Login input, HttpServletRequest request) {
        var email = Account.normal(input.email());
        logins.take(RequestInfo.of(request).clientAddress() + " " + email);
        var user = accounts.checkLogin(email, input.password());
        return grant(sessions.start(user.id()));
    }

    private ResponseEntity<AccessToken> grant(SessionService.Grant grant) {
        var token = tokens.sign(grant.userId(), grant.sessionId(), Instant.now());
        return ResponseEntity.ok().header("Set-Cookie", cookie.of(grant))
                .body(new AccessToken(token, "Bearer", Tokens.LIFETIME.toSeconds()));
    }

    @PostMapping("/refresh")
    @SecurityRequirement(name = "cookie")
    @Refuses({401, 403})
    ResponseEntity<AccessToken> refresh(HttpServletRequest request, HttpServletResponse response) {
        cookie.checkSite(request);
        var content = cookie.read(request)
                .orElseThrow(() -> Refusal.of(401, "unauthenticated", "Sign in first."));
        var rotation = sessions.rotate(content.sessionId(), content.secret());
        if (rotation.ended()) {
            response.addHeader("Set-Cookie", cookie.cleared());
        }
        if (rotation.grant() == null) {
            throw SecurityConfig.invalidToken();
        }
        return grant(rotation.grant());
    }

    @PostMapping("/logout")
    @SecurityRequirement(name = "cookie")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses(403)
    void logout(HttpServletRequest request, HttpServletResponse response) {
        cookie.checkSite(request);
        cookie.read(request).ifPresent(content -> sessions.end(content.sessionId(), content.secret()));
        response.addHeader("Set-Cookie", cookie.cleared());
    }
}
