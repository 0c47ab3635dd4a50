package browserwalk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/scaffolio/scaffolio/internal/model"
)

// half opens a form, types something into it, and says what.
func (w *walk) half() (*model.Entity, error) {
	for _, e := range w.entities {
		body, ok := values(e, samples-2)
		if e.Parent != nil || !ok {
			continue
		}
		if err := w.visit("#/"+e.PluralKebab()+"/new", "New "+e.Label.One); err != nil {
			return nil, err
		}
		// What is unique may be there already: the message beside the field will do as well.
		if f := e.LabelField(); f != nil && !f.Search && len(f.Max) > 1 {
			body[f.Name] = "Half-typed"
		}
		return e, w.fill(e, body)
	}
	return nil, errors.New("every entity has a parent")
}

// typed is all that the form holds.
func (w *walk) typed() (string, error) {
	return eval[string](w, `JSON.stringify([...document.querySelectorAll("main form.form :is(input, select, textarea)")].map((control) => [control.value, control.checked]))`)
}

// sessionEnds ends the session while a form is open. After signing in again the form is sent as it was.
func sessionEnds(w *walk) error {
	e, err := w.half()
	if err != nil {
		return err
	}
	before, err := w.typed()
	if err != nil {
		return err
	}
	next := w.user.password + " again"
	change := item{"current_password": w.user.password, "new_password": next}
	if _, err := w.user.call(w.ctx, "POST", "/users/me/password", change, nil); err != nil {
		return err
	}
	w.user.password, w.user.token = next, ""
	if err := w.click("main form.form button[type=submit]", ""); err != nil {
		return err
	}
	if err := w.wait("to be asked to sign in", `document.querySelector("dialog[open] input[type=password]")`); err != nil {
		return err
	}
	if after, err := w.typed(); err != nil || after != before {
		return fmt.Errorf("the form has lost what was typed: %s, was %s (%w)", after, before, err)
	}
	if err := w.inspect(); err != nil {
		return err
	}
	w.shoot("sign-in-again")
	if err := w.click("dialog input[type=password]", ""); err != nil {
		return err
	}
	if err := w.keys(next + keyEnter); err != nil {
		return err
	}
	if err := w.heading(e.Label.Many); err != nil {
		return err
	}
	return w.notice("was created")
}

// networkLoss has the network fail, the service be away, and too many requests, while a form is sent.
func networkLoss(w *walk) error {
	e, err := w.half()
	if err != nil {
		return err
	}
	before, err := w.typed()
	if err != nil {
		return err
	}
	for _, trouble := range []struct {
		status int64
		says   string
	}{{0, "can't be reached"}, {503, "isn't available"}, {429, "Try again in 7 seconds"}} {
		restore, err := w.intercept("/api/*", trouble.status)
		if err != nil {
			return err
		}
		err = w.click("main form.form button[type=submit]", "")
		if err == nil {
			err = w.wait(fmt.Sprintf("the words %q", trouble.says), `walk.text(document.querySelector(".form-summary")).includes($1)`, trouble.says)
		}
		if e := restore(); err == nil {
			err = e
		}
		if err != nil {
			return err
		}
		if after, err := w.typed(); err != nil || after != before {
			return fmt.Errorf("the form has lost what was typed: %s, was %s (%w)", after, before, err)
		}
	}
	w.shoot("trouble")
	// Nothing was saved: the form can be left, after a question.
	if _, err := eval[any](w, "location.hash = $1", "#/"+e.PluralKebab()); err != nil {
		return err
	}
	if err := w.answer("Leave"); err != nil {
		return err
	}
	return w.heading(e.Label.Many)
}

// partMissing loads the page while one of its scripts can't be had: it must show a way on, which leads on.
func partMissing(w *walk) error {
	restore, err := w.intercept("/assets/dashboard.js", 0)
	if err != nil {
		return err
	}
	_, err = do(w, chromedp.Navigate(w.BaseURL+"/"))
	if err == nil {
		err = w.wait("a way to load the page again", `walk.place("main a", "Load the page again")`)
	}
	if e := restore(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	if err := w.click("main a", "Load the page again"); err != nil {
		return err
	}
	return w.heading("Dashboard")
}

// intercept answers the page's requests for some paths itself, until the function that it gives is called.
// Status 0 is no answer at all.
func (w *walk) intercept(paths string, status int64) (func() error, error) {
	w.watch.setOffline(true)
	paused := chromedp.Events(w.ctx, fetch.RequestPaused)
	_, err := chromedp.Call(w.ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: w.BaseURL + paths}}})
	if err != nil {
		return nil, err
	}
	done := make(chan struct{})
	go func() {
		for r, err := range paused {
			select {
			case <-done:
				return
			default:
			}
			if err != nil {
				return
			}
			w.refuse(r.RequestID, status)
		}
	}()
	return func() error {
		close(done)
		_, err := do(w, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
			_, err := chromedp.Call(ctx, fetch.Disable, struct{}{})
			return chromedp.Void{}, err
		})
		w.watch.setOffline(false)
		return err
	}, nil
}

func (w *walk) refuse(id fetch.RequestID, status int64) {
	if status == 0 {
		_, _ = chromedp.Call(w.ctx, fetch.FailRequest, fetch.FailRequestParams{RequestID: id, ErrorReason: network.ErrorReasonInternetDisconnected})
		return
	}
	_, _ = chromedp.Call(w.ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{
		RequestID: id, ResponseCode: status,
		ResponseHeaders: []*fetch.HeaderEntry{{Name: "Retry-After", Value: "7"}, {Name: "Content-Type", Value: "text/html"}},
		Body:            []byte(strings.Repeat("<p>a page of some proxy</p>", 3)),
	})
}
