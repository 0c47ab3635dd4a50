package conformance

import (
	"context"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"time"
)

// check is one clause of the contract and how it is seen to hold.
type check struct {
	chapter int
	name    string // kebab-case, unique within the suite
	clause  string // the contract's words
	needs   need
	alone   bool // disturbs other checks or is disturbed by them
	slow    bool // waits for a duration that the contract names
	once    bool // starts programs to see what neither database nor container has a part in
	run     func(*T)
}

// need is what a check can't do without.
type need uint

const (
	needsStart need = 1 << iota
	needsAdmin
	needsDatabase
)

// missing says why a check isn't run, or "".
func (c check) missing(target Target) string {
	n := c.needs
	switch {
	case c.once && target.Again:
		return "was seen where this program, or one of its kind, ran before: database, container and subject have no part in it"
	case n&needsStart != 0 && target.Start == nil:
		return "needs to start the program, which can't be done for a running instance"
	case n&needsAdmin != 0 && target.AdminEmail == "":
		return "needs the e-mail and password of an admin"
	case n&needsDatabase != 0 && target.Database == nil:
		return "needs a database server that can be stopped"
	}
	return ""
}

// T is what a check is given: the means to ask the service and to say what was wrong. The embedded site is the
// service under test.
type T struct {
	site
	ctx   context.Context
	suite *suite
	check check

	mu       sync.Mutex
	status   Status
	detail   string
	cleanups []func()
}

// failf ends the check: the contract doesn't hold.
func (t *T) failf(format string, args ...any) {
	t.end(Fail, fmt.Sprintf(format, args...))
}

// skipf ends the check: it can't be seen here whether the contract holds.
func (t *T) skipf(format string, args ...any) {
	t.end(Skip, fmt.Sprintf(format, args...))
}

func (t *T) end(status Status, detail string) {
	t.mu.Lock()
	if t.status == Pass {
		t.status, t.detail = status, detail
	}
	t.mu.Unlock()
	runtime.Goexit()
}

func (t *T) ended() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.status != Pass
}

// cleanup registers what is done after the check, last registered first.
func (t *T) cleanup(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cleanups = append(t.cleanups, f)
}

// postponed takes away what would be done after the check, for somebody who does it later.
func (t *T) postponed() []func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	later := t.cleanups
	t.cleanups = nil
	for i, f := range later {
		later[i] = func() { t.protected(f) }
	}
	return later
}

// together calls f(0) … f(n-1) at the same time and waits for all of them.
func (t *T) together(n int, f func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	all.Wait()
	if t.ended() {
		runtime.Goexit()
	}
}

// wait sleeps, unless the check's time is over.
func (t *T) wait(d time.Duration) {
	select {
	case <-time.After(d):
	case <-t.ctx.Done():
		t.failf("the check's time was over while it waited for %s", d)
	}
}

// eventually tries until it holds or the time is over; it tells whether it held.
func (t *T) eventually(within time.Duration, holds func() bool) bool {
	for deadline := time.Now().Add(within); ; t.wait(20 * time.Millisecond) {
		if holds() {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
	}
}

// do runs the check to its end, whatever that is.
func (t *T) do() Result {
	began := time.Now()
	if why := t.check.missing(t.suite.target); why != "" {
		t.status, t.detail = Skip, why
	} else {
		t.protected(func() { t.check.run(t) })
		slices.Reverse(t.cleanups)
		for _, f := range t.cleanups {
			t.protected(f)
		}
	}
	return Result{
		Chapter: t.check.chapter, Name: t.check.name, Clause: t.check.clause,
		Status: t.status, Detail: t.detail, Took: time.Since(began),
	}
}

// protected runs f where ending the goroutine ends f only, and turns a mistake of the suite into a failure.
func (t *T) protected(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if mistake := recover(); mistake != nil {
				t.mu.Lock()
				t.status, t.detail = Fail, fmt.Sprintf("the check itself broke: %v", mistake)
				t.mu.Unlock()
			}
		}()
		f()
	}()
	<-done
}

// lazily is a regular expression that is compiled when it is first used: other commands of the tool should not wait
// for it.
func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
