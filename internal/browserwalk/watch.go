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
	changed  bool // the machine's network has changed, which makes requests fail
}

// errNetworkChanged says that the walk came to nothing by no fault of the page. When an interface of the machine
// comes or goes, as Docker's do with each container, Chromium ends every request that is under way.
var errNetworkChanged = errors.New("the network of this machine changed (net::ERR_NETWORK_CHANGED)")

// listen listens to the console and to the network of a tab for as long as ctx lives.
func (w *watch) listen(ctx context.Context, base string) {
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
}

// message notes a complaint. That the API refuses something is part of the walk: the browser logs each such
// answer as an error, too.
func (w *watch) message(m chromedp.ConsoleMessage, base string) {
	if strings.Contains(m.Text, "net::ERR_NETWORK_CHANGED") {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.changed = true
		return
	}
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

// add gives what went wrong in the walk together with what was noted meanwhile, which often says why.
func (w *watch) add(err error) error {
	noted := w.err()
	switch {
	case err == nil || errors.Is(noted, errNetworkChanged):
		return noted
	case strings.Contains(err.Error(), "net::ERR_NETWORK_CHANGED"): // told by the tab itself
		return errNetworkChanged
	case noted != nil:
		return fmt.Errorf("%w; %w", err, noted)
	}
	return err
}

// err is what was noted so far.
func (w *watch) err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.changed {
		return errNetworkChanged
	}
	if len(w.problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(w.problems, "; "))
}
