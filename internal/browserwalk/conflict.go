package browserwalk

import (
	"fmt"
	"net/http"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// conflict edits an item that somebody else has changed meanwhile, and takes each of the ways out.
func conflict(w *walk) error {
	for i := len(w.entities) - 1; i >= 0; i-- {
		e := w.entities[i]
		f, from, to := changeable(e, 3)
		if f == nil || f.Unique {
			continue
		}
		made, err := w.create(e, from)
		if err != nil {
			return err
		}
		c := collision{walk: w, entity: e, field: f, item: made, mine: to, theirs: from[f.Name]}
		for _, way := range []func() error{c.overwrite, c.takeTheirs, c.again} {
			if err := way(); err != nil {
				return err
			}
		}
		return nil
	}
	return nil // no field that could be changed to something else
}

// collision is one item that two people edit.
type collision struct {
	*walk
	entity       *model.Entity
	field        *model.Field
	item         item
	mine, theirs any
}

// collide opens the item, changes it behind the page's back, and saves the page.
func (c *collision) collide(mine any, behind func() error) error {
	if err := c.visit("#/dashboard", "Dashboard"); err != nil {
		return err
	}
	if err := c.open(c.entity, c.item); err != nil {
		return err
	}
	if err := behind(); err != nil {
		return err
	}
	if err := c.fill(c.entity, item{c.field.Name: mine}); err != nil {
		return err
	}
	typed, err := c.shown()
	if err != nil {
		return err
	}
	if err := c.click("form.form button[type=submit]", ""); err != nil {
		return err
	}
	if err := c.wait("an explanation", `document.querySelector(".message-warning h2") === document.activeElement`); err != nil {
		return err
	}
	if still, err := c.shown(); err != nil || still != typed {
		return fmt.Errorf("what was typed (%q) was lost: %q %w", typed, still, err)
	}
	c.shoot("conflict")
	return c.inspect()
}

// change saves the item as somebody else would, with another value.
func (c *collision) change(value any) func() error {
	return func() error {
		now, err := c.get(c.entity, c.item.text("id"))
		if err != nil {
			return err
		}
		body := item{}
		for _, f := range c.entity.Fields {
			body[f.Name] = now[f.Name]
		}
		if key := c.entity.ParentKey(); key != "" {
			body[key] = now[key]
		}
		body[c.field.Name] = value
		path := "/" + c.entity.PluralKebab() + "/" + c.item.text("id")
		_, err = c.user.call(c.ctx, "PUT", path, body, http.Header{"If-Match": {"*"}})
		return err
	}
}

// shown is what the form shows for the field.
func (c *collision) shown() (string, error) {
	index := 0
	for i, f := range c.entity.Fields {
		if f == c.field {
			index = i
		}
	}
	if c.entity.Parent != nil {
		index++
	}
	return eval[string](c.walk, `(() => { const control = walk.control($1); return control.type === "checkbox" ? String(control.checked) : control.value; })()`, index)
}

func (c *collision) overwrite() error {
	if err := c.collide(c.mine, c.change(c.theirs)); err != nil {
		return err
	}
	if err := c.click("button", "Save mine over it"); err != nil {
		return err
	}
	if err := c.wait("the explanation to go", `!document.querySelector(".message-warning")`); err != nil {
		return err
	}
	return c.has(c.mine)
}

func (c *collision) takeTheirs() error {
	if err := c.collide(c.mine, c.change(c.theirs)); err != nil {
		return err
	}
	if err := c.click("button", "Take theirs"); err != nil {
		return err
	}
	if err := c.has(c.theirs); err != nil {
		return err
	}
	// The form now has the newest version: saving it is no conflict.
	if err := c.click("form.form button[type=submit]", ""); err != nil {
		return err
	}
	return c.notice("was saved")
}

// again saves an item that was deleted meanwhile: it can be created anew from what was typed.
func (c *collision) again() error {
	err := c.collide(c.mine, func() error {
		_, err := c.user.call(c.ctx, "DELETE", "/"+c.entity.PluralKebab()+"/"+c.item.text("id"), nil, nil)
		return err
	})
	if err != nil {
		return err
	}
	if err := c.click("button", "Create it again"); err != nil {
		return err
	}
	if err := c.wait("the new item", `location.hash.startsWith($1) && !location.hash.endsWith($2)`,
		"#/"+c.entity.PluralKebab()+"/", c.item.text("id")); err != nil {
		return err
	}
	made, err := c.anyOf(c.entity)
	if err != nil {
		return err
	}
	c.item = made
	return c.has(c.mine)
}

// has waits until the service has a value, and the page shows that version.
func (c *collision) has(value any) error {
	var saved any
	for range 50 {
		now, err := c.get(c.entity, c.item.text("id"))
		if err != nil {
			return err
		}
		if saved = now[c.field.Name]; same(c.field, saved, value) || fmt.Sprint(saved) == fmt.Sprint(value) {
			return c.wait("the version that was saved", `document.querySelector(".facts")?.textContent.includes($1)`, fmt.Sprint("version ", now["version"]))
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("%s is %v and should be %v", c.field.Name, saved, value)
}
