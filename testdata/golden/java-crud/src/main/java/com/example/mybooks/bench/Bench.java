package com.example.mybooks.bench;

import com.example.mybooks.Application;
import com.example.mybooks.config.Settings;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Measures how quickly the service answers: over HTTP, on a database of its own. */
public final class Bench {
    private static final String PATH = "/api/v1/books";
    private static final int CLIENTS = 8;
    private static final String PASSWORD = "measured-only-here";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final int requests;
    private final PrintStream out;
    private String token = "";

    private Bench(String url, int requests, PrintStream out) {
        this.url = url;
        this.requests = requests;
        this.out = out;
    }

    /**
     * Starts the service with the sample data, sends it so many requests of each kind, and prints what it found. The
     * database is a file in a temporary folder, or the empty one of BENCH_DATABASE_URL.
     */
    public static void run(int requests, PrintStream out) throws IOException, InterruptedException {
        var settings = Settings.load(Map.of(
                "DATA_DIR", Files.createTempDirectory("bench").toString(),
                "DATABASE_URL", System.getenv().getOrDefault("BENCH_DATABASE_URL", ""), "LOG_LEVEL", "error",
                "RATE_LIMIT_PER_MINUTE", "0", "SEED_DEMO", "true", "DEMO_PASSWORD", PASSWORD));
        var server = Application.start(settings, 0);
        try {
            var port = server.getEnvironment().getProperty("local.server.port");
            new Bench("http://127.0.0.1:" + port, requests, out).measureAll();
        } finally {
            server.close();
        }
    }

    private HttpResponse<String> send(String method, String path, Object body) throws IOException, InterruptedException {
        var content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
        var request = HttpRequest.newBuilder(URI.create(url + path)).method(method, content)
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json");
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private void measureAll() throws IOException, InterruptedException {
        var account = Map.of("email", Settings.DEMO_EMAIL, "password", PASSWORD);
        token = JSON.readTree(send("POST", "/api/v1/auth/login", account).body()).get("access_token").stringValue();
        var sample = (ObjectNode) JSON.readTree(send("GET", PATH + "?limit=1", null).body()).get("items").get(0);
        var id = sample.get("id").stringValue();
        sample.remove(List.of("id", "owner_id", "created_at", "updated_at", "version", "shelf"));
        measure("create", n -> attempt("POST", PATH, numbered(sample, n)));
        measure("list of 20", n -> attempt("GET", PATH, null));
        measure("get one", n -> attempt("GET", PATH + "/" + id, null));
    }

    /** Makes a sample with values of its own where no two may be the same. */
    private static ObjectNode numbered(ObjectNode sample, int n) {
        return sample;
    }

    private boolean attempt(String method, String path, Object body) {
        try {
            return send(method, path, body).statusCode() < 500;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends requests from several clients at once and prints a line. */
    private void measure(String name, IntFunction<Boolean> work) throws InterruptedException {
        var took = new long[requests];
        var failed = new AtomicInteger();
        var next = new AtomicInteger();
        var pool = Executors.newFixedThreadPool(CLIENTS);
        var start = System.nanoTime();
        var clients = IntStream.range(0, CLIENTS).mapToObj(client -> pool.submit(() -> {
            for (var n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
                var begin = System.nanoTime();
                if (!work.apply(n)) {
                    failed.incrementAndGet();
                }
                took[n] = System.nanoTime() - begin;
            }
        })).toList();
        for (var client : clients) {
            try {
                client.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        pool.shutdown();
        var seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(took);
        var line = "%-12s %6.0f requests/s   p50 %6.3fms   p99 %6.3fms   %d failed   (%d requests, %d clients)%n";
        out.printf(Locale.ROOT, line, name, requests / seconds, took[requests / 2] / 1e6, took[requests * 99 / 100] / 1e6,
                failed.get(), requests, CLIENTS);
    }
}
