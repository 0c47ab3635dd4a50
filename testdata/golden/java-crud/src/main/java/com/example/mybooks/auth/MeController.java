package com.example.mybooks.auth;

import com.example.mybooks.http.Refuses;

import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What users do with their own account. */
@RestController
@RequestMapping("/api/v1/users/me")
class MeController {
    private final AccountService accounts;
    private final RefreshCookie cookie;

    MeController(AccountService accounts, RefreshCookie cookie) {
        this.accounts = accounts;
        this.cookie = cookie;
    }

    @GetMapping
    User show(@AuthenticationPrincipal User user) {
        return user;
    }

    @PatchMapping
    User rename(@RequestBody Inputs.Rename input, @AuthenticationPrincipal User user) {
        return accounts.rename(user.id(), input.name());
    }

    @PostMapping("/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses(403)
    void changePassword(@RequestBody Inputs.PasswordChange input, @AuthenticationPrincipal User user) {
        accounts.checkPassword(user.id(), "current_password", input.current());
        accounts.changePassword(user.id(), input.wanted());
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses(403)
    void delete(@RequestBody Inputs.Deletion input, @AuthenticationPrincipal User user, HttpServletResponse response) {
        accounts.checkPassword(user.id(), "password", input.password());
        accounts.delete(user.id());
        response.addHeader("Set-Cookie", cookie.cleared());
    }
}
