package model

import (
	"os"
	"path/filepath"
	"testing"
)

// Whatever the limits of a field are, its samples keep to them.
func TestSamplesKeepLimits(t *testing.T) {
	e := &Entity{Name: "Thing", PluralName: "Things"}
	e.Fields = []*Field{
		{Name: "name", Type: String, Required: true, Unique: true, Min: "5", Max: "6"},
		{Name: "letter", Type: String, Required: true, Unique: true, Max: "1"},
		{Name: "long", Type: Text, Required: true, Min: "400", Max: "500"},
		{Name: "tight", Type: Integer, Required: true, Unique: true, Min: "-12", Max: "12"},
		{Name: "upper", Type: Integer, Required: true, Max: "-3"},
		{Name: "price", Type: Decimal, Scale: 2, Required: true, Min: "0.05", Max: "1.5"},
		{Name: "whole", Type: Decimal, Required: true, Min: "-1", Max: "1"},
	}
	rows := e.Samples(25)
	if len(rows) != 25 {
		t.Fatalf("got %d rows, want 25", len(rows))
	}
	for _, f := range e.Fields {
		seen := map[any]bool{}
		for i, row := range rows {
			v := valueOf(t, row, f)
			if f.Unique && seen[v] {
				t.Errorf("%s, row %d: %v comes twice", f.Name, i, v)
			}
			seen[v] = true
			if !within(f, v) {
				t.Errorf("%s, row %d: %v is outside %q to %q", f.Name, i, v, f.Min, f.Max)
			}
		}
	}
}

func within(f *Field, v any) bool {
	switch v := v.(type) {
	case string:
		if f.Type == Decimal {
			units, _ := scaled(v, f.Scale)
			low, high := f.bounds()
			return low <= units && units <= high && decimalText(units, f.Scale) == v
		}
		return atoi(f.Min, 0) <= len(v) && len(v) <= atoi(f.Max, 10000)
	case int64:
		low, high := f.bounds()
		return low <= v && v <= high
	}
	return true
}

func valueOf(t *testing.T, row Sample, f *Field) any {
	t.Helper()
	for _, v := range row.Values {
		if v.Field == f {
			return v.Value
		}
	}
	t.Fatalf("no value for %s", f.Name)
	return nil
}

// A unique enum has no more rows than values, and its children point only at rows that are there.
func TestSamplesOfFewValues(t *testing.T) {
	parent := &Entity{Name: "Size", PluralName: "Sizes", Fields: []*Field{
		{Name: "name", Type: String, Required: true, Max: "20"},
		{Name: "code", Type: Enum, Required: true, Unique: true, Values: []string{"s", "m", "l"}},
	}}
	child := &Entity{Name: "Shirt", PluralName: "Shirts", ParentName: "Size", Parent: parent, Fields: []*Field{
		{Name: "colour", Type: String, Required: true, Max: "20", Examples: []any{"red", "blue"}},
	}}
	if got := len(parent.Samples(25)); got != 3 {
		t.Errorf("got %d sizes, want 3", got)
	}
	children := child.Samples(25)
	if len(children) != 25 {
		t.Fatalf("got %d shirts, want 25", len(children))
	}
	for i, row := range children {
		if row.Parent < 0 || row.Parent > 2 {
			t.Errorf("shirt %d points at size %d of 3", i, row.Parent)
		}
	}
	if got := children[1].Values[0].JSON(); got != `"blue"` {
		t.Errorf(`the second example is %s, want "blue"`, got)
	}
}

// Examples are used in order; a unique field never gets one twice, and goes on with made-up values.
func TestSamplesOfUniqueExamples(t *testing.T) {
	e := &Entity{Name: "Tag", PluralName: "Tags", Fields: []*Field{
		{Name: "name", Type: String, Required: true, Unique: true, Max: "20", Examples: []any{"red", "blue"}},
	}}
	rows := e.Samples(4)
	seen := map[any]bool{}
	for _, row := range rows {
		seen[row.Values[0].Value] = true
	}
	if len(seen) != 4 || !seen["red"] || !seen["blue"] {
		t.Errorf("got %v, want red, blue and two more", seen)
	}
}

// The samples of a checked model, with its examples and without, are values that the model itself takes as
// examples.
func TestSamplesAreValid(t *testing.T) {
	files, err := filepath.Glob("../../templates/portfolio/domains/*.yaml")
	if err != nil || len(files) < 8 {
		t.Fatalf("found %d domains, want 8 or more (%v)", len(files), err)
	}
	for _, name := range files {
		for _, bare := range []bool{false, true} {
			m := domain(t, name)
			for _, e := range m.Entities {
				becomeExamples(t, e, bare)
			}
			if _, err := Parse(filepath.Base(name), m.YAML()); err != nil {
				t.Errorf("without examples: %t\n%v", bare, err)
			}
		}
	}
}

// becomeExamples puts an entity's samples in the place of its examples.
func becomeExamples(t *testing.T, e *Entity, bare bool) {
	t.Helper()
	for _, f := range e.Fields {
		if bare {
			f.Examples = nil
		}
	}
	rows := e.Samples(25)
	if len(rows) != 25 {
		t.Errorf("%d samples of %s, want 25", len(rows), e.Name)
	}
	for i, f := range e.Fields {
		f.Examples = nil
		for _, row := range rows {
			if v := row.Values[i].Value; v != nil {
				f.Examples = append(f.Examples, v)
			}
		}
	}
}

// domain reads a built-in domain, which is a model with a title and a summary.
func domain(t *testing.T, name string) *Model {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Parse(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
