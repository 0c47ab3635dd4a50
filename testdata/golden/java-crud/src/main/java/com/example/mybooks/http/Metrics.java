package com.example.mybooks.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Counts requests for Prometheus. */
@Component
class Metrics {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500),
        Duration.ofSeconds(5), Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meter.MeterProvider<Counter> requests =
            Counter.builder("http.requests").description("Requests by method, route and status.").withRegistry(registry);
    private final Meter.MeterProvider<Timer> durations = Timer.builder("http.request.duration")
            .description("How long requests took.").serviceLevelObjectives(BUCKETS).withRegistry(registry);

    Metrics() {
        bind(registry);
    }

    private static void bind(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    void observe(String sent, String route, int status, long nanos) {
        var method = METHODS.contains(sent) ? sent : "other"; // anybody can make up names, and each would be kept
        requests.withTags("method", method, "route", route, "status", String.valueOf(status)).increment();
        durations.withTags("method", method, "route", route).record(Duration.ofNanos(nanos));
    }

    String text() {
        return registry.scrape();
    }
}
