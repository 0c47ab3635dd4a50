package render

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"
)

// meter counts what a whole rendering has taken, over all its templates.
type meter struct {
	ctx    context.Context
	budget Budget
	steps  atomic.Int64
	bytes  atomic.Int64
}

// batch is how many steps one template takes before it tells the meter.
const batch = 512

// gauge counts the steps of one file and passes them to the meter in batches, so that parallel templates
// don't wait for each other.
type gauge struct {
	*meter
	pending int64
}

// spend takes n steps, or says that there are none left or that the caller has given up.
func (g *gauge) spend(n int64) error {
	g.pending += n
	if g.pending < batch {
		return nil
	}
	total := g.steps.Add(g.pending)
	g.pending = 0
	if total > g.budget.Steps {
		return &BudgetError{fmt.Sprintf("this takes more than %d steps; is there a loop that goes on and on?", g.budget.Steps)}
	}
	if err := g.ctx.Err(); err != nil {
		return &BudgetError{fmt.Sprintf("rendering was stopped: %v", err)}
	}
	return nil
}

// limited is the output of one template, which fails instead of growing without end.
type limited struct {
	bytes.Buffer
	most int
}

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > l.most {
		return 0, &BudgetError{fmt.Sprintf("this makes more than %d bytes", l.most)}
	}
	return l.Buffer.Write(p)
}
