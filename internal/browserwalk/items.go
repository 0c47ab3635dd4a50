package browserwalk

import (
	"errors"
	"fmt"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

// emptyLists looks at each list while there is nothing in it.
func emptyLists(w *walk) error {
	for _, e := range w.entities {
		if err := w.visit("#/"+e.PluralKebab(), e.Label.Many); err != nil {
			return err
		}
		if err := w.wait("the empty list", `document.querySelector(".empty")`); err != nil {
			return err
		}
	}
	w.shoot("empty")
	return nil
}

// messages sends each form empty: the server's messages must stand beside their fields.
func messages(w *walk) error {
	for _, e := range w.entities {
		first := firstRequired(e)
		if first < 0 {
			continue
		}
		if err := w.visit("#/"+e.PluralKebab()+"/new", "New "+e.Label.One); err != nil {
			return err
		}
		if err := w.click("form.form button[type=submit]", ""); err != nil {
			return err
		}
		if err := w.complaint(first); err != nil {
			return fmt.Errorf("an empty %s: %w", e.Label.One, err)
		}
		w.shoot("messages-" + e.Kebab())
	}
	return nil
}

// firstRequired is the place in the form of the first field that can't be left empty, or -1.
func firstRequired(e *model.Entity) int {
	if e.Parent != nil {
		return 0
	}
	for i, f := range e.Fields {
		if f.Required && f.Type != model.Boolean {
			return i
		}
	}
	return -1
}

// create makes one of everything through its form, parents first, and looks up what was saved.
func create(w *walk) error {
	for _, e := range w.entities {
		body, _ := values(e, 0)
		if err := w.visit("#/"+e.PluralKebab(), e.Label.Many); err != nil {
			return err
		}
		if err := w.click("main a.button-primary", "New "+e.Label.One); err != nil {
			return err
		}
		if err := w.heading("New " + e.Label.One); err != nil {
			return err
		}
		if err := w.fill(e, body); err != nil {
			return err
		}
		if e.Parent != nil {
			parent, err := w.anyOf(e.Parent)
			if err != nil {
				return err
			}
			if e.Parent.LabelField() == nil {
				return errors.New("a parent without a string field")
			}
			if err := w.pick(parent, e); err != nil {
				return err
			}
			body[e.ParentKey()] = parent["id"]
		}
		if err := w.question(); err != nil {
			return err
		}
		w.shoot("create-" + e.Kebab())
		if err := w.click("form.form button[type=submit]", ""); err != nil {
			return err
		}
		if err := w.heading(e.Label.Many); err != nil {
			return err
		}
		if err := w.saved(e, body); err != nil {
			return err
		}
	}
	return nil
}

// question tries to leave a form with something in it: the page must ask first.
func (w *walk) question() error {
	before := w.address()
	if _, err := eval[any](w, `location.hash = "#/dashboard"`); err != nil {
		return err
	}
	if err := w.answer("Cancel"); err != nil {
		return err
	}
	return w.wait("the form still to be open", `location.href === $1 && document.querySelector("main form.form")`, before)
}

// saved compares the newest item with what was typed.
func (w *walk) saved(e *model.Entity, typed item) error {
	saved, err := w.anyOf(e)
	if err != nil {
		return err
	}
	for _, f := range e.Fields {
		if !same(f, saved[f.Name], typed[f.Name]) {
			return fmt.Errorf("%s of the new %s is %v, but %v was typed", f.Name, e.Name, saved[f.Name], typed[f.Name])
		}
	}
	if e.Parent != nil && saved[e.ParentKey()] != typed[e.ParentKey()] {
		return fmt.Errorf("the new %s has another parent than the one chosen", e.Name)
	}
	return nil
}

// plainText saves a label that would be a program if it were read as HTML.
func plainText(w *walk) error {
	for _, e := range w.entities {
		f := e.LabelField()
		body, ok := values(e, 1)
		if f == nil || !ok {
			continue
		}
		text := `<img src=x onerror=alert(1)>"'&lt;`
		if fmt.Sprint(len(text)) > f.Max && len(f.Max) <= 2 {
			continue // too long for this field
		}
		body[f.Name] = text
		made, err := w.create(e, body)
		if err != nil {
			return err
		}
		if err := w.visit("#/"+e.PluralKebab(), e.Label.Many); err != nil {
			return err
		}
		if err := w.wait("the text as it was typed", `walk.rows().includes($1)`, text); err != nil {
			return err
		}
		if err := w.open(e, made); err != nil {
			return err
		}
		if err := w.heading(text); err != nil {
			return err
		}
		if _, err := w.user.call(w.ctx, "DELETE", "/"+e.PluralKebab()+"/"+made.text("id"), nil, nil); err != nil {
			return err
		}
	}
	return nil
}

// open opens the page of an item.
func (w *walk) open(e *model.Entity, i item) error {
	hash := "#/" + e.PluralKebab() + "/" + i.text("id")
	if _, err := eval[any](w, "location.hash = $1", hash); err != nil {
		return err
	}
	if err := w.shows(hash); err != nil {
		return err
	}
	return w.inspect()
}

// edit changes one field of an item; the others must stay as they are, to the last digit.
func edit(w *walk) error {
	for _, e := range w.entities {
		f, from, to := changeable(e, 1)
		if f == nil {
			continue
		}
		before, err := w.create(e, from)
		if err != nil {
			return err
		}
		if err := w.open(e, before); err != nil {
			return err
		}
		if err := w.fill(e, item{f.Name: to}); err != nil {
			return err
		}
		if err := w.click("form.form button[type=submit]", ""); err != nil {
			return err
		}
		if err := w.notice("was saved"); err != nil {
			return err
		}
		if err := w.compare(e, before, f, to); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) compare(e *model.Entity, before item, changed *model.Field, to any) error {
	after, err := w.get(e, before.text("id"))
	if err != nil {
		return err
	}
	for _, f := range e.Fields {
		switch {
		case f == changed && !same(f, after[f.Name], to):
			return fmt.Errorf("%s of the edited %s is %v, but %v was typed", f.Name, e.Name, after[f.Name], to)
		case f != changed && after[f.Name] != before[f.Name]:
			return fmt.Errorf("%s was edited, but %s has changed from %v to %v", changed.Name, f.Name, before[f.Name], after[f.Name])
		}
	}
	if fmt.Sprint(after["version"]) != "2" {
		return fmt.Errorf("the edited %s has version %v, not 2", e.Name, after["version"])
	}
	return nil
}

// changeable finds a field that two made-up items have different values of.
func changeable(e *model.Entity, n int) (f *model.Field, from item, to any) {
	a, ok1 := values(e, n)
	b, ok2 := values(e, n+1)
	if !ok1 || !ok2 {
		return nil, nil, nil
	}
	for _, f := range e.Fields {
		if a[f.Name] != b[f.Name] && b[f.Name] != nil && !f.Unique {
			return f, a, b[f.Name]
		}
	}
	// A unique value must not be there already.
	for _, f := range e.Fields {
		if c, ok := values(e, samples-4-n); ok && f.Unique && c[f.Name] != nil {
			return f, a, c[f.Name]
		}
	}
	return nil, nil, nil
}

// remove deletes from the list and from the item's page, each after a question, and tries a parent that
// still has children.
func remove(w *walk) error {
	for _, e := range w.entities {
		if err := w.visit("#/"+e.PluralKebab(), e.Label.Many); err != nil {
			return err
		}
		made, err := w.anyOf(e)
		if err != nil {
			return err
		}
		if len(e.Children) > 0 {
			if err := w.keeps(e, made); err != nil {
				return err
			}
			continue
		}
		button := `tr:has(a[href$="` + made.text("id") + `"]) .cell-actions button`
		if err := w.deleteRow(button, "Cancel"); err != nil {
			return err
		}
		if _, err := w.get(e, made.text("id")); err != nil {
			return fmt.Errorf("cancelled, but gone: %w", err)
		}
		if err := w.deleteRow(button, "Delete"); err != nil {
			return err
		}
		if err := w.wait("the row to go", `!document.querySelector($1)`, button); err != nil {
			return err
		}
		if _, err := w.get(e, made.text("id")); err == nil || !strings.Contains(err.Error(), " 404 ") {
			return fmt.Errorf("the row is gone, but the %s is still there (%w)", e.Name, err)
		}
	}
	return nil
}

func (w *walk) deleteRow(button, answer string) error {
	if err := w.click(button, ""); err != nil {
		return err
	}
	w.shoot("delete")
	return w.answer(answer)
}

// keeps sees that a parent with children stays, and that the page says why.
func (w *walk) keeps(e *model.Entity, parent item) error {
	child := e.Children[0]
	for n := range samples {
		body, ok := values(child, samples-1-n)
		if !ok {
			continue
		}
		body[child.ParentKey()] = parent["id"]
		if _, err := w.user.call(w.ctx, "POST", "/"+child.PluralKebab(), body, nil); err == nil {
			break
		}
	}
	if err := w.open(e, parent); err != nil {
		return err
	}
	if err := w.click("form.form button.button-danger", "Delete"); err != nil {
		return err
	}
	if err := w.answer("Delete"); err != nil {
		return err
	}
	if err := w.wait("the reason why it can't be deleted", `document.querySelector(".conflict-place .message-error")`); err != nil {
		return err
	}
	_, err := w.get(e, parent.text("id"))
	return err
}
