package browserwalk

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/scaffolio/scaffolio/internal/model"
)

const policy = "default-src 'self'; object-src 'none'"

// document is a whole page with this in its body.
func document(body string) string {
	return `<!doctype html><html lang="en"><head><title>Test</title><meta name="viewport" content="width=device-width">
		<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/style.css"></head><body>` + body + `</body></html>`
}

// serve serves pages by their path, with the policy that generated projects have.
func serve(t *testing.T, pages map[string]string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		switch {
		case r.URL.Path == "/style.css":
			w.Header().Set("Content-Type", "text/css")
			fmt.Fprint(w, ".wide { width: 2000px } .faint { color: #999; background: #fff } .tiny { width: 9px; height: 9px; padding: 0 }")
		case r.URL.Path == "/throw.js":
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, "throw new Error('broken')")
		case pages[r.URL.Path] != "":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, document(pages[r.URL.Path]))
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// browse starts a browser for the test, or skips it where there is none.
func browse(t *testing.T, base string) *walk {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes a while to start")
	}
	w, err := start(t.Context(), Options{BaseURL: base, Model: &model.Model{}})
	if errors.Is(err, ErrNoBrowser) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	return w
}

func TestInspectFindsWhatIsWrong(t *testing.T) {
	cases := []struct{ name, body, says string }{
		{"good", `<h1>Good</h1><form><label for="a">Name</label><input id="a"></form><button>Go on</button>`, ""},
		{"wide", `<h1>Wide</h1><div class="wide">x</div>`, "scrolls sideways"},
		{"unlabelled input", `<h1>X</h1><input id="a">`, "a textbox has no name"},
		{"placeholder only", `<h1>X</h1><select><option>1</option></select>`, "a combobox has no name"},
		{"nameless button", `<h1>X</h1><button></button>`, "a button has no name"},
		{"nameless image", `<h1>X</h1><svg role="img"><rect width="9" height="9"/></svg>`, "has no name"},
		{"two headings", `<h1>One</h1><h1>Two</h1>`, "2 main headings"},
		{"no heading", `<h2>Two</h2>`, "0 main headings"},
		{"double id", `<h1 id="a">X</h1><p id="a">Y</p>`, "is used twice"},
		{"lost label", `<h1>X</h1><label for="b">B</label>`, `for="b"`},
		{"faint", `<h1>X</h1><p class="faint">Can you read this?</p>`, "contrast of only 2.8"},
		{"tiny", `<h1>X</h1><button class="tiny" aria-label="Go"></button>`, "only 9 × 9 px"},
	}
	pages := map[string]string{}
	for _, c := range cases {
		pages["/"+strings.ReplaceAll(c.name, " ", "-")] = c.body
	}
	s := serve(t, pages)
	w := browse(t, s.URL)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if _, err := do(w, chromedp.Navigate(s.URL+"/"+strings.ReplaceAll(c.name, " ", "-"))); err != nil {
				t.Fatal(err)
			}
			err := w.inspect()
			switch {
			case c.says == "" && err != nil:
				t.Errorf("complains of a good page: %v", err)
			case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
				t.Errorf("got %v, want a complaint that says %q", err, c.says)
			}
		})
	}
}

func TestWatchHearsTheBrowserComplain(t *testing.T) {
	cases := []struct{ name, body, says string }{
		{"inline-script", `<h1>X</h1><script>1</script>`, "Content Security Policy"},
		{"inline-style", `<h1 style="color: red">X</h1>`, "Content Security Policy"},
		{"exception", `<h1>X</h1><script src="/throw.js"></script>`, "broken"},
		{"other-host", `<h1>X</h1><img alt="" src="http://127.0.0.1:9/x.png">`, "another host"},
		{"nothing", `<h1>X</h1>`, ""},
	}
	pages := map[string]string{}
	for _, c := range cases {
		pages["/"+c.name] = c.body
	}
	s := serve(t, pages)
	w := browse(t, s.URL)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w.watch = &watch{}
			w.watch.listen(w.ctx, s.URL)
			if _, err := do(w, chromedp.Navigate(s.URL+"/"+c.name)); err != nil {
				t.Fatal(err)
			}
			// Complaints come on their own way, perhaps after the page.
			err := w.watch.err()
			for range 20 {
				if err != nil {
					break
				}
				_, _ = eval[any](w, "new Promise((done) => setTimeout(done, 25))")
				err = w.watch.err()
			}
			if (c.says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
}

func TestRunWithoutBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := Run(t.Context(), Options{BaseURL: "http://127.0.0.1:9", Model: &model.Model{}})
	if !errors.Is(err, ErrNoBrowser) {
		t.Errorf("got %v, want ErrNoBrowser", err)
	}
}

func TestParentsFirst(t *testing.T) {
	shelf := &model.Entity{Name: "Shelf"}
	book := &model.Entity{Name: "Book", Parent: shelf}
	page := &model.Entity{Name: "Page", Parent: book}
	var names []string
	for _, e := range parentsFirst(&model.Model{Entities: []*model.Entity{page, book, shelf}}) {
		names = append(names, e.Name)
	}
	if got := strings.Join(names, " "); got != "Shelf Book Page" {
		t.Errorf("got %s", got)
	}
}
