package com.example.mybooks.books;

import com.example.mybooks.item.Kind;
import com.example.mybooks.list.ListRequest;
import com.example.mybooks.shelves.Shelf;
import com.example.mybooks.value.Values;

import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Says what is special about books. What can be done with them is the same for all kinds: see ItemService.
 */
@Component
class BookKind extends Kind<Book, BookInput> {
    static final List<String> STATUS = List.of("to_read", "reading", "done");

    BookKind() {
        super(2, "books", "books", Book.class, BookInput.class, Book::new);
    }

    @Override
    protected void fill(Book item, BookInput input) {
        item.title = input.title();
        item.pages = input.pages();
        item.status = input.status();
        item.price = input.price();
        item.bought = input.bought();
        item.link = input.link();
        item.loved = input.loved();
        item.notes = input.notes();
    }

    @Override
    public Parent<Book, BookInput, Shelf> parent() {
        return new Parent<>("shelf_id", "shelf", Shelf.class,
                BookInput::shelfId, (item, parent) -> item.shelf = parent);
    }

    /** Each has an index in the migrations, but for the search. */
    @Override
    protected void allow(ListRequest<Book> list) {
        list.sortBy("title", "titleSort", Values.anyText(), item -> item.titleSort);
        list.sortBy("pages", "pages", Values.anyInteger(), item -> item.pages);
        list.filterParent("shelf_id", "shelf");
        list.filterRange("pages", "pages", Values.anyInteger());
        list.filterAnyOf("status", "status", Values.oneOf(BookKind.STATUS));
        list.filter("loved", "loved", Values.bool());
        list.search("title", "notes");
    }
}
