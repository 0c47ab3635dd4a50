package verify

import (
	"context"
	"errors"
	"sync"

	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
)

// Servers holds one database server of each engine, started when first asked for, for as many runs as like.
type Servers struct {
	where   dbserver.Where
	mu      sync.Mutex
	started map[string]*startedServer
	busy    map[string]*sync.Mutex
	quiet   sync.RWMutex // held by suites while they check and by commands, and alone by what measures times
}

type startedServer struct {
	server dbserver.Server
	err    error
}

// NewServers returns an empty set whose servers will run where it is said.
func NewServers(where dbserver.Where) *Servers {
	return &Servers{where: where, started: map[string]*startedServer{}, busy: map[string]*sync.Mutex{}}
}

// Get returns the server of an engine, and starts it if it isn't running yet. What can't be had is not tried twice.
func (s *Servers) Get(ctx context.Context, engine string) (dbserver.Server, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.started[engine]; ok {
		return known.server, known.err
	}
	server, err := dbserver.Start(ctx, engine, s.where)
	if ctx.Err() == nil {
		s.started[engine] = &startedServer{server: server, err: err}
	}
	return server, err
}

// Use waits until no other run uses the engine's server, since a run stops it to see what happens, and returns
// what gives it free again.
func (s *Servers) Use(engine string) (free func()) {
	s.mu.Lock()
	one := s.busy[engine]
	if one == nil {
		one = &sync.Mutex{}
		s.busy[engine] = one
	}
	s.mu.Unlock()
	one.Lock()
	return one.Unlock
}

// working waits until no other run measures times, and returns what tells that the work is done which would spoil them.
func (s *Servers) working() (done func()) {
	if s == nil {
		return func() {}
	}
	s.quiet.RLock()
	return s.quiet.RUnlock
}

// Close stops all servers and removes their data.
func (s *Servers) Close(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []error
	for _, one := range s.started {
		if one.server != nil {
			all = append(all, one.server.Close(ctx))
		}
	}
	clear(s.started)
	return errors.Join(all...)
}
