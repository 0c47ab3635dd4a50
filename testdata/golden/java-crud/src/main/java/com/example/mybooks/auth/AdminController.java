package com.example.mybooks.auth;

import com.example.mybooks.http.Refusal;
import com.example.mybooks.http.Refuses;
import com.example.mybooks.list.ListPage;
import com.example.mybooks.list.ListRequest;
import com.example.mybooks.value.Values;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.persistence.EntityManager;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What administrators do with accounts; {@link AdminsOnly} keeps others out. */
@RestController
@RequestMapping("/api/v1/admin/users")
class AdminController {
    private final AccountService accounts;
    private final EntityManager entities;

    AdminController(AccountService accounts, EntityManager entities) {
        this.accounts = accounts;
        this.entities = entities;
    }

    @GetMapping
    @Parameter(in = ParameterIn.QUERY, name = "cursor", schema = @Schema(type = "string"))
    @Parameter(in = ParameterIn.QUERY, name = "limit", schema = @Schema(type = "integer"))
    @Parameter(in = ParameterIn.QUERY, name = "q", schema = @Schema(type = "string"))
    @Refuses(422)
    ResponseEntity<ListPage<AdminUser>> list(HttpServletRequest request) {
        var list = new ListRequest<Account>(request, account -> account.createdAt);
        list.search("email", "name");
        return list.read(entities, Account.class).map(AdminUser::of).answer(list);
    }

    @PatchMapping("/{id}")
    @Refuses(409)
    AdminUser change(@PathVariable String id, @RequestBody Inputs.Standing input, @AuthenticationPrincipal User admin) {
        if (!Values.isId(id)) {
            throw Refusal.notFound();
        }
        return accounts.setStanding(admin, id, input);
    }
}
