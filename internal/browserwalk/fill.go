package browserwalk

import (
	"fmt"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// samples are made-up items of an entity. The first five and the last eight are for single steps, each for its
// own, because a unique field takes a value once; those between fill a page of a list.
const samples = 40

// values gives the n-th made-up item as a body for the API, without its parent.
func values(e *model.Entity, n int) (item, bool) {
	all := e.Samples(samples)
	if n >= len(all) {
		return nil, false // a unique field with few values: there can't be more
	}
	body := item{}
	for _, v := range all[n].Values {
		body[v.Field.Name] = v.Value
	}
	return body, true
}

// create makes an item behind the page's back, with a parent that is there.
func (w *walk) create(e *model.Entity, body item) (item, error) {
	if e.Parent != nil {
		if _, ok := body[e.ParentKey()]; !ok {
			parent, err := w.anyOf(e.Parent)
			if err != nil {
				return nil, err
			}
			body[e.ParentKey()] = parent["id"]
		}
	}
	return w.user.call(w.ctx, "POST", "/"+e.PluralKebab(), body, nil)
}

// anyOf gives the newest item of an entity.
func (w *walk) anyOf(e *model.Entity) (item, error) {
	page, err := w.user.call(w.ctx, "GET", "/"+e.PluralKebab()+"?limit=1", nil, nil)
	if err != nil {
		return nil, err
	}
	items, _ := page["items"].([]any)
	if len(items) == 0 {
		return nil, fmt.Errorf("there are no %s yet", e.Label.Many)
	}
	return items[0].(map[string]any), nil
}

// get looks an item up.
func (w *walk) get(e *model.Entity, id string) (item, error) {
	return w.user.call(w.ctx, "GET", "/"+e.PluralKebab()+"/"+id, nil, nil)
}

// fill types values into the form of an entity that is open.
func (w *walk) fill(e *model.Entity, body item) error {
	offset := 0
	if e.Parent != nil {
		offset = 1 // the parent stands first
	}
	for i, f := range e.Fields {
		v, ok := body[f.Name]
		if !ok {
			continue
		}
		if _, err := eval[any](w, "walk.fill($1, $2, $3)", i+offset, f.Type, v); err != nil {
			return fmt.Errorf("fill in %s: %w", f.Name, err)
		}
	}
	return nil
}

// pick chooses the parent in the form: some letters, then the arrow key and Enter.
func (w *walk) pick(parent item, e *model.Entity) error {
	label := parent.text(e.Parent.LabelField().Name)
	if err := w.click(".field-parent input", ""); err != nil {
		return err
	}
	if err := w.wait("the list of parents", `document.querySelector(".picker-list:not([hidden]) [role=option]")`); err != nil {
		return err
	}
	if typed := firstWord(label); typed != "" {
		if err := w.keys(typed); err != nil {
			return err
		}
		err := w.wait(fmt.Sprintf("%q among the parents", label),
			`[...document.querySelectorAll(".picker-list:not([hidden]) [role=option]")].some((node) => node.textContent === $1)`, label)
		if err != nil {
			return err
		}
	}
	for range 25 {
		if err := w.keys(keyDown); err != nil {
			return err
		}
		active, err := eval[string](w, `document.querySelector(".picker-list [aria-selected=true]")?.textContent ?? ""`)
		if err != nil {
			return err
		}
		if active == label {
			if err := w.keys(keyEnter); err != nil {
				return err
			}
			return w.wait("the chosen parent", `document.querySelector(".field-parent input").value === $1`, label)
		}
	}
	return fmt.Errorf("the arrow keys never reached %q", label)
}

// firstWord is what somebody would type to find a label: plain letters at its beginning.
func firstWord(label string) string {
	word, _, _ := strings.Cut(label, " ")
	for _, r := range word {
		if r >= 0x80 || r < '0' {
			return ""
		}
	}
	return word
}

// same compares a saved value with the one that was typed. A form shows times to the minute.
func same(f *model.Field, saved, typed any) bool {
	if f.Type == model.DateTime && typed != nil {
		a, err1 := time.Parse(time.RFC3339Nano, fmt.Sprint(saved))
		b, err2 := time.Parse(time.RFC3339Nano, fmt.Sprint(typed))
		return err1 == nil && err2 == nil && a.Equal(b.Truncate(time.Minute))
	}
	if f.Type == model.Decimal && typed != nil {
		return strings.TrimRight(fmt.Sprint(saved), "0.") == strings.TrimRight(fmt.Sprint(typed), "0.")
	}
	if typed == nil && f.Default != nil {
		typed = f.Default
	}
	return fmt.Sprint(saved) == fmt.Sprint(typed)
}
