package fake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// limits counts what each key has asked for within the minute.
type limits struct {
	mu    sync.Mutex
	began time.Time
	count map[string]int
}

func newLimits() *limits { return &limits{began: time.Now(), count: map[string]int{}} }

// take takes one of the key's places in this minute; when there is none left it tells how long to wait.
func (l *limits) take(key string, most int) (time.Duration, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Since(l.began) > time.Minute {
		l.began, l.count = time.Now(), map[string]int{}
	}
	l.count[key]++
	return time.Minute - time.Since(l.began) - time.Second, most == 0 || l.count[key] <= most
}

// metrics counts requests.
type metrics struct {
	mu     sync.Mutex
	counts map[string]int
	sums   map[string]time.Duration
	each   map[string]int
}

func newMetrics() *metrics {
	return &metrics{counts: map[string]int{}, sums: map[string]time.Duration{}, each: map[string]int{}}
}

func (m *metrics) count(method, route string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	operation := fmt.Sprintf("method=%q,route=%q", method, route)
	m.counts[fmt.Sprintf("%s,status=\"%d\"", operation, status)]++
	m.sums[operation] += took
	m.each[operation]++
}

func (m *metrics) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var text strings.Builder
	for _, labels := range slices.Sorted(maps.Keys(m.counts)) {
		fmt.Fprintf(&text, "http_requests_total{%s} %d\n", labels, m.counts[labels])
	}
	for _, labels := range slices.Sorted(maps.Keys(m.each)) {
		fmt.Fprintf(&text, "http_request_duration_seconds_bucket{%s,le=\"+Inf\"} %d\n", labels, m.each[labels])
		fmt.Fprintf(&text, "http_request_duration_seconds_sum{%s} %g\n", labels, m.sums[labels].Seconds())
		fmt.Fprintf(&text, "http_request_duration_seconds_count{%s} %d\n", labels, m.each[labels])
	}
	return text.String()
}

func (c *call) showMetrics() Answer {
	token := c.settings.env["METRICS_TOKEN"]
	switch {
	case token == "" && c.settings.production:
		return c.refuse(404, "not_found")
	case token != "" && c.request.Header.Get("Authorization") != "Bearer "+token:
		return c.challenge("unauthenticated")
	}
	a := c.empty(200)
	a.Header.Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	a.Body = []byte(c.metrics.String())
	return a
}
