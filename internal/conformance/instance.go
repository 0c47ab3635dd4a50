package conformance

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// running is an instance that a check has started.
type running struct {
	site
	Instance
	starting time.Duration // until it was ready
}

// goodSecret is just long enough for a production instance.
const goodSecret = "q7Vd2xPz9LmK4wRt8YbN3hGj6FcS1uEa"

// launch starts an instance and doesn't wait for it. It is stopped after the check.
func (t *T) launch(o StartOptions) running {
	instance, err := t.suite.target.Start(t.ctx, o)
	if errors.Is(err, ErrNotHere) {
		t.skipf("%v", err)
	}
	if err != nil {
		t.failf("the program could not be started: %v", err)
	}
	t.cleanup(func() { stop(instance) })
	return running{site: site{t: t, base: instance.BaseURL()}, Instance: instance}
}

// start starts an instance and waits until it is ready.
func (t *T) start(o StartOptions) running {
	began := time.Now()
	r := t.launch(o)
	r.ready()
	r.starting = time.Since(began)
	return r
}

// env is StartOptions with these variables, given as name, value, name, value…
func env(pairs ...string) StartOptions {
	o := StartOptions{Env: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		o.Env[pairs[i]] = pairs[i+1]
	}
	return o
}

// on is the same options on a named set of data.
func (o StartOptions) on(data string) StartOptions {
	o.Data = data
	return o
}

// production is the environment of an instance that runs as in production, with more variables.
func production(pairs ...string) StartOptions {
	return env(append([]string{"APP_ENV", "production", "JWT_SECRET", goodSecret}, pairs...)...)
}

// development is an instance that others use too, as a beginner starts it but without a limit.
func (t *T) development() running {
	return t.shared("development", env("RATE_LIMIT_PER_MINUTE", "0"))
}

// defaults is an instance that others use too, which is told nothing of what has a default. As it has limits, each
// check asks from an address of its own.
func (t *T) defaults() running {
	o := env("TRUSTED_PROXIES", loopback)
	o.Unset = []string{"APP_ENV", "RATE_LIMIT_PER_MINUTE", "LOGIN_RATE_LIMIT_PER_MINUTE"}
	return t.shared("defaults", o)
}

func stop(instance Instance) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	_ = instance.Stop(ctx)
}

// ready waits until the instance says that it is ready, and ends the check if it ends instead.
func (r running) ready() {
	over := r.over()
	held := r.t.eventually(r.t.suite.target.Patience.Ready, func() bool {
		select {
		case code := <-over:
			r.t.failf("the program ended with exit code %d instead of starting: %s", code, shorten(r.said()))
		default:
		}
		return r.answers("/readyz") == http.StatusOK
	})
	if !held {
		r.t.failf("the program was not ready after %s: %s", r.t.suite.target.Patience.Ready, shorten(r.said()))
	}
}

// answers is the status of a GET, or 0 when nobody answers.
func (r running) answers(path string) int {
	ctx, cancel := context.WithTimeout(r.t.ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.base+path, nil)
	if err != nil {
		return 0
	}
	res, err := r.t.suite.http.Do(req)
	if err != nil {
		return 0
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// over tells the exit code once the instance has ended.
func (r running) over() <-chan int {
	code := make(chan int, 1)
	go func() {
		if exit, err := r.Wait(r.t.ctx); err == nil {
			code <- exit
		}
	}()
	return code
}

// stopTime is how long the instance may take to stop when nothing keeps it: less than it would wait for a request in flight,
// or as long as its start has taken on a machine that is busy with other things.
func (r running) stopTime() time.Duration { return max(8*time.Second, r.starting) }

// exits waits for the instance's end and returns its exit code.
func (r running) exits(within time.Duration) int {
	ctx, cancel := context.WithTimeout(r.t.ctx, within)
	defer cancel()
	code, err := r.Wait(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		r.t.failf("the program was still running after %s: %s", within, shorten(r.said()))
	}
	if err != nil {
		r.t.failf("the program's end could not be waited for: %v", err)
	}
	return code
}

// said is everything that the instance has written.
func (r running) said() string { return r.Logs() + r.Errors() }

// hostPort is the instance's address as host:port.
func (s site) hostPort() string {
	u, err := url.Parse(s.base)
	if err != nil {
		s.t.failf("%s is no address: %v", s.base, err)
	}
	if u.Port() == "" {
		port := map[string]string{"https": "443"}[u.Scheme]
		if port == "" {
			port = "80"
		}
		return net.JoinHostPort(u.Hostname(), port)
	}
	return u.Host
}

// sharedInstances are instances that several checks only read from, started when first asked for.
type sharedInstances struct {
	mu   sync.Mutex
	each map[string]*sharedInstance
}

type sharedInstance struct {
	once     sync.Once
	instance Instance
	err      error
}

// shared is an instance that other checks with the same options use too: nobody may disturb it.
func (t *T) shared(name string, o StartOptions) running {
	all := &t.suite.shared
	all.mu.Lock()
	if all.each == nil {
		all.each = map[string]*sharedInstance{}
	}
	one := all.each[name]
	if one == nil {
		one = &sharedInstance{}
		all.each[name] = one
	}
	all.mu.Unlock()
	one.once.Do(func() {
		one.instance, one.err = t.suite.target.Start(context.WithoutCancel(t.ctx), o)
	})
	if one.err != nil {
		t.failf("the program could not be started: %v", one.err)
	}
	r := running{site: site{t: t, base: one.instance.BaseURL()}, Instance: one.instance}
	r.ready()
	return r
}

func (s *sharedInstances) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.each {
		if one.instance != nil {
			stop(one.instance)
		}
	}
}
