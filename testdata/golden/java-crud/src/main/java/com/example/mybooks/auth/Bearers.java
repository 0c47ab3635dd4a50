package com.example.mybooks.auth;

import com.example.mybooks.http.RequestInfo;
import com.example.mybooks.value.Moments;
import com.example.mybooks.value.Values;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.stereotype.Component;

/** Finds out who sends a request with a bearer token. */
@Component
class Bearers implements AuthenticationManagerResolver<HttpServletRequest> {
    private final Tokens tokens;
    private final Accounts accounts;

    Bearers(Tokens tokens, Accounts accounts) {
        this.tokens = tokens;
        this.accounts = accounts;
    }

    @Override
    public AuthenticationManager resolve(HttpServletRequest request) {
        return authentication -> {
            var user = user(((BearerTokenAuthenticationToken) authentication).getToken());
            RequestInfo.sentBy(request, user.id());
            return signedIn(user);
        };
    }

    private static Authentication signedIn(User user) {
        return new PreAuthenticatedAuthenticationToken(user, null, List.of());
    }

    private User user(String token) {
        try {
            var jwt = tokens.read(token);
            var session = String.valueOf(jwt.getClaimAsString("sid"));
            var user = String.valueOf(jwt.getSubject());
            if (Values.isId(session) && Values.isId(user)) {
                return accounts.findBySession(session, user, Moments.now()).map(User::of)
                        .orElseThrow(() -> new InvalidBearerTokenException("no session"));
            }
        } catch (JwtException e) {
            // told below
        }
        throw new InvalidBearerTokenException("not one of ours");
    }
}
