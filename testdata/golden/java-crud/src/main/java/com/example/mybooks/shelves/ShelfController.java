package com.example.mybooks.shelves;

import com.example.mybooks.auth.User;
import com.example.mybooks.http.Refuses;
import com.example.mybooks.item.Answers;
import com.example.mybooks.item.IfMatch;
import com.example.mybooks.item.ItemService;
import com.example.mybooks.list.ListPage;
import com.example.mybooks.list.ListRequest;

import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The routes of shelves. */
@RestController
@RequestMapping("/api/v1/shelves")
class ShelfController {
    private final ItemService items;
    private final ShelfKind kind;

    ShelfController(ItemService items, ShelfKind kind) {
        this.items = items;
        this.kind = kind;
    }

    @GetMapping
    @Refuses(422)
    ResponseEntity<ListPage<ShelfView>> list(HttpServletRequest request, @AuthenticationPrincipal User user) {
        var list = new ListRequest<Shelf>(request, Shelf::getCreatedAt);
        return items.list(kind, list, user).map(ShelfView::of).answer(list);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Refuses(409)
    ResponseEntity<ShelfView> create(@RequestBody ShelfInput input, @AuthenticationPrincipal User user) {
        var item = items.create(kind, input, user);
        return Answers.created(kind, item, ShelfView.of(item));
    }

    @GetMapping("/{id}")
    ShelfView show(@PathVariable String id, @AuthenticationPrincipal User user, HttpServletResponse response) {
        var item = items.find(kind, user, id);
        response.setHeader("ETag", Answers.tag(item));
        return ShelfView.of(item);
    }

    @PutMapping("/{id}")
    @Refuses({409, 412, 428})
    ResponseEntity<ShelfView> replace(@PathVariable String id, @RequestBody ShelfInput input,
            @AuthenticationPrincipal User user, HttpServletRequest request) {
        var item = items.replace(kind, id, input, IfMatch.required(request), user);
        return Answers.ok(item, ShelfView.of(item));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({409, 412})
    void delete(@PathVariable String id, @AuthenticationPrincipal User user, HttpServletRequest request) {
        items.delete(kind, id, IfMatch.optional(request), user);
    }
}
