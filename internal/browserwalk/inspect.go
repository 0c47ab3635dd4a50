package browserwalk

import (
	"context"
	_ "embed" // the script below
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

//go:embed inspect.js
var inspection string

// inspect looks over the page that is shown: its layout, its texts, and what a screen reader gets to know.
func (w *walk) inspect() error {
	problems, err := do(w, chromedp.Evaluate[[]string](inspection))
	if err != nil {
		return fmt.Errorf("look the page over: %w", err)
	}
	nameless, err := w.nameless()
	if err != nil {
		return fmt.Errorf("read the accessibility tree: %w", err)
	}
	problems = append(problems, nameless...)
	if len(problems) == 0 {
		return nil
	}
	return errors.New("at " + w.address() + ": " + strings.Join(problems, "; "))
}

// named are the roles that say nothing without a name.
var named = []string{"button", "checkbox", "combobox", "dialog", "heading", "image", "img", "link", "listbox",
	"menuitem", "option", "radio", "region", "search", "searchbox", "slider", "spinbutton", "tab", "textbox", "Date", "DateTime"}

// nameless asks the browser for the names that it computes for screen readers, and lists what has none.
func (w *walk) nameless() ([]string, error) {
	tree, err := do(w, func(ctx context.Context, t *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, n := range tree.Nodes {
		if n.Ignored || n.Role == nil || !slices.Contains(named, plain(n.Role)) {
			continue
		}
		if strings.TrimSpace(plain(n.Name)) == "" {
			problems = append(problems, "a "+plain(n.Role)+" has no name for screen readers")
		}
	}
	return problems, nil
}

// plain is a value of the accessibility tree as text.
func plain(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	_ = json.Unmarshal([]byte(v.Value), &s)
	return s
}
