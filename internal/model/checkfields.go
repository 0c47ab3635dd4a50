package model

import "strings"

// fields checks the fields of one entity, each alone and then all against each other.
func (r *reader) fields(re *rawEntity, e *Entity) {
	switch n := len(re.fields); {
	case n == 0 && re.name.Given():
		r.Fail(re.name.Pos, "%s needs at least one field", e.Name)
	case n > maxFields:
		r.Fail(re.fields[maxFields].Pos, "this is field %d of %d in %s; an entity has at most %d", maxFields+1, n, e.Name, maxFields)
	}
	for _, rf := range re.fields {
		e.Fields = append(e.Fields, r.checkField(rf))
	}
	r.distinctFields(re, e)
	r.generatedNames(re, e)
	r.countOf(re, e, "sort", maxSorts, func(f *Field) bool { return f.Sort })
	r.countOf(re, e, "filter", maxFilters, func(f *Field) bool { return f.Filter })
}

func (r *reader) distinctFields(re *rawEntity, e *Entity) {
	seen := map[string]string{}
	for i, f := range e.Fields {
		if f.Name == "" {
			continue
		}
		where := re.fields[i].name.Pos
		if why, ok := reservedFields[f.Name]; ok {
			r.Fail(where, "%s can't be a field: %s", f.Name, why)
			continue
		}
		earlier, met := seen[Bare(f.Name)]
		switch {
		case met && earlier == f.Name:
			r.Fail(where, "%s has the field %s twice", e.Name, f.Name)
		case met:
			r.Fail(where, "%s and %s differ by underscores only, which is one name in most languages; rename one of them", earlier, f.Name)
		case reservedBare(f.Name) != "":
			r.Fail(where, "%s differs by underscores only from %s, which every item has already", f.Name, reservedBare(f.Name))
		}
		seen[Bare(f.Name)] = f.Name
	}
}

func reservedBare(name string) string {
	for _, n := range []string{"owner_id", "created_at", "updated_at"} {
		if Bare(n) == Bare(name) {
			return n
		}
	}
	return ""
}

// generatedNames refuses fields that meet a name which follows from another: the parent, the limits of a
// filter, the column that a text is sorted by.
func (r *reader) generatedNames(re *rawEntity, e *Entity) {
	taken := map[string]string{}
	if key := e.ParentKey(); key != "" {
		taken[Bare(key)] = "it is how a " + e.Name + " names its " + e.ParentName
		taken[Bare(strings.TrimSuffix(key, "_id"))] = "it is where a " + e.Name + " shows its " + e.ParentName
	}
	for _, f := range e.Fields {
		if f.Filter && f.Ranged() {
			taken[Bare(f.Name+"_min")] = "the filter of " + f.Name + " has a parameter of this name"
			taken[Bare(f.Name+"_max")] = "the filter of " + f.Name + " has a parameter of this name"
		}
		if f.Sort && f.TextLike() {
			taken[Bare(f.Name+"_sort")] = "the column that " + f.Name + " is sorted by has this name"
		}
	}
	for i, f := range e.Fields {
		if f.Name == "" {
			continue
		}
		if why, ok := taken[Bare(f.Name)]; ok {
			r.Fail(re.fields[i].name.Pos, "%s can't be a field of %s: %s", f.Name, e.Name, why)
		}
		if why, ok := reservedParameters[f.Name]; ok && f.Filter {
			r.Fail(re.fields[i].filter.Pos, "%s can't have a filter: in every list, the parameter of this name is %s", f.Name, why)
		}
	}
	r.parameterOfParent(re, e)
}

// parameterOfParent refuses a filter's limit that is the parent's key, such as the field x of a child of XMin.
func (r *reader) parameterOfParent(re *rawEntity, e *Entity) {
	for i, f := range e.Fields {
		if f.Filter && f.Ranged() && e.ParentKey() != "" && (f.Name+"_min" == e.ParentKey() || f.Name+"_max" == e.ParentKey()) {
			r.Fail(re.fields[i].filter.Pos, "%s can't have a filter: one of its parameters would be %s, the parent", f.Name, e.ParentKey())
		}
	}
}

func (r *reader) countOf(re *rawEntity, e *Entity, what string, most int, has func(*Field) bool) {
	n := 0
	for i, f := range e.Fields {
		if !has(f) {
			continue
		}
		if n++; n == most+1 {
			r.Fail(re.fields[i].Pos, "%s is one field too many with %s: %s may have %d, as each needs an index", f.Name, what, e.Name, most)
		}
	}
}
