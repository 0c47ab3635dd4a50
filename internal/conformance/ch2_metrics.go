package conformance

import (
	"strings"
)

func metricsChecks() []check {
	return []check{
		{
			chapter: 2, name: "metrics-counter", run: metricsCounter,
			clause: "`GET /metrics`: Prometheus text; at least the counter `http_requests_total{method,route,status}`",
		},
		{
			chapter: 2, name: "metrics-histogram", run: metricsHistogram,
			clause: "and the histogram `http_request_duration_seconds{method,route}`",
		},
		{chapter: 2, name: "metrics-route-pattern", clause: "`route` is the pattern", run: metricsPattern},
		{chapter: 2, name: "metrics-unknown-paths", clause: "unknown paths share one value", run: metricsUnknown},
		{
			chapter: 2, name: "metrics-token", needs: needsStart, run: metricsToken,
			clause: "With `METRICS_TOKEN` set a bearer of it is asked for",
		},
		{
			chapter: 2, name: "metrics-production", needs: needsStart, run: metricsProduction,
			clause: "in production without it: 404",
		},
	}
}

// sampleLine is one line of the Prometheus text format.
type sampleLine struct {
	name   string
	labels map[string]string
	value  string
}

var (
	metricLine  = lazily(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)(?: [0-9]+)?$`)
	metricLabel = lazily(`([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"`)
)

// metrics reads the service's metrics; the check is skipped where they are not for everybody.
func (t *T) metrics() []sampleLine {
	a := t.anon().get("/metrics")
	if t.suite.polite && (a.Status == 404 || a.Status == 401) {
		t.skipf("/metrics is not open here")
	}
	a.is(200)
	if kind := a.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") &&
		!strings.HasPrefix(kind, "application/openmetrics-text") {
		a.failf("Content-Type is %q, want the Prometheus text format", kind)
	}
	var samples []sampleLine
	for line := range strings.Lines(string(a.Body)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := metricLine().FindStringSubmatch(line)
		if parts == nil {
			a.failf("the line %q is not in the Prometheus text format", line)
		}
		sample := sampleLine{name: parts[1], labels: map[string]string{}, value: parts[3]}
		for _, label := range metricLabel().FindAllStringSubmatch(parts[2], -1) {
			sample.labels[label[1]] = label[2]
		}
		samples = append(samples, sample)
	}
	return samples
}

// samplesOf lists the samples of one metric.
func samplesOf(samples []sampleLine, name string) []sampleLine {
	var found []sampleLine
	for _, s := range samples {
		if s.name == name {
			found = append(found, s)
		}
	}
	return found
}

// lacks names the first of the labels that the sample doesn't have, or "".
func (s sampleLine) lacks(labels ...string) string {
	for _, label := range labels {
		if _, ok := s.labels[label]; !ok {
			return label
		}
	}
	return ""
}

func metricsCounter(t *T) {
	t.anon().get("/livez").is(200)
	t.anon().get(api + "/users/me").is(401)
	samples := samplesOf(t.metrics(), "http_requests_total")
	found := false
	for _, s := range samples {
		if label := s.lacks("method", "route", "status"); label != "" {
			t.failf("a sample of http_requests_total has no label %s", label)
		}
		found = found || s.labels["method"] == "GET" && s.labels["route"] == api+"/users/me" && s.labels["status"] == "401"
	}
	if !found {
		t.failf("http_requests_total doesn't count GET %s/users/me with status 401", api)
	}
}

func metricsHistogram(t *T) {
	t.anon().get(api + "/users/me").is(401)
	samples := t.metrics()
	for _, suffix := range []string{"_bucket", "_sum", "_count"} {
		name := "http_request_duration_seconds" + suffix
		found := samplesOf(samples, name)
		if len(found) == 0 {
			t.failf("there is no %s", name)
		}
		for _, s := range found {
			if label := s.lacks("method", "route"); label != "" {
				t.failf("a sample of %s has no label %s", name, label)
			}
		}
	}
}

func metricsPattern(t *T) {
	c := t.anybody()
	e := t.first()
	id := c.make(e).id()
	c.get(itemPath(e, id)).is(200)
	found := false
	for _, s := range samplesOf(t.metrics(), "http_requests_total") {
		route := s.labels["route"]
		if strings.Contains(route, id) {
			t.failf("the route %q holds an id instead of a pattern", route)
		}
		found = found || strings.HasPrefix(route, collection(e)+"/")
	}
	if !found {
		t.failf("no route of http_requests_total is the pattern of %s/{id}", collection(e))
	}
}

func metricsUnknown(t *T) {
	c := t.anybody()
	for _, path := range []string{"/first-unknown-path", "/second/unknown/path", api + "/third-unknown-path"} {
		c.get(path).is(404)
	}
	for _, s := range samplesOf(t.metrics(), "http_requests_total") {
		if strings.Contains(s.labels["route"], "unknown-path") || strings.Contains(s.labels["route"], "second/") {
			t.failf("the unknown path %q has a route of its own", s.labels["route"])
		}
	}
}

func metricsToken(t *T) {
	const token = "a-token-for-metrics-0123456789"
	s := t.shared("metrics", env("METRICS_TOKEN", token))
	s.anon().get("/metrics").is(401)
	s.anon().with("Authorization", "Bearer "+token+"x").get("/metrics").is(401)
	s.anon().with("Authorization", "Bearer "+token[:len(token)-1]).get("/metrics").is(401)
	s.anon().with("Authorization", "Bearer "+token).get("/metrics").is(200)
}

func metricsProduction(t *T) {
	t.shared("production", production()).anon().get("/metrics").refuses(404, "not_found")
}
