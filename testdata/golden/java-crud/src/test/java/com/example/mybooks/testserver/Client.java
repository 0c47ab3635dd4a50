package com.example.mybooks.testserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends requests as one user, or as nobody. */
public record Client(URI url, String email, String token) {
    /** The password of every user that tests make. */
    public static final String PASSWORD = TestServer.PASSWORD;

    static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Sends a request. A text is a body as it is, anything else becomes JSON; headers are names and values. */
    public Answer send(String method, String path, Object body, String... headers) {
        var text = body == null || body instanceof String ? (String) body : JSON.writeValueAsString(body);
        var request = HttpRequest.newBuilder(url.resolve(path))
                .method(method, text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text));
        if (text != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** The n-th thing of the sample data. What it belongs to is made first. */
    public ObjectNode sample(String table, int n) {
        var sample = samples().get(table).get(n);
        var values = (ObjectNode) sample.get("values");
        for (var link : Parents.OF.getOrDefault(table, Map.of()).entrySet()) {
            values.put(link.getKey(), make(link.getValue(), sample.get("parent").intValue()).field("id"));
        }
        return values;
    }

    private static JsonNode samples() {
        try (var stream = Client.class.getResourceAsStream("/seed/seed.json")) {
            return JSON.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the n-th thing of the sample data, or finds it if its values may exist only once. */
    public Answer make(String table, int n) {
        var path = "/api/v1/" + table.replace('_', '-');
        var answer = send("POST", path, sample(table, n));
        if (answer.status() != 409) {
            return answer.want(201);
        }
        var ids = walk(path + "?sort=created_at");
        return get(path + "/" + ids.get(Math.min(n, ids.size() - 1))).want(200);
    }

    /** Reads a list page by page, and returns the ids. */
    public List<String> walk(String path) {
        var ids = new ArrayList<String>();
        for (var next = path; next != null;) {
            var page = get(next).want(200);
            page.body().get("items").forEach(item -> ids.add(item.get("id").stringValue()));
            var cursor = page.body().get("next_cursor");
            next = cursor.isNull() ? null : path + (path.contains("?") ? "&" : "?") + "cursor=" + cursor.stringValue();
        }
        return ids;
    }
}
