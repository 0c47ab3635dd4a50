package conformance_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/conformance/fake"
)

// On a further database, what no database has a part in is told as skipped, and the rest is checked as ever.
func TestAFurtherDatabaseIsSparedWhatItHasNoPartIn(t *testing.T) {
	target := newBench(t, fake.Faults{}, time.Millisecond).target(t)
	target.Again, target.Only = true, []string{"rate-limit", "config-errors-at-once", "data-kept"}
	for _, r := range run(t, target).Results {
		if r.Name == "data-kept" {
			if r.Status != conformance.Pass {
				t.Errorf("%s: %s: %s", r.Name, r.Status, r.Detail)
			}
		} else if r.Status != conformance.Skip || !strings.Contains(r.Detail, "ran before") {
			t.Errorf("%s: %s: %q, want it skipped", r.Name, r.Status, r.Detail)
		}
	}
}

// What measures times waits for the other suites of the machine, and they wait for it.
func TestSuitesGiveWayToWhatMeasuresTimes(t *testing.T) {
	const plain, timed = "no-redirects", "login-same-time"
	if names := conformance.Names(); !slices.Contains(names, plain) || !slices.Contains(names, timed) {
		t.Fatalf("%s or %s is no check", plain, timed)
	}
	for _, c := range []struct {
		check string
		waits bool
		hold  func(*sync.RWMutex) func()
	}{
		{plain, false, func(m *sync.RWMutex) func() { m.RLock(); return m.RUnlock }},
		{timed, true, func(m *sync.RWMutex) func() { m.RLock(); return m.RUnlock }},
		{plain, true, func(m *sync.RWMutex) func() { m.Lock(); return m.Unlock }},
	} {
		target := newBench(t, fake.Faults{}, time.Millisecond).target(t)
		target.Only, target.Quiet = []string{c.check}, &sync.RWMutex{}
		release := c.hold(target.Quiet)
		done := make(chan conformance.Report, 1)
		go func() { done <- run(t, target) }()
		early := time.Minute
		if c.waits {
			early = 500 * time.Millisecond
		}
		select {
		case <-done:
			if c.waits {
				t.Errorf("%s did not wait", c.check)
			}
			release()
		case <-time.After(early):
			if !c.waits {
				t.Errorf("%s waited", c.check)
			}
			release()
			<-done
		}
	}
}
