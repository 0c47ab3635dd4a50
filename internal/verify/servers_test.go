package verify

import (
	"testing"
	"time"
)

// told is a reporter that tells when something begins.
type told struct {
	Quiet
	begun chan string
}

func (r told) Begin(_, what string) { r.begun <- what }

// A command that would spoil what another run measures waits until that is done.
func TestCommandsWaitForWhatMeasuresTimes(t *testing.T) {
	reporter := told{begun: make(chan string, 1)}
	r := &run{subject: &Subject{Dir: t.TempDir()}, servers: NewServers(""), reporter: reporter}
	r.o.Limits = r.o.Limits.orDefault()
	r.servers.quiet.Lock()
	go r.command(t.Context(), Command{Argv: []string{"go", "version"}}, nil)
	select {
	case what := <-reporter.begun:
		t.Errorf("%s runs while times are measured", what)
	case <-time.After(100 * time.Millisecond):
	}
	r.servers.quiet.Unlock()
	select {
	case <-reporter.begun:
	case <-time.After(10 * time.Second):
		t.Error("the command waits although nothing is measured any more")
	}
}
