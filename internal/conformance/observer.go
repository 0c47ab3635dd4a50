package conformance

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/scaffolio/scaffolio/internal/contract"
)

// rule is something that holds for every answer, whoever asked.
type rule struct {
	chapter      int
	name, clause string
	holds        func(Exchange) error // nil when the answer keeps the rule or the rule isn't about it
}

// observer sees every exchange of a run and remembers the first ones that break a rule.
type observer struct {
	mu     sync.Mutex
	rules  []rule
	broken map[string][]string
	kinds  map[string]map[int]bool // which statuses each method and path has answered
}

func newObserver() *observer {
	return &observer{rules: rules(), broken: map[string][]string{}, kinds: map[string]map[int]bool{}}
}

// see holds the exchange against every rule.
func (o *observer) see(e Exchange) {
	if e.Check == "parameters-hostile" && (e.Response.Status == 400 || e.Response.Status == 422) {
		return // a query so broken that a server may give up on it before anybody can say which parameter is wrong
	}
	for _, r := range o.rules {
		if err := r.holds(e); err != nil {
			o.remember(r.name, e, err)
		}
	}
	path, _, _ := strings.Cut(e.Request.Path, "?")
	key := e.Request.Method + " " + path
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.kinds[key] == nil {
		o.kinds[key] = map[int]bool{}
	}
	o.kinds[key][e.Response.Status] = true
}

func (o *observer) remember(rule string, e Exchange, err error) {
	const most = 3
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.broken[rule]) < most {
		o.broken[rule] = append(o.broken[rule], fmt.Sprintf("%s %s answered %d (in %s): %v",
			e.Request.Method, shorten(e.Request.Path), e.Response.Status, e.Check, err))
	}
}

// of lists the first exchanges that broke the rule.
func (o *observer) of(rule string) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.broken[rule])
}

// answered lists the statuses that each of the operations has answered.
func (o *observer) answered(ops []contract.Operation) map[string][]int {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := map[string][]int{}
	for key, statuses := range o.kinds {
		method, path, _ := strings.Cut(key, " ")
		for _, op := range ops {
			if op.Method == method && matches(op.Path, path) {
				for status := range statuses {
					all[method+" "+op.Path] = append(all[method+" "+op.Path], status)
				}
			}
		}
	}
	return all
}

// matches tells whether a path is one of the operation's; an id is one that looks like an id.
func matches(pattern, path string) bool {
	before, after, parameter := strings.Cut(pattern, "{id}")
	if !parameter {
		return pattern == path
	}
	return len(path) == len(before)+36+len(after) && strings.HasPrefix(path, before) && strings.HasSuffix(path, after)
}
