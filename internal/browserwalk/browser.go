package browserwalk

import (
	"context"
	_ "embed" // the script below
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/scaffolio/scaffolio/internal/model"
)

//go:embed walk.js
var script string

// walk is one walk under way: a browser with one tab, and an API client of the same user.
type walk struct {
	Options
	ctx      context.Context
	cancel   func()
	watch    *watch
	user     *client // the user who registered on the page
	entities []*model.Entity
	shots    int
}

// Find gives the path of a Chromium, or ErrNoBrowser.
func Find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// start opens the browser with an empty profile.
func start(ctx context.Context, o Options) (*walk, error) {
	if o.Chromium == "" {
		path, err := Find()
		if err != nil {
			return nil, err
		}
		o.Chromium = path
	}
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	profile, err := os.MkdirTemp("", "browserwalk-")
	if err != nil {
		return nil, err
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(o.Chromium), chromedp.UserDataDir(profile), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "en-US"))
	if os.Geteuid() == 0 {
		flags = append(flags, chromedp.NoSandbox) // Chromium refuses to use its sandbox as root, in a container
	}
	browser, stop := chromedp.NewExecAllocator(ctx, flags...)
	tab, closeTab := chromedp.NewContext(browser)
	w := &walk{Options: o, ctx: tab, entities: parentsFirst(o.Model)}
	w.cancel = func() {
		closeTab()
		stop()
		_ = os.RemoveAll(profile)
	}
	if err := w.prepare(); err != nil {
		w.cancel()
		return nil, fmt.Errorf("start %s: %w", o.Chromium, err)
	}
	return w, nil
}

func (w *walk) prepare() error {
	// The context of the first action is the browser's life: no time limit here.
	if err := chromedp.Do(w.ctx); err != nil {
		return err
	}
	if err := w.size(1280, 800); err != nil {
		return err
	}
	_, err := chromedp.Call(w.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	if err != nil {
		return err
	}
	w.watch = &watch{}
	w.watch.listen(w.ctx, w.BaseURL)
	return w.scheme("light")
}

func (w *walk) close() { w.cancel() }

// do runs one action with a time limit of its own.
func do[T any](w *walk, a chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(w.ctx, 40*time.Second)
	defer cancel()
	return chromedp.Run(ctx, a)
}

// size sets the size of the window.
func (w *walk) size(width, height int64) error {
	_, err := do(w, chromedp.EmulateViewport(width, height))
	return err
}

// shoot takes a picture of the whole page, or of what is seen of it behind a dialog. It is a help for people: that it can't be taken is no failure.
func (w *walk) shoot(name string) {
	if w.Screenshots == "" {
		return
	}
	picture := chromedp.FullScreenshot(100)
	if open, err := eval[bool](w, `Boolean(document.querySelector("dialog[open]"))`); err == nil && open {
		picture = chromedp.CaptureScreenshot()
	}
	data, err := do(w, picture)
	if err != nil {
		return
	}
	w.shots++
	_ = os.MkdirAll(w.Screenshots, 0o755)
	_ = os.WriteFile(filepath.Join(w.Screenshots, fmt.Sprintf("%02d-%s.png", w.shots, name)), data, 0o644)
}

// parentsFirst orders entities so that what others hang on comes before them.
func parentsFirst(m *model.Model) []*model.Entity {
	var out []*model.Entity
	seen := map[*model.Entity]bool{}
	var add func(e *model.Entity)
	add = func(e *model.Entity) {
		if e == nil || seen[e] {
			return
		}
		seen[e] = true
		add(e.Parent)
		out = append(out, e)
	}
	for _, e := range m.Entities {
		add(e)
	}
	return out
}
