package conformance

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// suite is one run: what all its checks share.
type suite struct {
	target   Target
	http     *http.Client
	polite   bool // somebody else's instance: keep its limits and clean up
	tag      string
	serial   atomic.Int64
	observed *observer
	shared   sharedInstances
	admins   sharedClient
	anybody  sharedClient

	afterwards []func() // what is done when all checks are over
	toured     sync.Once
}

// Run checks the target, tells the reporter each result, and returns them all. The error is about the run
// itself: checks that fail are in the report.
func Run(ctx context.Context, target Target, reporter Reporter) (Report, error) {
	if err := target.check(); err != nil {
		return Report{}, err
	}
	s := newSuite(target)
	defer s.shared.stop()
	if err := s.reach(ctx); err != nil {
		return Report{}, err
	}
	defer func() {
		for _, f := range s.afterwards {
			f()
		}
	}()
	report := Report{}
	for _, group := range groups(s.selected()) {
		s.runGroup(ctx, group, func(r Result) {
			report.Results = append(report.Results, r)
			reporter.Check(r)
		})
	}
	return report, ctx.Err()
}

func (t Target) check() error {
	switch {
	case t.BaseURL == "":
		return errors.New("the conformance suite needs the base URL of a running service")
	case t.Model == nil || len(t.Model.Entities) == 0:
		return errors.New("the conformance suite needs the model that the service was made from")
	case t.Type != "crud":
		return fmt.Errorf("the conformance suite knows no project type %q, only crud", t.Type)
	}
	return nil
}

func newSuite(target Target) *suite {
	target.BaseURL = strings.TrimRight(target.BaseURL, "/")
	target.Patience = target.Patience.orContract()
	transport := target.Transport
	if transport == nil {
		transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DisableCompression:  true,
			MaxIdleConnsPerHost: 64,
			IdleConnTimeout:     2 * time.Second,
		}
	}
	tag := target.Tag
	if tag == "" {
		tag = strings.ToLower(rand.Text()[:8])
	}
	return &suite{
		target: target, polite: target.Start == nil, tag: tag, observed: newObserver(),
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

func (p Patience) orContract() Patience {
	for _, d := range []struct {
		given    *time.Duration
		contract time.Duration
	}{
		{&p.RotationGrace, 10 * time.Second},
		{&p.DatabaseTries, 30 * time.Second},
		{&p.Drain, 10 * time.Second},
		{&p.Ready, 60 * time.Second},
		{&p.Lull, 4 * time.Second},
	} {
		if *d.given == 0 {
			*d.given = d.contract
		}
	}
	return p
}

// reach says early and once that nobody answers, instead of in every check.
func (s *suite) reach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.target.Patience.Ready)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.target.BaseURL+"/livez", nil)
	if err != nil {
		return fmt.Errorf("%s is no address to check: %w", s.target.BaseURL, err)
	}
	res, err := s.http.Do(req)
	if err != nil {
		return fmt.Errorf("nobody answers at %s: %w", s.target.BaseURL, err)
	}
	return res.Body.Close()
}

// selected lists the checks that the target asks for.
func (s *suite) selected() []check {
	return slices.DeleteFunc(allChecks(), func(c check) bool {
		if only := s.target.Only; len(only) > 0 && !slices.Contains(only, c.name) {
			return true
		}
		chapters := s.target.Chapters
		return len(chapters) > 0 && !slices.Contains(chapters, c.chapter)
	})
}

// groups splits the checks into runs that may go on at the same time; who wants to be alone is.
func groups(checks []check) [][]check {
	var all [][]check
	for i, c := range checks {
		if i == 0 || c.alone || checks[i-1].alone {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], c)
	}
	return all
}

// runGroup runs the checks side by side and hands on their results in order, each as early as that allows.
func (s *suite) runGroup(ctx context.Context, checks []check, hand func(Result)) {
	defer s.hush(checks[0].alone)()
	results := make([]chan Result, len(checks))
	places := make(chan struct{}, s.width())
	var all sync.WaitGroup
	defer all.Wait()
	for i := range checks {
		results[i] = make(chan Result, 1)
	}
	go func() {
		for i, c := range checks {
			places <- struct{}{}
			all.Go(func() {
				results[i] <- s.runCheck(ctx, c)
				<-places
			})
		}
	}()
	for _, result := range results {
		hand(<-result)
	}
}

// hush waits until other suites on this machine let a group go on, and returns what gives way to them.
func (s *suite) hush(alone bool) func() {
	quiet := s.target.Quiet
	switch {
	case quiet == nil:
		return func() {}
	case alone:
		quiet.Lock()
		return quiet.Unlock
	}
	quiet.RLock()
	return quiet.RUnlock
}

// width is how many checks go on at the same time: more would only wait for a processor.
func (s *suite) width() int {
	if s.polite {
		return 1
	}
	return max(4, 2*runtime.NumCPU())
}

func (s *suite) runCheck(ctx context.Context, c check) Result {
	ctx, cancel := context.WithTimeout(ctx, s.limit(c))
	defer cancel()
	t := &T{ctx: ctx, suite: s, check: c, status: Pass}
	t.site = site{t: t, base: s.target.BaseURL}
	return t.do()
}

// limit is the time that a check may take.
func (s *suite) limit(c check) time.Duration {
	limit := time.Minute
	if s.polite || c.needs&needsStart != 0 {
		limit = 4 * time.Minute // waits for the service's rate limits, or starts it
	}
	return limit
}

// next numbers what the run makes, so that no two things have one name.
func (s *suite) next() int { return int(s.serial.Add(1)) }
