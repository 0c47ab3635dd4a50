package com.example.mybooks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.mybooks.testserver.Answer;
import com.example.mybooks.testserver.Client;
import com.example.mybooks.testserver.TestServer;

import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Accounts and sessions, as a client sees them. */
class AuthTest {
    private static final String ME = "/api/v1/users/me";
    private static final String LOGIN = "/api/v1/auth/login";
    private static final String REFRESH = "/api/v1/auth/refresh";

    private final TestServer server = TestServer.shared();
    private final Client stranger = server.stranger();

    private Answer login(Client user, String password) {
        return stranger.send("POST", LOGIN, Map.of("email", user.email(), "password", password));
    }

    private Answer refresh(String cookie, String... headers) {
        var all = new String[headers.length + 2];
        all[0] = "Cookie";
        all[1] = cookie;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return stranger.send("POST", REFRESH, null, all);
    }

    @Test
    void anAccountIsMadeChangedAndDeleted() {
        var user = server.user();
        assertThat(user.get(ME).want(200).field("email")).isEqualTo(user.email());
        assertThat(user.send("PATCH", ME, Map.of("name", " New ")).want(200).field("name")).isEqualTo("New");
        user.send("DELETE", ME, Map.of("password", "not my password")).wantInvalid("/password", "not_allowed");
        user.make("books", 0);
        user.send("DELETE", ME, Map.of("password", Client.PASSWORD)).want(204);
        user.get(ME).wantProblem(401, "invalid_token");
        login(user, Client.PASSWORD).wantProblem(401, "invalid_credentials");
    }

    @Test
    void everyProblemOfARegistrationIsTold() {
        var answer = stranger.send("POST", "/api/v1/auth/register",
                Map.of("email", "nobody", "password", "short", "role", "admin"));
        answer.wantInvalid("/email", "invalid_format");
        answer.wantInvalid("/name", "required");
        answer.wantInvalid("/password", "too_short");
        answer.wantInvalid("/role", "unknown_field");
    }

    @Test
    void anAddressIsTakenOnce() {
        var email = server.user().email();
        var again = Map.of("email", " " + email.toUpperCase(Locale.ROOT), "name", "x", "password", "long enough, too");
        stranger.send("POST", "/api/v1/auth/register", again).wantProblem(409, "email_taken");
        var own = Map.of("email", "somebody@example.com", "name", "x", "password", "somebody@example.com");
        stranger.send("POST", "/api/v1/auth/register", own).wantInvalid("/password", "not_allowed");
    }

    @Test
    void aSessionIsRenewedByItsNewestSecretOnly() {
        var user = server.user();
        var first = login(user, Client.PASSWORD).want(200);
        assertThat(first.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/api/v1/auth");
        var second = refresh(first.cookie()).want(200);
        refresh(first.cookie()).wantProblem(401, "invalid_token");
        refresh(second.cookie()).want(200);
        refresh("refresh_token=nonsense").wantProblem(401, "unauthenticated");
    }

    @Test
    void ofSeveralUsesOfOneSecretOneSucceeds() {
        var cookie = login(server.user(), Client.PASSWORD).cookie();
        var succeeded = IntStream.range(0, 8).parallel().filter(n -> refresh(cookie).status() == 200).count();
        assertThat(succeeded).isEqualTo(1);
    }

    @Test
    void signingOutEndsTheSessionAtOnce() {
        var session = login(server.user(), Client.PASSWORD);
        var user = new Client(stranger.url(), "", session.field("access_token"));
        user.get(ME).want(200);
        var out = stranger.send("POST", "/api/v1/auth/logout", null, "Cookie", session.cookie()).want(204);
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
        user.get(ME).wantProblem(401, "invalid_token");
        stranger.send("POST", "/api/v1/auth/logout", null).want(204);
    }

    @Test
    void otherSitesCannotUseTheCookie() {
        var cookie = login(server.user(), Client.PASSWORD).cookie();
        refresh(cookie, "Sec-Fetch-Site", "cross-site").wantProblem(403, "cross_site");
        refresh(cookie, "Origin", "https://elsewhere.example").wantProblem(403, "cross_site");
        refresh(cookie, "Origin", stranger.url().toString(), "Sec-Fetch-Site", "same-origin").want(200);
    }

    @Test
    void aNewPasswordEndsEverySession() {
        var user = server.user();
        var wanted = Map.of("current_password", Client.PASSWORD, "new_password", "another one");
        var wrong = Map.of("current_password", "no such one", "new_password", "another one");
        user.send("POST", ME + "/password", wrong).wantInvalid("/current_password", "not_allowed");
        user.send("POST", ME + "/password", wanted).want(204);
        user.get(ME).wantProblem(401, "invalid_token");
        login(user, Client.PASSWORD).wantProblem(401, "invalid_credentials");
        login(user, "another one").want(200);
    }

    @Test
    void onlyOwnTokensAreTaken() {
        stranger.get(ME).wantProblem(401, "unauthenticated");
        stranger.get(ME.replace("api", "%61pi")).wantProblem(401, "unauthenticated"); // the same path, written otherwise
        assertThat(stranger.get(ME).header("WWW-Authenticate")).isEqualTo("Bearer");
        new Client(stranger.url(), "", "eyJhbGciOiJub25lIn0.e30.").get(ME).wantProblem(401, "invalid_token");
    }

    @Test
    void administratorsChangeOthers() {
        var user = server.user();
        var admin = server.admin();
        var users = "/api/v1/admin/users";
        var id = user.get(ME).field("id");
        user.get(users).wantProblem(403, "forbidden");
        assertThat(admin.walk(users + "?q=" + user.email())).containsExactly(id);
        admin.send("PATCH", users + "/" + id, Map.of("role", "admin")).want(200);
        user.get(ME).wantProblem(401, "invalid_token");
        admin.send("PATCH", users + "/" + id, Map.of("disabled", true)).want(200);
        login(user, Client.PASSWORD).wantProblem(401, "invalid_credentials");
        admin.send("PATCH", users + "/" + admin.get(ME).field("id"), Map.of("disabled", true))
                .wantProblem(409, "own_account");
        admin.send("PATCH", users + "/nobody", Map.of()).wantProblem(404, "not_found");
    }

    @Test
    void theDemoAccountStaysAsItIs() {
        var demo = server.demo();
        demo.send("DELETE", ME, Map.of("password", Client.PASSWORD)).wantProblem(403, "forbidden");
        assertThat(demo.walk("/api/v1/books?limit=100")).hasSizeGreaterThanOrEqualTo(25);
    }
}
