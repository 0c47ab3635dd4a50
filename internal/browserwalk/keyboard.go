package browserwalk

import (
	"fmt"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// keyboard registers, adds, deletes and leaves without touching the mouse. Everything that is reached must
// show that it has the focus.
func keyboard(w *walk) error {
	if err := w.leave(); err != nil {
		return err
	}
	if err := w.load("/#/register"); err != nil {
		return err
	}
	if err := w.heading("Create an account"); err != nil {
		return err
	}
	email := fmt.Sprintf("keys-%d@example.com", time.Now().UnixNano())
	if err := w.typeInto("Name", "Kay Board"); err != nil {
		return err
	}
	if err := w.typeInto("E-mail", email); err != nil {
		return err
	}
	if err := w.typeInto("Password", firstPassword+keyEnter); err != nil {
		return err
	}
	if err := w.heading("Dashboard"); err != nil {
		return err
	}
	if err := w.wait("the focus on the new page's heading", `document.activeElement.tagName === "H1"`); err != nil {
		return err
	}
	e := w.entities[0] // the first one has no parent
	row, err := w.addByKeys(e)
	if err != nil {
		return fmt.Errorf("add: %w", err)
	}
	if err := w.deleteByKeys(row); err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	if err := w.closeAccount(); err != nil {
		return fmt.Errorf("delete the account: %w", err)
	}
	if err := w.visit("#/sign-in", "Sign in"); err != nil {
		return err
	}
	return w.signIn(w.user.email, w.user.password)
}

// typeInto goes to the control with this label and types.
func (w *walk) typeInto(label, text string) error {
	if err := w.tabTo(label, `/^(input|textarea|select)$/i.test(node.tagName) && (name === $1 || name === $1 + " (optional)")`, label); err != nil {
		return err
	}
	return w.keys(text)
}

// addByKeys makes an item and gives the name of its row.
func (w *walk) addByKeys(e *model.Entity) (string, error) {
	if err := w.tabTo("the skip link", `node.id === "skip-link"`); err != nil {
		return "", err
	}
	if err := w.tabTo("the list", `node.getAttribute("href") === $1`, "#/"+e.PluralKebab()); err != nil {
		return "", err
	}
	if err := w.keys(keyEnter); err != nil {
		return "", err
	}
	if err := w.heading(e.Label.Many); err != nil {
		return "", err
	}
	if err := w.tabTo("the way to the form", `node.getAttribute("href") === $1 && node.closest("main")`, "#/"+e.PluralKebab()+"/new"); err != nil {
		return "", err
	}
	if err := w.keys(keyEnter); err != nil {
		return "", err
	}
	if err := w.heading("New " + e.Label.One); err != nil {
		return "", err
	}
	if err := w.fillByKeys(e); err != nil {
		return "", err
	}
	if err := w.tabTo("the button that sends", `node.type === "submit"`); err != nil {
		return "", err
	}
	if err := w.keys(keyEnter); err != nil {
		return "", err
	}
	if err := w.heading(e.Label.Many); err != nil {
		return "", err
	}
	if err := w.wait("the new row", `walk.rows().length === 1`); err != nil {
		return "", err
	}
	return eval[string](w, `walk.rows()[0]`)
}

// fillByKeys types what is required.
func (w *walk) fillByKeys(e *model.Entity) error {
	body, _ := values(e, 2)
	for i, f := range e.Fields {
		if !f.Required || f.Type == model.Boolean {
			continue
		}
		if err := w.tabTo("the field "+f.Name, `walk.fields()[$1].contains(node) && node === walk.control($1)`, i); err != nil {
			return err
		}
		text := fmt.Sprint(body[f.Name])
		switch f.Type {
		case model.Enum:
			text = keyDown
		case model.Date:
			text = "01312026"
		case model.DateTime:
			text = "013120260930AM"
		case model.Text:
			text = strings.ReplaceAll(text, "\n", " ")
		}
		if err := w.keys(text); err != nil {
			return err
		}
	}
	return nil
}

// deleteByKeys closes the question once with Escape, which must bring the focus back, then says yes.
func (w *walk) deleteByKeys(row string) error {
	if err := w.tabTo("the button that deletes", `name === $1`, "Delete "+row); err != nil {
		return err
	}
	if err := w.keys(keyEnter); err != nil {
		return err
	}
	if err := w.wait("the focus in the question", `document.querySelector("dialog[open]")?.contains(document.activeElement)`); err != nil {
		return err
	}
	if err := w.keys(keyEscape); err != nil {
		return err
	}
	if err := w.wait("the focus back on the button", `!document.querySelector("dialog") && document.activeElement.getAttribute("aria-label") === $1`, "Delete "+row); err != nil {
		return err
	}
	if err := w.keys(keyEnter); err != nil {
		return err
	}
	if err := w.wait("the question", `document.querySelector("dialog[open]")`); err != nil {
		return err
	}
	if err := w.tabTo("the answer", `node.closest("dialog") && name === "Delete"`); err != nil {
		return err
	}
	if err := w.keys(keyEnter); err != nil {
		return err
	}
	return w.wait("the row to go", `document.querySelector(".empty")`)
}

// closeAccount deletes the account of this part of the walk.
func (w *walk) closeAccount() error {
	if err := w.tabTo("the account", `node.getAttribute("href") === "#/account"`); err != nil {
		return err
	}
	if err := w.keys(keyEnter); err != nil {
		return err
	}
	if err := w.heading("Your account"); err != nil {
		return err
	}
	if err := w.typeInto("Password", firstPassword+keyEnter); err != nil {
		return err
	}
	if err := w.wait("the question", `document.querySelector("dialog[open]")`); err != nil {
		return err
	}
	if err := w.tabTo("the answer", `node.closest("dialog") && name === "Delete account"`); err != nil {
		return err
	}
	if err := w.keys(keyEnter); err != nil {
		return err
	}
	return w.heading("Create an account")
}
