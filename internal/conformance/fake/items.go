package fake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

var idForm = regexp.MustCompile(`\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z`)

// store keeps a new item. The data are locked.
func (d *Data) store(e *model.Entity, owner string, values map[string]any) *item {
	at := now()
	i := &item{id: d.newID(), owner: owner, created: at, updated: at, version: 1, values: values}
	d.items[e.Name] = append(d.items[e.Name], i)
	return i
}

func (d *Data) find(e *model.Entity, id string) *item {
	for _, i := range d.items[e.Name] {
		if i.id == id {
			return i
		}
	}
	return nil
}

// within tells whether the caller reaches the item.
func (c *call) within(i *item) bool {
	return i != nil && (i.owner == c.user.id || c.user.role == "admin")
}

// shown is an item as it is told. The data are locked.
func (c *call) shown(e *model.Entity, i *item) map[string]any {
	shown := map[string]any{"id": i.id, "owner_id": i.owner, "created_at": i.created, "updated_at": i.updated, "version": i.version}
	for _, f := range e.Fields {
		shown[f.Name] = i.values[f.Name]
	}
	if e.Parent != nil {
		parent := c.data.find(e.Parent, i.values[e.ParentKey()].(string))
		shown[e.ParentKey()] = parent.id
		shown[e.Parent.Snake()] = map[string]any{"id": parent.id, "label": parent.values[e.Parent.LabelField().Name]}
	}
	return shown
}

func (c *call) tell(status int, e *model.Entity, i *item) Answer {
	c.header.Set("ETag", strconv.Quote(strconv.Itoa(i.version)))
	return c.json(status, c.shown(e, i))
}

// read reads the writable fields of an item out of the body.
func (c *call) read(e *model.Entity) (map[string]any, []fieldError) {
	values := map[string]any{}
	var errors []fieldError
	known := []string{}
	for _, f := range e.Fields {
		known = append(known, f.Name)
		value, wrong := c.check(f, c.body)
		values[f.Name] = value
		errors = append(errors, wrong...)
	}
	if key := e.ParentKey(); key != "" {
		known = append(known, key)
		errors = append(errors, plainText(key, c.body)...)
		values[key] = c.body[key]
	}
	return values, append(errors, unknown(c.body, known...)...)
}

// conflicts lists the unique fields whose value another item of the owner has. The data are locked.
func (c *call) conflicts(e *model.Entity, owner, self string, values map[string]any) []fieldError {
	var errors []fieldError
	for _, f := range e.Fields {
		taken := f.Unique && values[f.Name] != nil && slices.ContainsFunc(c.data.items[e.Name], func(i *item) bool {
			return (i.owner == owner || c.is("unique-per-owner")) && (i.id != self || c.is("unique-own-value")) && c.same(i.values[f.Name], values[f.Name])
		})
		if taken {
			errors = append(errors, at(f.Name, "not_allowed"))
		}
	}
	return errors
}

// same tells whether two values are the same.
func (c *call) same(a, b any) bool {
	one, isText := a.(string)
	two, alsoText := b.(string)
	if c.is("unique-code-points") && isText && alsoText {
		return lower(one) == lower(two)
	}
	return a == b
}

// parent is the parent that the values name, when the caller reaches it. The data are locked.
func (c *call) parent(e *model.Entity, values map[string]any) *item {
	id, _ := values[e.ParentKey()].(string)
	if parent := c.data.find(e.Parent, id); c.within(parent) || c.is("parent-of-another") && parent != nil {
		return parent
	}
	return nil
}

func (c *call) create(e *model.Entity) Answer {
	values, errors := c.read(e)
	if len(errors) > 0 {
		return c.invalid(errors)
	}
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	owner := c.user.id
	if e.Parent != nil {
		parent := c.parent(e, values)
		if parent == nil {
			return c.invalid([]fieldError{at(e.ParentKey(), "not_found")})
		}
		if !c.is("parent-gives-owner") {
			owner = parent.owner
		}
	}
	if errors := c.conflicts(e, owner, "", values); len(errors) > 0 {
		return c.refuse(409, "not_unique", errors...)
	}
	if c.is("unique-parallel") {
		c.data.mu.Unlock()
		time.Sleep(raceWindow)
		c.data.mu.Lock()
	}
	i := c.data.store(e, owner, values)
	c.header.Set("Location", c.request.URL.Path+"/"+i.id)
	return c.tell(201, e, i)
}

// reached is the item that the path names, when the caller reaches it. The data are locked.
func (c *call) reached(e *model.Entity) *item {
	if !idForm.MatchString(c.id) {
		return nil
	}
	if i := c.data.find(e, c.id); c.within(i) {
		return i
	}
	return nil
}

func (c *call) get(e *model.Entity) Answer {
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	i := c.reached(e)
	if i == nil {
		return c.refuse(404, "not_found")
	}
	return c.tell(200, e, i)
}

// matches tells whether If-Match lets the item be changed.
func (c *call) matches(i *item) bool {
	tag := c.request.Header.Get("If-Match")
	return tag == "" || tag == "*" || tag == strconv.Quote(strconv.Itoa(i.version))
}

func (c *call) replace(e *model.Entity) Answer {
	values, errors := c.read(e)
	if len(errors) > 0 {
		return c.invalid(errors)
	}
	if c.request.Header.Get("If-Match") == "" {
		return c.refuse(428, "precondition_required")
	}
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	i := c.reached(e)
	if i == nil {
		return c.refuse(404, "not_found")
	}
	if a := c.mayReplace(e, i, values); a != nil {
		return *a
	}
	if c.is("put-parallel") {
		c.data.mu.Unlock()
		time.Sleep(raceWindow)
		c.data.mu.Lock()
	}
	i.values, i.updated, i.version = values, now(), i.version+1
	return c.tell(200, e, i)
}

// mayReplace says why the item can't be replaced by the values, or nothing. The data are locked.
func (c *call) mayReplace(e *model.Entity, i *item, values map[string]any) *Answer {
	refuse := func(a Answer) *Answer { return &a }
	if !c.matches(i) {
		return refuse(c.refuse(412, "precondition_failed"))
	}
	if e.Parent != nil {
		if parent := c.parent(e, values); parent == nil || parent.owner != i.owner && !c.is("parent-same-owner") && !c.is("parent-of-another") {
			return refuse(c.invalid([]fieldError{at(e.ParentKey(), "not_found")}))
		}
	}
	if errors := c.conflicts(e, i.owner, i.id, values); len(errors) > 0 {
		return refuse(c.refuse(409, "not_unique", errors...))
	}
	return nil
}

func (c *call) remove(e *model.Entity) Answer {
	c.data.mu.Lock()
	defer c.data.mu.Unlock()
	i := c.reached(e)
	switch {
	case i == nil:
		return c.refuse(404, "not_found")
	case !c.matches(i) && !c.is("item-delete-if-match"):
		return c.refuse(412, "precondition_failed")
	}
	for _, child := range e.Children {
		if slices.ContainsFunc(c.data.items[child.Name], func(x *item) bool { return x.values[child.ParentKey()] == i.id }) {
			return c.refuse(409, "has_children")
		}
	}
	c.data.items[e.Name] = slices.DeleteFunc(slices.Clone(c.data.items[e.Name]), func(x *item) bool { return x == i })
	return c.empty(204)
}

// holds tells whether any search field of the item holds the text.
func (c *call) holds(e *model.Entity, i *item, q string) bool {
	return slices.ContainsFunc(e.Fields, func(f *model.Field) bool {
		text, _ := i.values[f.Name].(string)
		return f.Search && strings.Contains(lower(text), lower(q))
	})
}
