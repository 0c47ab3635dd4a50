package com.example.mybooks.seed;

import com.example.mybooks.auth.AccountService;
import com.example.mybooks.config.Settings;
import com.example.mybooks.database.Transactions;
import com.example.mybooks.http.Body;
import com.example.mybooks.http.Input;
import com.example.mybooks.http.InputReader;
import com.example.mybooks.item.ItemService;
import com.example.mybooks.item.Kind;
import com.example.mybooks.item.OwnedItem;
import com.example.mybooks.value.Moments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the accounts that are there from the start: an administrator, and a demo account with sample data. An address
 * that is taken is left alone.
 */
@Component
class Seed implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(Seed.class);

    /** Lies between two samples, so that the dashboard has something to show. */
    private static final Duration INTERVAL = Duration.ofHours(27);

    private final Settings settings;
    private final AccountService accounts;
    private final ItemService items;
    private final List<Kind<?, ?>> kinds;
    private final Transactions transactions;
    private final InputReader inputs;
    private final JsonMapper mapper;

    Seed(Settings settings, AccountService accounts, ItemService items, List<Kind<?, ?>> kinds,
            Transactions transactions, InputReader inputs, JsonMapper mapper) {
        this.settings = settings;
        this.accounts = accounts;
        this.items = items;
        this.kinds = kinds;
        this.transactions = transactions;
        this.inputs = inputs;
        this.mapper = mapper;
    }

    /** Runs before the server takes requests. */
    @Override
    public void afterSingletonsInstantiated() {
        var admin = settings.admin();
        if (admin != null && (accounts.exists(admin.email())
                || accounts.createAdmin(admin.email(), admin.password()).isEmpty())) {
            LOG.info("the administrator was not made: ADMIN_EMAIL has an account already, which stays as it is");
        }
        var demo = settings.demo();
        if (demo != null && !accounts.exists(demo.email())) {
            accounts.createUser(demo.email(), "Demo", demo.password()).ifPresent(user ->
                    transactions.write(() -> addSamples(user.id())));
        }
    }

    private Map<Class<?>, List<OwnedItem>> addSamples(String owner) {
        var samples = read();
        var added = new HashMap<Class<?>, List<OwnedItem>>();
        for (var kind : kinds) {
            var ofKind = new ArrayList<OwnedItem>();
            for (var sample : samples.path(kind.table())) {
                ofKind.add(add(kind, sample, added, owner, ofKind.size()));
            }
            added.put(kind.type(), ofKind);
        }
        return added;
    }

    private <T extends OwnedItem, I extends Input> OwnedItem add(Kind<T, I> kind, JsonNode sample,
            Map<Class<?>, List<OwnedItem>> added, String owner, int number) {
        var values = (ObjectNode) sample.get("values");
        OwnedItem parent = null;
        if (kind.parent() != null) {
            parent = added.get(kind.parent().type()).get(sample.get("parent").intValue());
            values.put(kind.parent().key(), parent.getId());
        }
        var input = inputs.read(kind.inputType(), new Body(values));
        return items.addSample(kind, input, parent, owner, Moments.now().minus(INTERVAL.multipliedBy(number)));
    }

    private JsonNode read() {
        try (var stream = Seed.class.getResourceAsStream("/seed/seed.json")) {
            return mapper.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
