package verify

import (
	"runtime"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
)

// Status is how a step or a check ended.
type Status = conformance.Status

// Result is the outcome of one step, or of one check of the conformance suite.
type Result struct {
	Group   string        `json:"group"` // "project", or what it ran on: "sqlite", "postgres", "image"…
	Name    string        `json:"name"`
	Chapter int           `json:"chapter,omitempty"` // of a check
	Clause  string        `json:"clause,omitempty"`  // of a check: what the contract says
	Command string        `json:"command,omitempty"` // of a step that runs one
	Status  Status        `json:"status"`
	Detail  string        `json:"detail,omitempty"`
	Took    time.Duration `json:"took_ns"`
}

// Environment names what really ran.
type Environment struct {
	OS        string   `json:"os"`
	Arch      string   `json:"arch"`
	CPUs      int      `json:"cpus"`
	Toolchain string   `json:"toolchain,omitempty"`
	Servers   []string `json:"servers,omitempty"` // "PostgreSQL 18.1, container postgres:18"
}

// Report is the receipt of a run.
type Report struct {
	Project     string            `json:"project,omitempty"`
	URL         string            `json:"url,omitempty"`
	Answers     map[string]string `json:"answers,omitempty"`
	Environment Environment       `json:"environment"`
	Started     time.Time         `json:"started"`
	Took        time.Duration     `json:"took_ns"`
	Results     []Result          `json:"results"`
}

// Count tells how many results ended this way.
func (r *Report) Count(s Status) int {
	n := 0
	for _, result := range r.Results {
		if result.Status == s {
			n++
		}
	}
	return n
}

// OK tells whether nothing failed.
func (r *Report) OK() bool { return r.Count(conformance.Fail) == 0 }

// Failures are the results that failed.
func (r *Report) Failures() []Result {
	var failed []Result
	for _, result := range r.Results {
		if result.Status == conformance.Fail {
			failed = append(failed, result)
		}
	}
	return failed
}

// Reporter is told what happens while it happens.
type Reporter interface {
	// Plan is called once, before anything runs, with a line for each thing that will.
	Plan(lines []string)
	// Begin is called before a step that may take long.
	Begin(group, name string)
	// Result is called with each result.
	Result(Result)
}

// Quiet is a Reporter that says nothing.
type Quiet struct{}

// Plan does nothing.
func (Quiet) Plan([]string) {}

// Begin does nothing.
func (Quiet) Begin(string, string) {}

// Result does nothing.
func (Quiet) Result(Result) {}

func thisMachine() Environment {
	return Environment{OS: runtime.GOOS, Arch: runtime.GOARCH, CPUs: runtime.NumCPU()}
}
