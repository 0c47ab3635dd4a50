package api

import (
	"sync"
	"time"
)

// maxLimited bounds the memory of a limiter; who comes after so many others in one window shares a count.
const maxLimited = 100_000

// Limiter counts what each client does within a window of time.
type Limiter struct {
	limit  int
	window time.Duration
	mu     sync.Mutex
	ends   time.Time
	counts map[string]int
}

// NewLimiter makes a limiter; a limit of 0 is none.
func NewLimiter(limit int, window time.Duration) *Limiter {
	return &Limiter{limit: limit, window: window, counts: map[string]int{}}
}

// Take counts one more for a client, and tells how long to wait if it is one too many.
func (l *Limiter) Take(client string) time.Duration {
	if l.limit == 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if !now.Before(l.ends) {
		l.ends = now.Add(l.window)
		clear(l.counts)
	}
	if _, known := l.counts[client]; !known && len(l.counts) >= maxLimited {
		client = "" // everybody else
	}
	l.counts[client]++
	if l.counts[client] > l.limit {
		return l.ends.Sub(now)
	}
	return 0
}
