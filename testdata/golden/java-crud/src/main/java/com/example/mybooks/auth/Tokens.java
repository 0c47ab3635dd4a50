package com.example.mybooks.auth;

import com.example.mybooks.config.Settings;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/** Signs access tokens and checks them. Issuer and audience are this service itself. */
@Component
class Tokens {
    /** It is short, because a token is a copy of a key; the session behind it lives longer. */
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final String ISSUER = "my-books";

    private final NimbusJwtEncoder encoder;
    private final NimbusJwtDecoder decoder;

    Tokens(Settings settings) {
        SecretKey key = new SecretKeySpec(settings.jwtSecret(), "HmacSHA256");
        encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
        decoder = NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
        decoder.setJwtValidator(token -> isOurs(token)
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token")));
    }

    String sign(String userId, String sessionId, Instant now) {
        var claims = JwtClaimsSet.builder()
                .issuer(ISSUER).audience(List.of(ISSUER)).subject(userId).id(UUID.randomUUID().toString())
                .issuedAt(now).expiresAt(now.plus(LIFETIME)).claim("sid", sessionId).build();
        var header = JwsHeader.with(MacAlgorithm.HS256).build();
        return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }

    /** Takes only what {@link #sign} makes: one algorithm, and no header that asks for another key. */
    Jwt read(String token) {
        try {
            return decoder.decode(token);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new BadJwtException("a claim has the wrong type", e);
        }
    }

    private static boolean isOurs(Jwt token) {
        var now = Instant.now();
        return Set.of("alg", "typ").containsAll(token.getHeaders().keySet())
                && ISSUER.equals(token.getClaimAsString("iss"))
                && List.of(ISSUER).equals(token.getAudience())
                && token.getIssuedAt() != null && !token.getIssuedAt().isAfter(now)
                && token.getExpiresAt() != null && token.getExpiresAt().isAfter(now)
                && (token.getNotBefore() == null || !token.getNotBefore().isAfter(now));
    }
}
