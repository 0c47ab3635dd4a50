package browserwalk

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long something on the page may take to appear.
const patience = 30 * time.Second

var placeholder = regexp.MustCompile(`\$[1-9]`)

// eval runs an expression in the page. Its arguments stand in it as $1, $2 and so on, written as JSON.
func eval[T any](w *walk, expression string, args ...any) (T, error) {
	expression = placeholder.ReplaceAllStringFunc(expression, func(name string) string {
		n, _ := strconv.Atoi(name[1:])
		data, _ := json.Marshal(args[n-1]) // texts, numbers and what came from JSON
		return string(data)
	})
	return do(w, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// wait waits until an expression is true.
func (w *walk) wait(what, expression string, args ...any) error {
	deadline := time.Now().Add(patience)
	for {
		// While a page is being loaded there may be nothing to ask.
		ok, err := eval[bool](w, "Boolean(window.walk && ("+expression+"))", args...)
		if err == nil && ok {
			return nil
		}
		if w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		if w.watch.err() != nil { // Run adds what that is
			return fmt.Errorf("waited for %s", what)
		}
		if time.Now().After(deadline) {
			if err != nil {
				return fmt.Errorf("waited for %s: %w", what, err)
			}
			return fmt.Errorf("waited for %s; the page at %s shows: %s", what, w.address(), w.text())
		}
		time.Sleep(40 * time.Millisecond)
	}
}

func (w *walk) address() string {
	s, _ := eval[string](w, "location.href")
	return s
}

// text is the beginning of what the page shows, for messages.
func (w *walk) text() string {
	s, _ := eval[string](w, `((document.querySelector("dialog[open]") ?? document.body).innerText).replace(/\s+/g, " ")`)
	if r := []rune(s); len(r) > 600 {
		s = string(r[:600]) + "…"
	}
	return s
}

// click clicks the first visible element that the selector names and that is called text ("" for any name).
func (w *walk) click(selector, text string) error {
	what := fmt.Sprintf("%s %q to click", selector, text)
	if err := w.wait(what, "walk.place($1, $2)", selector, text); err != nil {
		return err
	}
	at, err := eval[struct{ X, Y float64 }](w, "walk.place($1, $2)", selector, text)
	if err != nil {
		return err
	}
	_, err = do(w, chromedp.MouseClickXY(at.X, at.Y))
	return err
}

// visit opens an address of the page, such as "#/books", and waits for its heading.
func (w *walk) visit(hash, heading string) error {
	if _, err := eval[chromedp.Void](w, "void (location.hash = $1)", hash); err != nil {
		return err
	}
	if err := w.shows(hash); err != nil {
		return err
	}
	return w.heading(heading)
}

// shows waits until the page that belongs to an address is there; before that the one before still is.
func (w *walk) shows(hash string) error {
	return w.wait("the page "+hash, `document.getElementById("main").dataset.address === $1`, hash)
}

// heading waits until the page has this heading, and looks the page over.
func (w *walk) heading(heading string) error {
	err := w.wait(fmt.Sprintf("the heading %q", heading),
		`walk.all("main h1", $1.replace(/\s+/g, " ").trim()).length === 1 && !document.querySelector('[aria-busy="true"]')`, heading)
	if err != nil {
		return err
	}
	return w.inspect()
}

// load loads the page anew.
func (w *walk) load(path string) error {
	if _, err := do(w, chromedp.Navigate(w.BaseURL+path)); err != nil {
		return err
	}
	return w.wait("the page", `document.querySelector("h1")`)
}

// notice waits for a short notice that has this in it, and takes it away, so that the next one is not mistaken
// for it.
func (w *walk) notice(part string) error {
	return w.wait(fmt.Sprintf("the notice %q", part), `(() => {
		const found = [...document.querySelectorAll(".notice")].find((node) => walk.text(node).includes($1));
		found?.remove();
		return found;
	})()`, part)
}

// answer answers the question of the open dialog with one of its buttons and waits until it is gone.
func (w *walk) answer(button string) error {
	if err := w.wait("a question", `document.querySelector("dialog[open]")`); err != nil {
		return err
	}
	if err := w.inspect(); err != nil {
		return err
	}
	if err := w.click("dialog button", button); err != nil {
		return err
	}
	return w.wait("the question to go", `!document.querySelector("dialog[open]")`)
}
