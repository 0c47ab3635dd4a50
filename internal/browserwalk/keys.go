package browserwalk

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	keyTab    = kb.Tab
	keyEnter  = kb.Enter
	keyEscape = kb.Escape
	keyDown   = kb.ArrowDown
)

// tabTo presses Tab until the focused element fits the expression, in which `node` is that element and `name`
// what it is called. Each stop on the way must show that it has the focus.
func (w *walk) tabTo(what, expression string, args ...any) error {
	for range 150 {
		if err := w.keys(keyTab); err != nil {
			return err
		}
		stop, err := eval[struct {
			Found, Shown bool
			Is           string
		}](w, `(() => {
			const node = document.activeElement;
			const name = walk.focused().split("|")[1];
			const style = getComputedStyle(node);
			const shown = node === document.body || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
			return { found: Boolean(`+expression+`), shown, is: walk.focused() };
		})()`, args...)
		if err != nil {
			return err
		}
		if !stop.Shown {
			return fmt.Errorf("nothing shows that %s has the focus", stop.Is)
		}
		if stop.Found {
			return nil
		}
	}
	return fmt.Errorf("the Tab key never reached %s", what)
}

// keys presses keys, one after the other.
func (w *walk) keys(keys string) error {
	for i, part := range strings.Split(keys, keyEnter) {
		if i > 0 {
			if err := w.enter(); err != nil {
				return err
			}
		}
		if part == "" {
			continue
		}
		if _, err := do(w, chromedp.KeyEvent(part)); err != nil {
			return err
		}
	}
	return nil
}

// enter presses Enter as one event, as a keyboard does: a page that takes the key for itself then keeps it from
// sending the form. As two events, which KeyEvent makes of it, the second would send it all the same.
func (w *walk) enter() error {
	_, err := do(w, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
			event := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
			if kind == input.DispatchKeyEventTypeKeyDown {
				event.Text = "\r"
			}
			if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, event); err != nil {
				return chromedp.Void{}, err
			}
		}
		return chromedp.Void{}, nil
	})
	return err
}
