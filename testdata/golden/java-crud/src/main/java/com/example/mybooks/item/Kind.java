package com.example.mybooks.item;

import com.example.mybooks.http.Input;
import com.example.mybooks.list.ListRequest;

import java.util.List;
import java.util.function.Function;
import org.springframework.core.Ordered;

/** Says what is special about one kind of things, such as books. T is its entity, I what clients send. */
public interface Kind<T extends OwnedItem, I extends Input> extends Ordered {
    /** Parents come before what belongs to them. */
    @Override
    int getOrder();

    /** The name of its table. */
    String table();

    /** The last part of its address. */
    String path();

    Class<T> type();

    Class<I> inputType();

    T create();

    /** Sets what clients set, but for the parent. */
    void fill(T item, I input);

    /** Says what a list can be sorted by, filtered by and searched in. */
    void allow(ListRequest<T> list);

    /** The fields that no two things of one owner may share. */
    default List<Unique<T>> unique() {
        return List.of();
    }

    /** What the things belong to, or null. */
    default Parent<T, I, ?> parent() {
        return null;
    }

    /** A field whose values differ: its name in JSON, its attribute and its value. */
    record Unique<T>(String name, String attribute, Function<T, Object> value) {}

    /** What a thing belongs to: key is the field with its id, attribute the one that holds it. */
    record Parent<T, I, P extends OwnedItem>(
            String key, String attribute, Class<P> type, Function<I, String> id, Attach<T, P> attach) {

        @SuppressWarnings("unchecked") // it was read as a P
        void attach(T item, OwnedItem parent) {
            attach.accept(item, (P) parent);
        }
    }

    /** Makes a thing belong to another. */
    interface Attach<T, P> {
        void accept(T item, P parent);
    }
}
