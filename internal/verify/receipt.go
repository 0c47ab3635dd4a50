package verify

import (
	"fmt"
	"strings"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/matrix"
)

// Receipt is the report of a run of the matrix in short. Checks that don't apply to a model or an engine are counted as
// skipped; steps that this machine could not run are named, with the reason.
func (r *Report) Receipt(run matrix.Run, tree, commit string) *matrix.Receipt {
	e := r.Environment
	receipt := &matrix.Receipt{
		Run: run, Tree: tree, Commit: commit, Started: r.Started, Seconds: int(r.Took.Seconds() + 0.5),
		System:    fmt.Sprintf("%s/%s, %d processors", e.OS, e.Arch, e.CPUs),
		Toolchain: firstLine(e.Toolchain), Servers: e.Servers,
	}
	for _, result := range r.Results {
		name := result.Group
		if result.Name == browserWalk {
			name += ", browser"
		}
		part := receipt.Part(name)
		if part == nil {
			receipt.Parts = append(receipt.Parts, matrix.Part{Name: name})
			part = &receipt.Parts[len(receipt.Parts)-1]
		}
		what := name + ": " + result.Name
		switch result.Status {
		case conformance.Pass:
			part.Passed++
		case conformance.Fail:
			part.Failed++
			receipt.Failed = append(receipt.Failed, what)
		case conformance.Skip:
			part.Skipped++
			if result.Clause == "" {
				receipt.Skipped = append(receipt.Skipped, what+": "+firstLine(result.Detail))
			}
		}
	}
	return receipt
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
