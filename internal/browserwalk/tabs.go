package browserwalk

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
)

// twoTabs loads the page in two tabs at the same time, again and again. Both want a new token, and the cookie
// that brings one works only once: they must take turns, or one of them is signed out.
func twoTabs(w *walk) error {
	tab, closeTab := chromedp.NewContext(w.ctx)
	defer closeTab()
	if err := chromedp.Do(tab); err != nil {
		return err
	}
	w.watch.listen(tab, w.BaseURL)
	other := &walk{Options: w.Options, ctx: tab, watch: w.watch}
	meet := make(chan struct{})
	for _, tab := range []*walk{w, other} {
		stop, err := tab.holdRefresh(meet)
		if err != nil {
			return err
		}
		defer stop()
	}
	for round := range 2 {
		done := make(chan error, 1)
		go func() { done <- other.again() }()
		err := w.again()
		if e := <-done; err == nil {
			err = e
		}
		if err != nil {
			return fmt.Errorf("round %d: %w", round+1, err)
		}
	}
	return nil
}

// holdRefresh holds up each request for a new token until the one of the other tab is there as well, or has
// not come for a second: then the tabs take turns, as they should.
func (w *walk) holdRefresh(meet chan struct{}) (func(), error) {
	paused := chromedp.Events(w.ctx, fetch.RequestPaused)
	pattern := &fetch.RequestPattern{URLPattern: w.BaseURL + "/api/v1/auth/refresh"}
	if _, err := chromedp.Call(w.ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{pattern}}); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(w.ctx)
	go func() {
		for r, err := range paused {
			if err != nil || ctx.Err() != nil {
				return
			}
			select {
			case meet <- struct{}{}:
			case <-meet:
			case <-time.After(time.Second):
			}
			_, _ = chromedp.Call(ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: r.RequestID})
		}
	}()
	return func() {
		cancel()
		_, _ = chromedp.Call(w.ctx, fetch.Disable, struct{}{})
	}, nil
}

// again loads the page anew and waits for what only a signed-in user sees.
func (w *walk) again() error {
	if _, err := do(w, chromedp.Navigate("about:blank")); err != nil {
		return err
	}
	if _, err := do(w, chromedp.Navigate(w.BaseURL+"/#/account")); err != nil {
		return err
	}
	const signedIn = `document.querySelector("h1")?.textContent === "Your account"`
	if _, err := do(w, chromedp.Poll[chromedp.Void](signedIn, chromedp.WithPollingTimeout(patience))); err != nil {
		return fmt.Errorf("one of two tabs was signed out: %w", err)
	}
	return nil
}
