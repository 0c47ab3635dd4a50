package browserwalk

import (
	"encoding/json"
	"fmt"
	"strings"
)

// dashboard compares the numbers on the page with those of the API.
func dashboard(w *walk) error {
	if err := w.visit("#/account", "Your account"); err != nil {
		return err
	}
	if err := w.visit("#/dashboard", "Dashboard"); err != nil {
		return err
	}
	data, err := w.user.call(w.ctx, "GET", "/dashboard", nil, nil)
	if err != nil {
		return err
	}
	totals, _ := data["totals"].(map[string]any)
	shown, err := eval[[]string](w, `[...document.querySelectorAll(".tile-number")].map((node) => node.textContent.replace(/[^0-9]/g, ""))`)
	if err != nil {
		return err
	}
	for i, e := range w.Model.Entities {
		want, ok := totals[e.PluralSnake()].(json.Number)
		if !ok || i >= len(shown) || shown[i] != want.String() {
			return fmt.Errorf("the dashboard shows %v, the service counts %v", shown, totals)
		}
	}
	days, err := eval[int](w, `document.querySelectorAll(".chart rect").length`)
	if err != nil || days != 30 {
		return fmt.Errorf("the chart shows %d days instead of 30 (%w)", days, err)
	}
	if err := w.click("main summary", "As a table"); err != nil {
		return err
	}
	if err := w.wait("the same as a table", `document.querySelectorAll("main details[open] tbody tr").length === 30`); err != nil {
		return err
	}
	if err := w.inspect(); err != nil {
		return err
	}
	return w.shares()
}

// shares follows the first share of the dashboard into the list that it stands for.
func (w *walk) shares() error {
	link, err := eval[string](w, `document.querySelector(".share-table a")?.getAttribute("href") ?? ""`)
	if err != nil || link == "" {
		return err
	}
	if err := w.click(".share-table a", ""); err != nil {
		return err
	}
	route, query, _ := strings.Cut(strings.TrimPrefix(link, "#/"), "?")
	for _, e := range w.entities {
		if e.PluralKebab() == route {
			parameter, _, _ := strings.Cut(query, "=")
			_, err := w.asAsked(e, parameter)
			return err
		}
	}
	return fmt.Errorf("the dashboard leads to %s, which is no list", link)
}

// admin looks for the user of this walk, gives and takes the role, disables and enables.
func admin(w *walk) error {
	if w.AdminEmail == "" {
		return nil
	}
	if err := w.leave(); err != nil {
		return err
	}
	if err := w.signIn(w.AdminEmail, w.AdminPassword); err != nil {
		return err
	}
	if err := w.visit("#/admin", "Users"); err != nil {
		return err
	}
	if err := w.wait("the users", `document.querySelector(".list-table tbody tr")`); err != nil {
		return err
	}
	w.shoot("admin")
	if err := w.find(w.AdminEmail + keyEnter); err != nil {
		return err
	}
	if err := w.wait("the admin, who can't change themselves", `walk.rows().length === 1 && document.querySelector(".cell-actions").textContent === "This is you"`); err != nil {
		return err
	}
	if err := w.find(w.user.email + keyEnter); err != nil {
		return err
	}
	if err := w.wait("the user", `walk.rows().length === 1 && walk.text(document.querySelector(".list-table tbody")).includes($1)`, w.user.email); err != nil {
		return err
	}
	if err := w.changeUser(); err != nil {
		return err
	}
	w.user.token = "" // the changes ended the user's sessions
	for _, e := range w.entities {
		if err := w.visit("#/"+e.PluralKebab(), e.Label.Many); err != nil {
			return err
		}
		if err := w.wait("whose each item is", `[...document.querySelectorAll("th")].some((head) => head.textContent === "Owner")`); err != nil {
			return err
		}
	}
	if err := w.leave(); err != nil {
		return err
	}
	return w.signIn(w.user.email, w.user.password)
}

// changeUser gives and takes the role of the one user shown, disables and enables.
func (w *walk) changeUser() error {
	for _, change := range []struct{ button, shows string }{
		{"Make admin", "Admin"}, {"Make user", "User"}, {"Disable", "Disabled"}, {"Enable", "Active"},
	} {
		if err := w.click(fmt.Sprintf(`.cell-actions button[aria-label^="%s:"]`, change.button), ""); err != nil {
			return err
		}
		if err := w.answer(change.button); err != nil {
			return err
		}
		if err := w.wait("the change to show", `[...document.querySelectorAll(".list-table tbody td")].some((cell) => cell.textContent === $1)`, change.shows); err != nil {
			return err
		}
	}
	return nil
}
