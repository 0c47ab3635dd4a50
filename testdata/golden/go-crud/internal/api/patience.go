package api

import (
	"context"
	"time"
)

// patience ends a request that has waited too long for something.
type patience struct {
	timer *time.Timer
	limit time.Duration
}

type patienceKey struct{}

// WithPatience gives a context that ends when the limit has passed; what happens during a Pause does not count.
func WithPatience(parent context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	p := &patience{timer: time.AfterFunc(limit, cancel), limit: limit}
	return context.WithValue(ctx, patienceKey{}, p), func() {
		p.timer.Stop()
		cancel()
	}
}

// Pause is for work that takes long though nothing is wrong: until resume is called, the patience of the context does
// not run out, and then there is all of it again.
func Pause(ctx context.Context) (resume func()) {
	p, ok := ctx.Value(patienceKey{}).(*patience)
	if !ok || !p.timer.Stop() { // there is no limit, or it has passed
		return func() {}
	}
	return func() { p.timer.Reset(p.limit) }
}
