// Package browserwalk uses the page of a generated project as a person would, in a real browser: it registers,
// adds, edits, searches, filters, deletes and signs out, with the mouse and with the keyboard alone, on a wide
// and on a narrow screen, light and dark. It knows the project's model and nothing else.
//
// On every page it visits it also looks for what nobody asked for: errors in the console, violations of the
// content security policy, requests to other hosts, sideways scrolling, controls without a name, and text
// that is hard to read.
package browserwalk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// Options say where the service is and what it is about.
type Options struct {
	BaseURL string
	Model   *model.Model

	// AdminEmail and AdminPassword are those of an admin; without them the admin's page is not walked.
	AdminEmail, AdminPassword string

	// Screenshots is the folder for pictures of the pages; "" takes none.
	Screenshots string

	// Chromium is the path of the browser; "" looks for one.
	Chromium string

	// Step, when set, is called after each step of the walk; again after each when the walk has to begin anew.
	Step func(name string, took time.Duration)
}

// ErrNoBrowser means that there is no Chromium on this machine: the walk can't be done, which says nothing
// about the page.
var ErrNoBrowser = errors.New("no Chromium was found: install chromium or google-chrome")

// step is one part of the walk. Steps build on those before.
type step struct {
	name string
	run  func(*walk) error
}

// steps is the way through the page.
func steps() []step {
	return []step{
		{"register", register},
		{"stay signed in over a reload", reload},
		{"two tabs at once", twoTabs},
		{"empty lists", emptyLists},
		{"messages beside fields", messages},
		{"create", create},
		{"text is never HTML", plainText},
		{"edit", edit},
		{"edit conflict", conflict},
		{"load more", loadMore},
		{"search", search},
		{"filter", filter},
		{"sort", sortList},
		{"delete", remove},
		{"dashboard", dashboard},
		{"session ends while a form is open", sessionEnds},
		{"network loss", networkLoss},
		{"a part of the page that doesn't arrive", partMissing},
		{"admin", admin},
		{"account", account},
		{"keyboard only", keyboard},
		{"narrow and dark", looks},
		{"API page", apiPage},
		{"sign out", signOut},
	}
}

// attempts is how often a walk is begun on a machine whose network changes.
const attempts = 5

// Run walks through the page and stops at the first thing that is wrong.
func Run(ctx context.Context, o Options) error {
	var err error
	for range attempts {
		if err = run(ctx, o); !errors.Is(err, errNetworkChanged) {
			return err
		}
	}
	return err
}

func run(ctx context.Context, o Options) error {
	w, err := start(ctx, o)
	if err != nil {
		return err
	}
	defer w.close()
	for _, s := range steps() {
		began := time.Now()
		if err := w.watch.add(s.run(w)); err != nil {
			w.shoot("failed")
			return fmt.Errorf("browser walk, %s: %w", s.name, err)
		}
		if o.Step != nil {
			o.Step(s.name, time.Since(began))
		}
	}
	return nil
}
