package com.example.mybooks.shelves;

import com.example.mybooks.item.Kind;
import com.example.mybooks.list.ListRequest;
import com.example.mybooks.value.Values;

import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Says what is special about shelves. What can be done with them is the same for all kinds: see ItemService.
 */
@Component
class ShelfKind extends Kind<Shelf, ShelfInput> {
    ShelfKind() {
        super(1, "shelves", "shelves", Shelf.class, ShelfInput.class, Shelf::new);
    }

    @Override
    protected void fill(Shelf item, ShelfInput input) {
        item.label = input.label();
    }

    @Override
    protected List<Unique<Shelf>> unique() {
        return List.of(
                new Unique<>("label", "label", item -> item.label));
    }

    /** Each has an index in the migrations, but for the search. */
    @Override
    protected void allow(ListRequest<Shelf> list) {
        list.sortBy("label", "labelSort", Values.anyText(), item -> item.labelSort);
    }
}
