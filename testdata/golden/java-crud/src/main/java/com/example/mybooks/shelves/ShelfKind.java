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
class ShelfKind implements Kind<Shelf, ShelfInput> {
    @Override
    public int getOrder() {
        return 1;
    }

    @Override
    public String table() {
        return "shelves";
    }

    @Override
    public String path() {
        return "shelves";
    }

    @Override
    public Class<Shelf> type() {
        return Shelf.class;
    }

    @Override
    public Class<ShelfInput> inputType() {
        return ShelfInput.class;
    }

    @Override
    public Shelf create() {
        return new Shelf();
    }

    @Override
    public void fill(Shelf item, ShelfInput input) {
        item.label = input.label();
    }

    @Override
    public List<Unique<Shelf>> unique() {
        return List.of(
                new Unique<>("label", "label", item -> item.label));
    }

    /** Each has an index in the migrations, but for the search. */
    @Override
    public void allow(ListRequest<Shelf> list) {
        list.sortBy("label", "labelSort", Values.anyText(), item -> item.labelSort);
    }
}
