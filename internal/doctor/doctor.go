// Package doctor says whether this machine is ready to run what scaffolio generates, and what to do when it
// isn't. It changes nothing.
package doctor

import (
	"context"
	"time"
)

// Status is how serious a finding is.
type Status string

// The statuses. Only Missing stands in the way of a project that runs.
const (
	OK      Status = "ok"
	Warning Status = "warning" // something works less well without it
	Missing Status = "missing"
)

// Finding is the result of one check.
type Finding struct {
	Name   string `json:"name"`
	Status Status `json:"status"`
	Result string `json:"result"`
	Remedy string `json:"remedy,omitempty"`
}

// Check looks at one thing.
type Check struct {
	Name string
	Run  func(context.Context, Machine) (status Status, result, remedy string)
}

// Machine is what checks may look at; tests put another in its place.
type Machine struct {
	// LookPath finds a program.
	LookPath func(name string) (string, error)
	// Output runs a program and returns what it printed on both streams.
	Output func(ctx context.Context, name string, args ...string) (string, error)
	// Listen takes a TCP address on this machine for a moment.
	Listen func(address string) error
	// FreeBytes is the space left for files in a folder.
	FreeBytes func(dir string) (uint64, error)
	// Identity is the name and address that git would sign a commit with.
	Identity func() (name, email string, err error)
}

// patience is how long one check may take: a Docker client whose engine hangs waits for ever.
const patience = 10 * time.Second

// Run makes the checks in their order.
func Run(ctx context.Context, m Machine, checks []Check) []Finding {
	findings := make([]Finding, 0, len(checks))
	for _, c := range checks {
		if ctx.Err() != nil {
			break
		}
		limited, cancel := context.WithTimeout(ctx, patience)
		status, result, remedy := c.Run(limited, m)
		cancel()
		findings = append(findings, Finding{Name: c.Name, Status: status, Result: result, Remedy: remedy})
	}
	return findings
}

// Ready reports whether nothing that is needed is missing.
func Ready(findings []Finding) bool {
	for _, f := range findings {
		if f.Status == Missing {
			return false
		}
	}
	return true
}
