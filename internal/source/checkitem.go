package source

import (
	"cmp"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/nearest"
)

const (
	maxFields   = 30
	maxFilters  = 6
	maxMeasures = 6
	maxParts    = 4
)

// reservedFields are what every item has besides its fields.
var reservedFields = map[string]string{
	"key":     "every item has it already: it is how an item is asked for",
	"version": "every item has it already: it tells an older state from a newer one",
}

// reservedParameters are the parameters that every list has.
var reservedParameters = map[string]string{
	"limit":  "the number of items on a page",
	"cursor": "the place where a page begins",
	"from":   "the time of the oldest item",
	"to":     "the time of the newest item",
}

// checkItem checks the item's fields and what is said by their names: the key, the time, bands and measures.
func (r *reader) checkItem(raw *rawSource, s *Source) {
	ri := &raw.item
	s.Item = &Item{Entity: &model.Entity{}}
	if !ri.name.Given() {
		if raw.itemAt != (pos{}) {
			r.Fail(raw.itemAt, "the item needs a name, such as Earthquake")
		}
	} else if name := r.itemName(ri); name != "" {
		s.Item.Name, s.Item.PluralName = name, model.Plural(name)
		s.Item.Label = model.Label{
			One:  cmp.Or(r.line(ri.one, "label"), model.Title(name)),
			Many: cmp.Or(r.line(ri.many, "label"), model.Title(s.Item.PluralName)),
		}
		if ri.one.Given() != ri.many.Given() {
			r.Fail(cmp.Or(ri.one.Pos, ri.many.Pos), "the label of %s needs both 'one' and 'many'", name)
		}
	}
	if len(ri.fields) > maxFields {
		r.Fail(ri.fields[maxFields].Pos, "there are %d fields; an item has at most %d", len(ri.fields), maxFields)
	}
	for _, rf := range ri.fields {
		f := r.checkField(rf, s)
		s.Item.Fields = append(s.Item.Fields, f)
		s.Item.Entity.Fields = append(s.Item.Entity.Fields, f.Field)
	}
	r.distinct(ri, s)
	r.checkBands(ri, s)
	r.checkTime(raw, s)
	r.checkKey(raw, s)
	r.checkVersion(raw, s)
	r.checkMeasures(raw, s)
}

// Field is the field of that name, or nil.
func (i *Item) Field(name string) *Field {
	for _, f := range i.Fields {
		if f.Name == name && name != "" {
			return f
		}
	}
	return nil
}

func (i *Item) names() []string {
	var names []string
	for _, f := range i.Fields {
		names = append(names, f.Name)
	}
	return names
}

func (r *reader) distinct(ri *rawItem, s *Source) {
	seen := map[string]string{}
	filters := 0
	for i, f := range s.Item.Fields {
		if f.Name == "" {
			continue
		}
		where := ri.fields[i].name.Pos
		bare := model.Bare(f.Name)
		if why, ok := reservedFields[bare]; ok {
			r.Fail(where, "%s can't be a field: %s", f.Name, why)
		}
		switch earlier, met := seen[bare]; {
		case met && earlier == f.Name:
			r.Fail(where, "the item has the field %s twice", f.Name)
		case met:
			r.Fail(where, "%s and %s differ by underscores only, which is one name in most languages; rename one of them", earlier, f.Name)
		}
		seen[bare] = f.Name
		if !f.Filter {
			continue
		}
		if why, ok := reservedParameters[f.Name]; ok {
			r.Fail(ri.fields[i].filter.Pos, "%s can't have a filter: in every list, the parameter of this name is %s", f.Name, why)
		}
		if filters++; filters == maxFilters+1 {
			r.Fail(ri.fields[i].Pos, "%s is one field too many with filter: an item may have %d, as each needs an index", f.Name, maxFilters)
		}
	}
}

// named finds the field that a name elsewhere in the file means.
func (r *reader) named(s *Source, name scalar, what string) *Field {
	f := s.Item.Field(name.Text)
	if f == nil {
		r.Fail(name.Pos, "%s %.60q is no field of the item%s", what, name.Text, nearest.DidYouMean(name.Text, s.Item.names()))
	}
	return f
}

func (r *reader) checkTime(raw *rawSource, s *Source) {
	if !raw.item.time.Given() {
		if len(raw.item.fields) > 0 {
			r.Fail(raw.itemAt, "the item needs a time: the name of the field that says when it was, for what is newest and for the summary")
		}
		return
	}
	f := r.named(s, raw.item.time, "the time")
	switch {
	case f == nil || f.Type == "":
		return
	case f.Type != model.DateTime && f.Type != model.Date:
		r.Fail(raw.item.time.Pos, "the time %s is of the type %s; it has to be a datetime or a date", f.Name, f.Type)
	case !f.Required:
		r.Fail(raw.item.time.Pos, "the time %s has to be required: an item without it has no place in the list", f.Name)
	case f.From == FromEntry:
		r.Fail(raw.item.time.Pos, "the time %s is the same for all items of an entry; it has to come from the API", f.Name)
	}
	s.Item.Time = f
}

// checkKey checks what makes the key: each part has a value in every item, and none holds what parts them.
func (r *reader) checkKey(raw *rawSource, s *Source) {
	if len(raw.item.key) == 0 {
		if len(raw.item.fields) > 0 {
			r.Fail(raw.itemAt, "the item needs a key, such as {path: id}, or a list of fields: [city, time]")
		}
		return
	}
	if len(raw.item.key) > maxParts {
		r.Fail(raw.item.key[maxParts].Pos, "the key has %d parts; at most %d", len(raw.item.key), maxParts)
	}
	named := map[string]bool{}
	for _, rp := range raw.item.key {
		p := &Part{at: rp.Pos}
		if rp.field.Given() {
			p.Field = r.keyField(rp.field, s, named)
		} else {
			p.From, p.Path, p.Entry = r.origin(rp.value, rp.Pos, s, "this part of the key")
			for _, e := range s.Request.Entries {
				if text := e.Value(p.Entry); p.Entry != "" && !keyPattern.MatchString(text) {
					r.Fail(rp.value.path.Pos, "%s is a part of the key, but its value %.40q in each has other characters than letters, digits and . _ -", p.Entry, text)
				}
			}
		}
		s.Item.Key = append(s.Item.Key, p)
	}
}

func (r *reader) keyField(name scalar, s *Source, named map[string]bool) *Field {
	f := r.named(s, name, "the key")
	switch {
	case f == nil || f.Type == "":
	case named[f.Name]:
		r.Fail(name.Pos, "the key has %s twice", f.Name)
	case f.Is("text", "url", "email", "boolean"):
		r.Fail(name.Pos, "%s can't be a part of the key: that is letters, digits and . _ ~ -, at most 128; a %s is something else", f.Name, f.Type)
	case f.IsBand():
		r.Fail(name.Pos, "%s can't be a part of the key: an item would change its key when its band changes", f.Name)
	case !f.Required:
		r.Fail(name.Pos, "%s is a part of the key, so it has to be required", f.Name)
	case f.From == FromEntry:
		for i := range s.Request.Entries {
			if text, ok := f.EntryValue(i).(string); ok && !keyPattern.MatchString(text) {
				r.Fail(name.Pos, "%s is a part of the key, but its value %.40q in each has other characters than letters, digits and . _ -", f.Name, text)
			}
		}
	}
	if f != nil {
		named[f.Name] = true
	}
	return f
}

func (r *reader) checkVersion(raw *rawSource, s *Source) {
	rv := raw.item
	v := Version{at: rv.versionAt}
	switch {
	case rv.versionWord.Given():
		if rv.versionWord.Text != "fetched" {
			r.Fail(rv.versionWord.Pos, "version is the word fetched (for an API without versions) or a place such as {path: updated, form: epoch_ms}, not %.40q", rv.versionWord.Text)
		}
		v.Fetched = true
	case rv.versionAt == (pos{}):
		if len(rv.fields) > 0 {
			r.Fail(raw.itemAt, "the item needs a version: the place of a number or time that grows with each change, such as {path: updated, form: epoch_ms}, or the word fetched where the API has none")
		}
	default:
		v.Form = Form(r.oneOf(rv.version.form, "form of the version", string(AsNumber),
			[]string{string(AsNumber), string(AsText), string(EpochS), string(EpochMS), string(AsRFC3339)}))
		v.From, v.Path, _ = r.origin(rv.version, rv.versionAt, s, "the version")
		if v.From == FromEntry || v.From == FromName {
			r.Fail(rv.version.from.Pos, "the version has to come from the item or from the answer")
		}
	}
	s.Item.Version = v
}

// origin reads where a value comes from.
func (r *reader) origin(v rawValue, at pos, s *Source, what string) (from Origin, path Path, entry string) {
	from = Origin(r.oneOf(v.from, "from", string(FromItem), []string{string(FromItem), string(FromAnswer), string(FromName), string(FromEntry)}))
	switch from {
	case FromName:
		if s.Shape != Map {
			r.Fail(v.from.Pos, "%s comes from the name of the item's member, but the shape of the items is %s, not map", what, s.Shape)
		}
		if v.path.Given() {
			r.Fail(v.path.Pos, "%s comes from the name of the item's member, which has no path", what)
		}
		return from, nil, ""
	case FromEntry:
		names := s.entryNames()
		switch {
		case !v.path.Given():
			r.Fail(at, "%s comes from the entry, so it needs a path: one of the names in each", what)
		case len(names) == 0:
			r.Fail(v.from.Pos, "%s comes from the entry, but the request has no list each", what)
		case !slices.Contains(names, v.path.Text):
			r.Fail(v.path.Pos, "%.60q is no name in each%s (there are %s)", v.path.Text, nearest.DidYouMean(v.path.Text, names), strings.Join(names, ", "))
		default:
			return from, nil, v.path.Text
		}
		return from, nil, ""
	}
	if !v.path.Given() {
		r.Fail(at, "%s needs a path: where its value is", what)
		return from, Path{}, ""
	}
	path = r.path(v.path)
	if s.Shape == Columns && from == FromItem && (len(path) == 0 || path[0].IsIndex) {
		r.Fail(v.path.Pos, "%s begins with the name of a column, as the shape of the items is columns", what)
	}
	return from, path, ""
}

func (r *reader) checkMeasures(raw *rawSource, s *Source) {
	if len(raw.measures) > maxMeasures {
		r.Fail(raw.measures[maxMeasures].Pos, "there are %d measures; at most %d", len(raw.measures), maxMeasures)
	}
	seen := map[string]bool{}
	for _, rm := range raw.measures {
		if len(rm.kinds) != 1 {
			r.Fail(rm.Pos, "a measure is one of max, mean, min and sum, of one field: {max: magnitude}")
			continue
		}
		f := r.named(s, rm.of[0], "the measure's field")
		if f == nil || f.Type == "" {
			continue
		}
		m := &Measure{Kind: Kind(rm.kinds[0].Text), Field: f, Name: rm.kinds[0].Text + "_" + f.Name}
		if f.Type != model.Integer && f.Type != model.Decimal {
			r.Fail(rm.of[0].Pos, "%s of %s makes no sense: its type is %s, and measures are of integers and decimals", m.Kind, f.Name, f.Type)
			continue
		}
		if seen[m.Name] {
			r.Fail(rm.Pos, "%s of %s is there twice", m.Kind, f.Name)
		}
		seen[m.Name] = true
		m.Scale = f.Scale
		if m.Kind == Mean && f.Type == model.Integer {
			m.Scale = 2
		}
		if rm.scale.Given() {
			if m.Kind != Mean {
				r.Fail(rm.scale.Pos, "scale is for a mean; max, min and sum have as many digits as the field")
			} else if n, ok := r.wholeNumber(rm.scale, "scale", 0, 4); ok {
				m.Scale = n
			}
		}
		s.Measures = append(s.Measures, m)
	}
}
