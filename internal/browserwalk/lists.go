package browserwalk

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

const pageSize = 20

// loadMore makes more items than one page holds, and walks to the end of the list.
func loadMore(w *walk) error {
	for _, e := range w.entities {
		made := w.makeMany(e)
		if made <= pageSize {
			continue // a unique field with few values
		}
		if err := w.visit("#/dashboard", "Dashboard"); err != nil {
			return err
		}
		if err := w.visit("#/"+e.PluralKebab(), e.Label.Many); err != nil {
			return err
		}
		if err := w.wait("the first page", `walk.rows().length === $1`, pageSize); err != nil {
			return err
		}
		if err := w.click("button.button-more", "Load more"); err != nil {
			return err
		}
		if err := w.wait("the second page", `walk.rows().length > $1`, pageSize); err != nil {
			return err
		}
		ids, err := w.shownIDs()
		if err != nil {
			return err
		}
		if n := len(slices.Compact(slices.Sorted(slices.Values(ids)))); n != len(ids) {
			return fmt.Errorf("the list of %s shows %d rows but only %d items", e.Label.Many, len(ids), n)
		}
		focus, err := eval[string](w, `document.activeElement.getAttribute("href") ?? ""`)
		if err != nil {
			return err
		}
		if want := ids[pageSize]; !strings.HasSuffix(focus, want) {
			return fmt.Errorf("after loading more the focus should be on the first new row, not on %q", focus)
		}
	}
	return nil
}

// makeMany makes as many items as it can, up to one page and a half, and says how many there are.
func (w *walk) makeMany(e *model.Entity) int {
	n := 0
	for i := 5; i < samples-8; i++ {
		if body, ok := values(e, i); ok {
			if _, err := w.create(e, body); err == nil {
				n++
			}
		}
	}
	return n
}

// shownIDs are the ids of the items in the list.
func (w *walk) shownIDs() ([]string, error) {
	return eval[[]string](w, `[...document.querySelectorAll(".list-table .cell-main a")].map((link) => link.getAttribute("href").split("/").pop())`)
}

// query is what the address of the list asks for.
func (w *walk) query() (url.Values, error) {
	raw, err := eval[string](w, `location.hash.split("?")[1] ?? ""`)
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(raw)
}

// asAsked waits until the list shows what the API answers to the question in the address, which must be
// about the parameter.
func (w *walk) asAsked(e *model.Entity, parameter string) (int, error) {
	var shown, wanted []string
	for range 100 {
		time.Sleep(50 * time.Millisecond)
		query, err := w.query()
		if err != nil {
			return 0, err
		}
		if !query.Has(parameter) {
			continue
		}
		page, err := w.user.call(w.ctx, "GET", "/"+e.PluralKebab()+"?"+query.Encode(), nil, nil)
		if err != nil {
			return 0, err
		}
		wanted = wanted[:0]
		for _, i := range page["items"].([]any) {
			wanted = append(wanted, item(i.(map[string]any)).text("id"))
		}
		if shown, err = w.shownIDs(); err != nil {
			return 0, err
		}
		if slices.Equal(shown, wanted) {
			return len(shown), nil
		}
	}
	return 0, fmt.Errorf("the list at %s shows %d items, the service answers %d others", w.address(), len(shown), len(wanted))
}

// search looks for one word that only one item has; then for one that none has.
func search(w *walk) error {
	for _, e := range w.entities {
		f := searchable(e)
		body, ok := values(e, samples-1)
		if f == nil || !ok {
			continue
		}
		body[f.Name] = "Xq7Zebra"
		made, err := w.create(e, body)
		if err != nil {
			return err
		}
		if err := w.visit("#/"+e.PluralKebab(), e.Label.Many); err != nil {
			return err
		}
		if err := w.find("xq7ZEB"); err != nil {
			return err
		}
		only := `walk.rows().length === 1 && document.querySelector(".cell-main a").href.endsWith($1)`
		if err := w.wait("the one item found", only, made.text("id")); err != nil {
			return err
		}
		// The search stands in the address, so a reload shows the same.
		if err := w.load("/#/" + e.PluralKebab() + "?q=xq7ZEB"); err != nil {
			return err
		}
		if err := w.wait("the same after a reload", only+` && document.querySelector("input[type=search]").value === "xq7ZEB"`, made.text("id")); err != nil {
			return err
		}
		if err := w.find("%_nothing has this"); err != nil {
			return err
		}
		if err := w.wait("an empty list", `document.querySelector(".empty h2")?.textContent === "Nothing matches"`); err != nil {
			return err
		}
		w.shoot("nothing-found")
		if err := w.click(".empty button", "Clear filters"); err != nil {
			return err
		}
		if err := w.wait("the whole list", `walk.rows().length > 1 && document.querySelector("input[type=search]").value === ""`); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) find(words string) error {
	if err := w.click(`input[type=search]`, ""); err != nil {
		return err
	}
	if _, err := eval[any](w, "document.activeElement.select()"); err != nil {
		return err
	}
	return w.keys(words)
}

func searchable(e *model.Entity) *model.Field {
	for _, f := range e.Fields {
		if f.Search && (f.Type == model.String || f.Type == model.Text) && (len(f.Max) > 1) {
			return f
		}
	}
	return nil
}

// filter uses every filter of every list, one at a time.
func filter(w *walk) error {
	for _, e := range w.entities {
		boxes := filters(e)
		if len(boxes) == 0 {
			continue
		}
		if err := w.visit("#/"+e.PluralKebab(), e.Label.Many); err != nil {
			return err
		}
		if err := w.click(".filters-more summary", ""); err != nil {
			return err
		}
		if err := w.inspect(); err != nil {
			return err
		}
		w.shoot("filters-" + e.Kebab())
		for i, f := range boxes {
			if err := w.filterBy(e, i, f); err != nil {
				return fmt.Errorf("the filter %s of %s: %w", f.Name, e.Label.Many, err)
			}
			if err := w.click(".filters-more button", "Clear filters"); err != nil {
				return err
			}
			if err := w.wait("no filter", `!location.hash.includes("?") && !document.querySelector('[aria-busy="true"]')`); err != nil {
				return err
			}
		}
	}
	return nil
}

// filters are the fields that the page offers filters for, in its order; a field without type is the parent.
func filters(e *model.Entity) []*model.Field {
	var out []*model.Field
	if e.Parent != nil {
		out = append(out, &model.Field{Name: e.ParentKey()})
	}
	for _, f := range e.Fields {
		if f.Filter {
			out = append(out, f)
		}
	}
	return out
}

// filterBy sets the n-th filter to what a made-up item has, and compares.
func (w *walk) filterBy(e *model.Entity, n int, f *model.Field) error {
	box := fmt.Sprintf(".filters-grid > :nth-child(%d) ", n+1)
	sample, err := w.anyWith(e, f.Name)
	if err != nil || sample == nil {
		return err // nothing to filter by
	}
	parameter := f.Name
	switch {
	case f.Type == "":
		err = w.choose(box, e, sample)
	case f.Type == model.Enum:
		err = w.click(fmt.Sprintf(`%s input[value="%s"]`, box, sample[f.Name]), "")
	case f.Type == model.Boolean:
		err = w.set(box+"select", sample[f.Name], f)
	case f.Ranged():
		parameter += "_min"
		err = w.set(box+"input", sample[f.Name], f)
	default:
		err = w.set(box+"input", sample[f.Name], f)
	}
	if err != nil {
		return err
	}
	shown, err := w.asAsked(e, parameter)
	if err == nil && shown == 0 {
		err = fmt.Errorf("nothing is shown, although there is something that fits")
	}
	return err
}

// anyWith finds an item that has a value for a field, or nil.
func (w *walk) anyWith(e *model.Entity, name string) (item, error) {
	page, err := w.user.call(w.ctx, "GET", "/"+e.PluralKebab()+"?limit=100", nil, nil)
	if err != nil {
		return nil, err
	}
	for _, i := range page["items"].([]any) {
		if i := item(i.(map[string]any)); i[name] != nil {
			return i, nil
		}
	}
	return nil, nil
}

// set puts a value into a filter.
func (w *walk) set(selector string, value any, f *model.Field) error {
	_, err := eval[any](w, `(() => {
		const control = document.querySelector($1);
		control.value = $3 === "datetime" ? new Date(new Date($2).getTime() - new Date($2).getTimezoneOffset() * 60000).toISOString().slice(0, 16) : String($2);
		control.dispatchEvent(new Event("change", { bubbles: true }));
	})()`, selector, value, f.Type)
	return err
}

// choose picks the parent of an item in a filter.
func (w *walk) choose(box string, e *model.Entity, i item) error {
	parent, _ := i[e.Parent.Snake()].(map[string]any)
	if err := w.click(box+"input", ""); err != nil {
		return err
	}
	_, err := eval[any](w, `(() => {
		document.activeElement.value = $1;
		document.activeElement.dispatchEvent(new Event("input", { bubbles: true }));
	})()`, parent["label"])
	if err != nil {
		return err
	}
	return w.click(fmt.Sprintf(`.picker-list [data-value="%s"]`, i[e.ParentKey()]), "")
}

// sortList sorts each list by everything that it offers.
func sortList(w *walk) error {
	for _, e := range w.entities {
		if err := w.visit("#/"+e.PluralKebab(), e.Label.Many); err != nil {
			return err
		}
		orders, err := eval[[]string](w, `[...document.querySelector(".filters-row select").options].map((option) => option.value)`)
		if err != nil {
			return err
		}
		for _, order := range orders {
			if err := w.set(".filters-row select", order, &model.Field{}); err != nil {
				return err
			}
			if _, err := w.asAsked(e, "sort"); err != nil {
				return fmt.Errorf("sorted by %s: %w", order, err)
			}
		}
	}
	return nil
}
