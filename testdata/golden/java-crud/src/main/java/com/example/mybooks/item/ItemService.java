package com.example.mybooks.item;

import com.example.mybooks.auth.Belongings;
import com.example.mybooks.auth.User;
import com.example.mybooks.database.DatabaseErrors;
import com.example.mybooks.database.Transactions;
import com.example.mybooks.http.Input;
import com.example.mybooks.http.Refusal;
import com.example.mybooks.list.ListPage;
import com.example.mybooks.list.ListRequest;
import com.example.mybooks.value.Moments;
import com.example.mybooks.value.Values;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Service;

/** Keeps the things of users: what all kinds of things have in common is here, once. */
@Service
public class ItemService implements Belongings {
    private final EntityManager entities;
    private final Transactions transactions;
    private final List<Kind<?, ?>> kinds;

    ItemService(EntityManager entities, Transactions transactions, List<Kind<?, ?>> kinds) {
        this.entities = entities;
        this.transactions = transactions;
        this.kinds = kinds;
    }

    public <T extends OwnedItem> ListPage<T> list(Kind<T, ?> kind, ListRequest<T> list, User user) {
        if (!user.isAdmin()) {
            list.where("ownerId", user.id());
        }
        list.sortBy("created_at", "createdAt", Values.moment(), T::getCreatedAt);
        list.sortBy("updated_at", "updatedAt", Values.moment(), T::getUpdatedAt);
        kind.allow(list);
        return list.read(entities, kind.type(), joined(kind));
    }

    private static String[] joined(Kind<?, ?> kind) {
        return kind.parent() == null ? new String[0] : new String[] {kind.parent().attribute()};
    }

    /** Finds one thing; one that the user can't reach is not there. */
    public <T extends OwnedItem> T find(Kind<T, ?> kind, User user, String id) {
        return find(kind.type(), user, id, joined(kind)).orElseThrow(Refusal::notFound);
    }

    private <T extends OwnedItem> Optional<T> find(Class<T> type, User user, String id, String... joined) {
        if (!Values.isId(id)) {
            return Optional.empty();
        }
        var cb = entities.getCriteriaBuilder();
        var query = cb.createQuery(type);
        var root = query.from(type);
        for (var other : joined) {
            root.fetch(other); // so that what is shown of it needs no query of its own
        }
        var sameId = cb.equal(root.get("id"), id);
        query.where(user.isAdmin() ? sameId : cb.and(sameId, cb.equal(root.get("ownerId"), user.id())));
        return entities.createQuery(query).getResultList().stream().findFirst();
    }

    /** Stores a new thing. It belongs to the user, or to whom its parent belongs to. */
    public <T extends OwnedItem, I extends Input> T create(Kind<T, I> kind, I input, User user) {
        var tried = new AtomicReference<T>();
        return explain(kind, tried, () -> transactions.write(() -> {
            var item = kind.create();
            kind.fill(item, input);
            var owner = attach(kind, item, input, user);
            item.begin(owner, Moments.now());
            tried.set(item);
            entities.persist(item);
            return item;
        }));
    }

    /** Replaces what clients set, if the version is still the one that the client has seen. */
    public <T extends OwnedItem, I extends Input> T replace(
            Kind<T, I> kind, String id, I input, IfMatch version, User user) {
        var tried = new AtomicReference<T>();
        return explain(kind, tried, () -> insist(version, () -> {
            var item = find(kind, user, id);
            version.check(item.getVersion());
            var owner = attach(kind, item, input, user);
            if (kind.parent() != null && !owner.equals(item.getOwnerId())) {
                throw noParent(kind);
            }
            kind.fill(item, input);
            item.touch(Moments.now());
            tried.set(item);
            return item;
        }));
    }

    public void delete(Kind<?, ?> kind, String id, IfMatch version, User user) {
        try {
            insist(version, () -> {
                var item = find(kind, user, id);
                version.check(item.getVersion());
                entities.remove(item);
                return item;
            });
        } catch (RuntimeException e) {
            if (DatabaseErrors.kind(e) == DatabaseErrors.Kind.NO_REFERENCE) {
                throw Refusal.of(409, "has_children", "Other things belong to it. Delete those first.");
            }
            throw e;
        }
    }

    /** Runs a change. Hibernate notices when another one was quicker; that matters to who asked for a version. */
    private <T> T insist(IfMatch version, Supplier<T> change) {
        for (var attempt = 1; ; attempt++) {
            try {
                return transactions.write(change);
            } catch (OptimisticLockingFailureException e) {
                if (!version.isAny() || attempt == 5) {
                    throw IfMatch.failed();
                }
            }
        }
    }

    /** Makes a thing belong to its parent, and tells whose it is. */
    private <T extends OwnedItem, I extends Input> String attach(Kind<T, I> kind, T item, I input, User user) {
        var parent = kind.parent();
        if (parent == null) {
            return user.id();
        }
        var found = find(parent.type(), user, parent.id().apply(input)).orElseThrow(() -> noParent(kind));
        parent.attach(item, found);
        return found.getOwnerId();
    }

    private static Refusal noParent(Kind<?, ?> kind) {
        return Refusal.invalidField(kind.parent().key(), "not_found", "Is not one that you can use.");
    }

    /** Turns what the database refused into what the client can understand. */
    private <T extends OwnedItem> T explain(Kind<T, ?> kind, AtomicReference<T> tried, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            switch (DatabaseErrors.kind(e)) {
                case NOT_UNIQUE -> throw notUnique(kind, tried.get());
                case NO_REFERENCE -> throw kind.parent() != null ? noParent(kind) : Refusal.notFound();
                default -> throw e;
            }
        }
    }

    /** Finds out which values another thing of the same owner has. */
    private <T extends OwnedItem> Refusal notUnique(Kind<T, ?> kind, T item) {
        var taken = new ArrayList<String>();
        for (var field : kind.unique()) {
            var cb = entities.getCriteriaBuilder();
            var query = cb.createQuery(Long.class);
            var root = query.from(kind.type());
            query.select(cb.count(root)).where(
                    cb.equal(root.get("ownerId"), item.getOwnerId()),
                    cb.notEqual(root.get("id"), item.getId()),
                    cb.equal(root.get(field.attribute()), field.value().apply(item)));
            if (entities.createQuery(query).getSingleResult() > 0) {
                taken.add(field.name());
            }
        }
        return Refusal.notUnique(taken);
    }

    /** Stores a thing of somebody's within a transaction, as sample data. */
    public <T extends OwnedItem, I extends Input> OwnedItem addSample(
            Kind<T, I> kind, I input, OwnedItem parent, String owner, Instant now) {
        var item = kind.create();
        kind.fill(item, input);
        if (kind.parent() != null) {
            kind.parent().attach(item, parent);
        }
        item.begin(owner, now);
        entities.persist(item);
        return item;
    }

    @Override
    public void deleteOf(String userId) {
        var childrenFirst = new ArrayList<>(kinds);
        Collections.reverse(childrenFirst);
        childrenFirst.forEach(kind -> deleteAll(kind.type(), userId));
    }

    private <T extends OwnedItem> void deleteAll(Class<T> type, String userId) {
        var cb = entities.getCriteriaBuilder();
        var delete = cb.createCriteriaDelete(type);
        delete.where(cb.equal(delete.from(type).get("ownerId"), userId));
        entities.createQuery(delete).executeUpdate();
    }
}
