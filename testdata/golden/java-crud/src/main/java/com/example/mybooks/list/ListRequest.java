package com.example.mybooks.list;

import com.example.mybooks.value.Refused;
import com.example.mybooks.value.Value;
import com.example.mybooks.value.Values;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;

/**
 * A request for one page of a collection. The collection says what may be asked for; what else stands in the query
 * is refused, and so is a value that can't be read. Names are those of the query; attributes those of the entity.
 */
public class ListRequest<T> {
    private static final long MAX_LIMIT = 100;
    private static final long DEFAULT_LIMIT = 20;
    private static final int MAX_SEARCH = 100;

    private final String path;
    private final Query query;
    private final List<BiFunction<CriteriaBuilder, Root<T>, Predicate>> conditions = new ArrayList<>();
    private final List<String> sorts = new ArrayList<>();
    private final Long limit;
    private final String wantedSort;
    private SortKey<T, ?> sort;

    /** What the rows are ordered by: an attribute that is never null, and the id where it is equal. */
    private record SortKey<T, K extends Comparable<? super K>>(
            String name, String attribute, boolean descending, Value<K> type, Function<T, K> key, Function<K, String> text) {

        String textOf(T row) {
            return text.apply(key.apply(row));
        }

        /**
         * Skips the rows up to the cursor's. The first comparison alone lets the database begin at the right place
         * of its index; the other two sort out the rows with an equal key.
         */
        BiFunction<CriteriaBuilder, Root<T>, Predicate> after(Cursor cursor) {
            var from = type.parse(cursor.k());
            return (cb, root) -> {
                Path<K> path = root.get(attribute);
                Path<String> id = root.get("id");
                return descending
                        ? cb.and(cb.lessThanOrEqualTo(path, from),
                                cb.or(cb.lessThan(path, from), cb.lessThan(id, cursor.i())))
                        : cb.and(cb.greaterThanOrEqualTo(path, from),
                                cb.or(cb.greaterThan(path, from), cb.greaterThan(id, cursor.i())));
            };
        }
    }

    /** Reads what every collection takes. It is sorted by created_at, the newest first. */
    public ListRequest(HttpServletRequest request, Function<T, Instant> createdAt) {
        this(request.getRequestURI(), request.getQueryString(), createdAt);
    }

    public ListRequest(String path, String parameters, Function<T, Instant> createdAt) {
        this.path = path;
        query = new Query(parameters);
        limit = query.one("limit", Values.integer(1, MAX_LIMIT));
        var sent = query.parameters().getOrDefault("sort", List.of());
        wantedSort = sent.isEmpty() ? null : sent.get(0);
        sort = new SortKey<>("-created_at", "createdAt", true, Values.moment(), createdAt, Instant::toString);
    }

    /** Allows to sort by a field, either way. */
    public <K extends Comparable<? super K>> void sortBy(String name, String attribute, Value<K> type, Function<T, K> key) {
        sorts.add(name);
        sorts.add("-" + name);
        if (name.equals(wantedSort) || ("-" + name).equals(wantedSort)) {
            sort = new SortKey<>(wantedSort, attribute, wantedSort.startsWith("-"), type, key, String::valueOf);
        }
    }

    /** Limits the rows to those with a value, whatever the query says. */
    public void where(String attribute, Object value) {
        conditions.add((cb, root) -> cb.equal(root.get(attribute), value));
    }

    /** Allows ?name=value. */
    public <V> void filter(String name, String attribute, Value<V> type) {
        var wanted = query.one(name, type);
        if (wanted != null) {
            where(attribute, wanted);
        }
    }

    /** Allows ?name=id for what the rows belong to. */
    public void filterParent(String name, String attribute) {
        var wanted = query.one(name, Values.id());
        if (wanted != null) {
            conditions.add((cb, root) -> cb.equal(root.get(attribute).get("id"), wanted));
        }
    }

    /** Allows ?name=value, and ?name_min=value and ?name_max=value, which are part of the range. */
    public <V extends Comparable<? super V>> void filterRange(String name, String attribute, Value<V> type) {
        filter(name, attribute, type);
        var min = query.one(name + "_min", type);
        if (min != null) {
            conditions.add((cb, root) -> cb.greaterThanOrEqualTo(root.get(attribute), min));
        }
        var max = query.one(name + "_max", type);
        if (max != null) {
            conditions.add((cb, root) -> cb.lessThanOrEqualTo(root.get(attribute), max));
        }
    }

    /** Allows ?name=value any number of times: a row may have any of the values. */
    public void filterAnyOf(String name, String attribute, Value<String> type) {
        var wanted = query.all(name);
        wanted.forEach(text -> query.parse(name, type, text));
        if (!wanted.isEmpty()) {
            conditions.add((cb, root) -> root.get(attribute).in(wanted));
        }
    }

    /** Allows ?q=text: part of any of the attributes, in upper or lower case. */
    public void search(String... attributes) {
        var text = query.one("q", Values.line(1, MAX_SEARCH));
        if (text != null) {
            var pattern = "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
            conditions.add((cb, root) -> {
                // Lower case is the database's business on both sides, so that both mean the same.
                Expression<String> wanted = cb.lower(((HibernateCriteriaBuilder) cb).value(pattern));
                return cb.or(List.of(attributes).stream()
                        .map(attribute -> cb.like(cb.lower(root.get(attribute)), wanted, '!'))
                        .toArray(Predicate[]::new));
            });
        }
    }

    /** The names of all parameters that were allowed. */
    public Set<String> allowed() {
        var names = new TreeSet<>(query.asked());
        names.addAll(List.of("cursor", "sort"));
        return names;
    }

    /** Reads the page, with what the rows show of others. It is one query, whatever the number of rows. */
    public ListPage<T> read(EntityManager entities, Class<T> type, String... joined) {
        if (!sorts.isEmpty()) {
            query.one("sort", Values.oneOf(sorts));
        }
        startAtCursor();
        var size = (int) (limit == null ? DEFAULT_LIMIT : limit);
        var cb = entities.getCriteriaBuilder();
        var statement = cb.createQuery(type);
        var root = statement.from(type);
        for (var other : joined) {
            root.fetch(other);
        }
        statement.where(conditions.stream().map(c -> c.apply(cb, root)).toArray(Predicate[]::new));
        Path<Object> key = root.get(sort.attribute);
        statement.orderBy(sort.descending
                ? List.of(cb.desc(key), cb.desc(root.get("id")))
                : List.of(cb.asc(key), cb.asc(root.get("id"))));
        var rows = entities.createQuery(statement).setMaxResults(size + 1).getResultList();
        if (rows.size() <= size) {
            return new ListPage<>(rows, null);
        }
        var last = rows.get(size - 1); // there is one more row than asked for
        var id = (String) entities.getEntityManagerFactory().getPersistenceUnitUtil().getIdentifier(last);
        return new ListPage<>(rows.subList(0, size), new Cursor(scope(), sort.textOf(last), id).encode());
    }

    private void startAtCursor() {
        var cursor = query.one("cursor", new Value<>(true, Cursor::decode));
        query.check(); // with another mistake nobody can tell which list is meant
        if (cursor == null) {
            return;
        }
        try {
            if (cursor.s().equals(scope()) && Values.isId(cursor.i())) {
                conditions.add(sort.after(cursor));
                return;
            }
        } catch (Refused e) {
            // told below
        }
        query.refuse("cursor", Cursor.NOT_OF_THIS_LIST.code(), Cursor.NOT_OF_THIS_LIST.getMessage());
        query.check();
    }

    /** A short digest of what decides which rows a list has, and in which order. */
    private String scope() {
        var parts = new TreeMap<>(query.parameters());
        parts.remove("cursor");
        parts.remove("limit");
        parts.put("sort", List.of(sort.name));
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest((path + "?" + parts).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Path and query of the page after a cursor. */
    String link(String cursor) {
        var parts = new TreeMap<>(query.parameters());
        parts.put("cursor", List.of(cursor));
        return path + "?" + parts.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(value -> encode(e.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
