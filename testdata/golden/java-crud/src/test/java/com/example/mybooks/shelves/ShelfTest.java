package com.example.mybooks.shelves;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.mybooks.testserver.Client;
import com.example.mybooks.testserver.TestServer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The routes of shelves, as a client meets them. */
class ShelfTest {
    private static final String TABLE = "shelves";
    private static final String PATH = "/api/v1/shelves";

    private final TestServer server = TestServer.shared();
    private final Client user = server.user();

    @Test
    void oneIsMadeReadChangedAndDeleted() {
        var sample = user.sample(TABLE, 0);
        var made = user.send("POST", PATH, sample).want(201);
        var item = made.header("Location");
        assertThat(item).isEqualTo(PATH + "/" + made.field("id"));
        var read = user.get(item).want(200);
        assertThat(read.text()).isEqualTo(made.text());
        assertThat(read.header("ETag")).isEqualTo("\"1\"");
        sample.propertyNames().forEach(name -> assertThat(read.body().get(name)).as(name).isEqualTo(sample.get(name)));
        user.send("PUT", item, sample).wantProblem(428, "precondition_required");
        var changed = user.send("PUT", item, sample, "If-Match", "\"1\"").want(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        user.send("PUT", item, sample, "If-Match", "\"1\"").wantProblem(412, "precondition_failed");
        user.send("PUT", item, sample, "If-Match", "W/\"2\"").wantProblem(412, "precondition_failed");
        user.send("PUT", item, sample, "If-Match", "*").want(200);
        user.send("DELETE", item, null, "If-Match", "\"2\"").wantProblem(412, "precondition_failed");
        user.send("DELETE", item, null, "If-Match", "\"3\"").want(204);
        user.get(item).wantProblem(404, "not_found");
        user.send("DELETE", item, null).wantProblem(404, "not_found");
    }

    /** Sends a valid thing with one value that breaks a rule, written as JSON. */
    private void assertRefused(ObjectNode valid, String field, String value, String code) {
        var item = valid.deepCopy();
        item.putRawValue(field, new RawValue(value));
        user.send("POST", PATH, item).wantInvalid("/" + field, code);
    }

    @Test
    void everyFieldHasItsRules() {
        var valid = user.sample(TABLE, 0);
        assertRefused(valid, "label", "null", "required");
        assertRefused(valid, "label", "5", "wrong_type");
        assertRefused(valid, "label", '"' + "x".repeat(80 + 1) + '"', "too_long");
        assertRefused(valid, "label", "\" \"", "blank");
        assertRefused(valid, "no_such_field", "true", "unknown_field");
        assertRefused(valid, "version", "7", "unknown_field");
    }

    @Test
    void listsAreReadPageByPage() {
        var made = new ArrayList<String>();
        for (var n = 0; n < 3; n++) {
            made.add(user.make(TABLE, n).field("id"));
        }
        for (var field : List.of("created_at", "updated_at",
                "label")) {
            var up = user.walk(PATH + "?limit=1&sort=" + field);
            var down = user.walk(PATH + "?limit=1&sort=-" + field);
            Collections.reverse(down);
            assertThat(up).as(field).hasSameSizeAs(made).isEqualTo(down);
        }
        for (var query : List.of(
                "limit=100")) {
            assertThat(user.walk(PATH + "?" + query)).as(query).contains(made.get(0));
        }
        user.get(PATH + "?limit=0").wantInvalid("limit", "too_small");
        user.get(PATH + "?sort=nothing").wantInvalid("sort", "not_allowed");
        user.get(PATH + "?nothing=1").wantInvalid("nothing", "unknown_field");
        user.get(PATH + "?cursor=nonsense").wantInvalid("cursor", "invalid_format");
    }

    @Test
    void whatBelongsToOthersIsNotThere() {
        var other = server.user();
        var item = PATH + "/" + user.make(TABLE, 0).field("id");
        other.get(item).wantProblem(404, "not_found");
        other.send("PUT", item, other.sample(TABLE, 0), "If-Match", "*").wantProblem(404, "not_found");
        other.send("DELETE", item, null).wantProblem(404, "not_found");
        assertThat(other.walk(PATH)).isEmpty();
        server.admin().get(item).want(200);
        server.stranger().get(item).wantProblem(401, "unauthenticated");
    }

    @Test
    void someValuesExistOncePerOwner() {
        var item = user.sample(TABLE, 0);
        user.send("POST", PATH, item).want(201);
        user.send("POST", PATH, item).wantProblem(409, "not_unique");
        server.user().make(TABLE, 0); // somebody else may
    }
}
