package conformance_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/conformance/fake"
)

// live is a bench as somebody else's running instance: nothing can be started, and it has limits.
func live(t *testing.T, limit string) (*bench, conformance.Target) {
	t.Helper()
	b := newBench(t, fake.Faults{}, time.Millisecond)
	env := map[string]string{"RATE_LIMIT_PER_MINUTE": limit, "DATABASE_URL": "sqlite:///x"}
	program := fake.Start(b.model, env, b.data, b.faults, b.patience)
	t.Cleanup(func() { _ = program.Stop(context.Background()) })
	return b, conformance.Target{BaseURL: program.BaseURL() + "/", Model: b.model, Type: "crud", Tag: "live"}
}

func TestARunningInstanceIsLeftAsItWas(t *testing.T) {
	b, target := live(t, "0")
	target.Patience.RotationGrace = b.patience.Grace
	report := run(t, target)
	skipped := 0
	for _, r := range report.Results {
		switch {
		case r.Status == conformance.Fail:
			t.Errorf("%d %s: %s", r.Chapter, r.Name, r.Detail)
		case r.Status == conformance.Skip && r.Detail == "":
			t.Errorf("%d %s was skipped without a reason", r.Chapter, r.Name)
		case r.Status == conformance.Skip:
			skipped++
		}
	}
	if skipped == 0 || skipped > len(report.Results)/2 {
		t.Errorf("%d of %d checks were skipped", skipped, len(report.Results))
	}
	if left := b.data.Users(); len(left) != 0 {
		t.Errorf("accounts are left behind: %q", left)
	}
}

func TestARunningInstanceTellsTheSuiteToSlowDown(t *testing.T) {
	_, target := live(t, "0")
	target.Only = []string{"login", "me"}
	refused := 0
	target.Record = func(e conformance.Exchange) {
		if e.Response.Status == 429 {
			refused++
		}
	}
	target.Transport = &hurried{every: 5}
	began := time.Now()
	report, err := conformance.Run(context.Background(), target, conformance.ReporterFunc(func(conformance.Result) {}))
	if err != nil || !report.OK() || refused == 0 {
		t.Errorf("with %d answers of 429 the run gave %v %v", refused, report, err)
	}
	if waited := time.Since(began); waited < time.Duration(refused)*time.Second {
		t.Errorf("%d answers said to wait a second each, the run took %s", refused, waited)
	}
}

func TestATargetThatCantBeCheckedIsRefused(t *testing.T) {
	good := newBench(t, fake.Faults{}, 0).target(t)
	for want, spoil := range map[string]func(*conformance.Target){
		"base URL":       func(target *conformance.Target) { target.BaseURL = "" },
		"model":          func(target *conformance.Target) { target.Model = nil },
		"project type":   func(target *conformance.Target) { target.Type = "poem" },
		"nobody answers": func(target *conformance.Target) { target.BaseURL = "http://127.0.0.1:1" },
	} {
		target := good
		spoil(&target)
		_, err := conformance.Run(context.Background(), target, conformance.ReporterFunc(func(conformance.Result) {}))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the run ends with %v, want it to speak of the %s", err, want)
		}
	}
}

func TestOneRunTellsResultsInOrderAndOnlyOfWhatWasAsked(t *testing.T) {
	target := newBench(t, fake.Faults{}, 0).target(t)
	target.Chapters = []int{8}
	var told []conformance.Result
	report, err := conformance.Run(context.Background(), target, conformance.ReporterFunc(func(r conformance.Result) { told = append(told, r) }))
	if err != nil || len(told) == 0 || len(told) != len(report.Results) {
		t.Fatalf("%d results told, %d in the report: %v", len(told), len(report.Results), err)
	}
	for i, r := range report.Results {
		if r.Chapter != 8 || r.Name != told[i].Name || r.Clause == "" {
			t.Errorf("result %d is %+v, told was %s", i, r, told[i].Name)
		}
	}
}
