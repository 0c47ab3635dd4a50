package com.example.mybooks.item;

import com.example.mybooks.http.Input;
import com.example.mybooks.list.ListRequest;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.core.Ordered;

/** Says what is special about one kind of things. T is its entity, I what clients send. */
public abstract class Kind<T extends OwnedItem, I extends Input> implements Ordered {
    private final int order;
    private final String table;
    private final String path;
    private final Class<T> type;
    private final Class<I> inputType;
    private final Supplier<T> maker;

    /** Parents have a lower order than what belongs to them; the path is the last part of the address. */
    protected Kind(int order, String table, String path, Class<T> type, Class<I> inputType, Supplier<T> maker) {
        this.order = order;
        this.table = table;
        this.path = path;
        this.type = type;
        this.inputType = inputType;
        this.maker = maker;
    }

    @Override
    public int getOrder() {
        return order;
    }

    public String table() {
        return table;
    }

    public String path() {
        return path;
    }

    public Class<T> type() {
        return type;
    }

    public Class<I> inputType() {
        return inputType;
    }

    T create() {
        return maker.get();
    }

    /** Sets what clients set, but for the parent. */
    protected abstract void fill(T item, I input);

    /** Says what a list can be sorted by, filtered by and searched in. */
    protected abstract void allow(ListRequest<T> list);

    /** The names of the parameters that its list takes, for the description of the API. */
    public Set<String> parameters() {
        var list = new ListRequest<T>("", "", OwnedItem::getCreatedAt);
        allow(list);
        return list.allowed();
    }

    /** The fields that no two things of one owner may share. */
    protected List<Unique<T>> unique() {
        return List.of();
    }

    /** What the things belong to, or null. */
    public Parent<T, I, ?> parent() {
        return null;
    }

    /** A field whose values differ: its name in JSON, its attribute and its value. */
    public record Unique<T>(String name, String attribute, Function<T, Object> value) {}

    /** What a thing belongs to: key is the field with its id, attribute the one that holds it. */
    public record Parent<T, I, P extends OwnedItem>(
            String key, String attribute, Class<P> type, Function<I, String> id, Attach<T, P> attach) {

        @SuppressWarnings("unchecked") // it was read as a P
        void attach(T item, OwnedItem parent) {
            attach.accept(item, (P) parent);
        }
    }

    /** Makes a thing belong to another. */
    public interface Attach<T, P> {
        void accept(T item, P parent);
    }
}
