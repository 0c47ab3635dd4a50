package browserwalk

import (
	"errors"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A walk begins anew when the machine's network changed, whatever the walk made of that; nothing else is forgiven.
func TestNetworkChangeIsNoFaultOfThePage(t *testing.T) {
	const base = "http://127.0.0.1:1"
	message := func(text, path string) chromedp.ConsoleMessage {
		return chromedp.ConsoleMessage{Type: "error", Source: "network", Text: text, URL: base + path}
	}
	changed := message("Failed to load resource: net::ERR_NETWORK_CHANGED", "/api/v1/dashboard")
	refused := message("Failed to load resource: net::ERR_CONNECTION_REFUSED", "/assets/app.js")
	waited := errors.New("waited for the page")
	cases := []struct {
		name   string
		heard  []chromedp.ConsoleMessage
		walk   error
		wanted string
	}{
		{"nothing", nil, nil, ""},
		{"a failure", nil, waited, "waited for the page"},
		{"a complaint", []chromedp.ConsoleMessage{refused}, nil, "ERR_CONNECTION_REFUSED"},
		{"a failure and its reason", []chromedp.ConsoleMessage{refused}, waited, "waited for the page; the console says: Failed"},
		{"a change", []chromedp.ConsoleMessage{changed}, nil, errNetworkChanged.Error()},
		{"a change and what came of it", []chromedp.ConsoleMessage{changed, refused}, waited, errNetworkChanged.Error()},
		{"a change of which the tab tells", nil, errors.New("net::ERR_NETWORK_CHANGED"), errNetworkChanged.Error()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := &watch{}
			for _, m := range c.heard {
				w.message(m, base)
			}
			err := w.add(c.walk)
			if (err == nil) != (c.wanted == "") || err != nil && !strings.Contains(err.Error(), c.wanted) {
				t.Errorf("got %v, want %q", err, c.wanted)
			}
			if errors.Is(err, errNetworkChanged) != strings.HasPrefix(c.name, "a change") {
				t.Errorf("%v: begin anew: %v", err, errors.Is(err, errNetworkChanged))
			}
		})
	}
}
