package browserwalk

import (
	"fmt"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// looks visits every page on every screen.
func looks(w *walk) error {
	pages := []struct{ hash, heading string }{{"#/dashboard", "Dashboard"}, {"#/account", "Your account"}}
	for _, e := range w.entities {
		pages = append(pages,
			struct{ hash, heading string }{"#/" + e.PluralKebab(), e.Label.Many},
			struct{ hash, heading string }{"#/" + e.PluralKebab() + "/new", "New " + e.Label.One})
	}
	// Notices of the steps before would lie over the pictures.
	if _, err := eval[any](w, `document.getElementById("notices").replaceChildren()`); err != nil {
		return err
	}
	for _, p := range pages {
		if err := w.visit(p.hash, p.heading); err != nil {
			return err
		}
		if err := w.everyScreen(p.heading); err != nil {
			return err
		}
	}
	for _, e := range w.entities {
		i, err := w.anyOf(e)
		if err != nil {
			continue // this list is empty
		}
		if err := w.open(e, i); err != nil {
			return err
		}
		if err := w.everyScreen("one " + e.Name); err != nil {
			return err
		}
	}
	return w.menu()
}

// everyScreen looks the page over on wide and narrow screens, light and dark. It takes pictures of some.
func (w *walk) everyScreen(name string) error {
	defer func() {
		_ = w.scheme("light")
		_ = w.size(1280, 800)
	}()
	for _, scheme := range []string{"light", "dark"} {
		if err := w.scheme(scheme); err != nil {
			return err
		}
		for _, width := range []int64{1280, 768, 360, 320} {
			if err := w.size(width, 800); err != nil {
				return err
			}
			if _, err := eval[any](w, "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))"); err != nil {
				return err
			}
			if err := w.inspect(); err != nil {
				return fmt.Errorf("%s, %s, %d px: %w", name, scheme, width, err)
			}
			if width == 1280 || width == 360 {
				w.shoot(fmt.Sprintf("%s-%d-%s", plainName(name), width, scheme))
			}
		}
	}
	return nil
}

// scheme asks the page for light or dark colours, which it then takes at once instead of fading to them.
func (w *walk) scheme(name string) error {
	_, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	})
	return err
}

// menu opens the folded navigation of a narrow screen and goes on with it.
func (w *walk) menu() error {
	defer func() { _ = w.size(1280, 800) }()
	if err := w.size(360, 740); err != nil {
		return err
	}
	if err := w.click(".button-menu", "Menu"); err != nil {
		return err
	}
	if err := w.wait("the menu", `document.querySelector(".button-menu").getAttribute("aria-expanded") === "true"`); err != nil {
		return err
	}
	if err := w.inspect(); err != nil {
		return err
	}
	w.shoot("menu-360")
	if err := w.click("nav a", "Dashboard"); err != nil {
		return err
	}
	if err := w.heading("Dashboard"); err != nil {
		return err
	}
	return w.wait("the menu to fold", `document.querySelector(".button-menu").getAttribute("aria-expanded") === "false"`)
}

// plainName makes a name fit for a file.
func plainName(name string) string {
	out := []rune{}
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, r)
		case r >= 'A' && r <= 'Z':
			out = append(out, r-'A'+'a')
		default:
			if len(out) > 0 && out[len(out)-1] != '-' {
				out = append(out, '-')
			}
		}
	}
	if len(out) > 40 {
		out = out[:40]
	}
	return string(out)
}
