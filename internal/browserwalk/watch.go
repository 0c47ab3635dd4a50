package browserwalk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// watch notes what the browser complains about while the walk goes on.
type watch struct {
	mu       sync.Mutex
	problems []string
	offline  bool // requests are made to fail: those failures are no problem
}

// newWatch listens to the console and to the network for as long as ctx lives.
func newWatch(ctx context.Context, base string) *watch {
	w := &watch{}
	console := chromedp.Console(ctx)
	requests := chromedp.Events(ctx, network.RequestWillBeSent)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			w.message(m, base)
		}
	}()
	go func() {
		for r, err := range requests {
			if err != nil {
				return
			}
			w.request(r.Request.URL, base)
		}
	}()
	return w
}

// message notes a complaint. That the API refuses something is part of the walk: the browser logs each such
// answer as an error, too.
func (w *watch) message(m chromedp.ConsoleMessage, base string) {
	serious := m.IsException() || m.Type == "error" || m.Type == "warning"
	refusal := m.Source == "network" && strings.HasPrefix(m.URL, base+"/api/")
	if serious && !refusal {
		w.note(fmt.Sprintf("the console says: %s (%s)", m.Text, m.URL))
	}
}

func (w *watch) request(url, base string) {
	if url == "about:blank" || strings.HasPrefix(url, "data:") || url == base || strings.HasPrefix(url, base+"/") {
		return
	}
	w.note("the page asks another host: " + url)
}

func (w *watch) note(problem string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.offline {
		w.problems = append(w.problems, problem)
	}
}

func (w *watch) setOffline(offline bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.offline = offline
}

// err is what was noted so far.
func (w *watch) err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(w.problems, "; "))
}
