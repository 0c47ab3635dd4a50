package model

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestShorthand(t *testing.T) {
	got, err := ParseShorthand([]string{
		"Shelf: label!",
		"  Book<Shelf : title!, author=string(80) pages=integer(1..10000)! price=decimal(2) status=enum(to_read, done) loved:boolean bought=date notes=text link=url",
	})
	if err != nil {
		t.Fatal(err)
	}
	want, err := Parse("m.yaml", []byte(`
title: Shelves
entities:
  - name: Shelf
    fields:
      - {name: label, type: string, required: true, search: true, sort: true}
  - name: Book
    parent: Shelf
    fields:
      - {name: title, type: string, required: true, search: true, sort: true}
      - {name: author, type: string, max: 80, search: true}
      - {name: pages, type: integer, required: true, min: 1, max: 10000, sort: true}
      - {name: price, type: decimal, scale: 2}
      - {name: status, type: enum, values: [to_read, done], default: to_read, filter: true}
      - {name: loved, type: boolean, default: false, filter: true}
      - {name: bought, type: date, filter: true}
      - {name: notes, type: text, search: true}
      - {name: link, type: url}
`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want.YAML()), string(got.YAML())); diff != "" {
		t.Error(diff)
	}
}

func TestShorthandRefuses(t *testing.T) {
	for _, tt := range []struct {
		lines []string
		want  string
	}{
		{nil, "--entity:1:1: a model needs at least one entity"},
		{[]string{""}, "--entity:1:1: a line begins with the name"},
		{[]string{"Book"}, "--entity:1:5: behind the name comes a colon"},
		{[]string{"Book:"}, "--entity:1:6: Book needs a field"},
		{[]string{"Book <: title"}, "--entity:1:7: behind < stands the parent"},
		{[]string{"Book: title! title"}, "--entity:1:14:"},
		{[]string{"Book: title", "Page < Bok: text"}, "--entity:2:8:"},
		{[]string{"book: title"}, "--entity:1:1:"},
		{[]string{"Book: pages=intger"}, "--entity:1:13:"},
		{[]string{"Book: pages="}, "--entity:1:13: the field pages has no type"},
		{[]string{"Book: status=enum(a,b"}, "isn't closed"},
		{[]string{"Book: status=enum()"}, "--entity:1:19:"},
		{[]string{"Book: status=enum(a,a)"}, "--entity:1:21:"},
		{[]string{"Book: link=url(5)"}, "url takes nothing in parentheses"},
		{[]string{"Book: pages=integer(9..1)"}, "--entity:1:21:"},
		{[]string{"Book: title!x"}, "doesn't belong here"},
		{[]string{"Book: =x"}, "doesn't belong here"},
		{[]string{"Bücher: titel"}, "--entity:1:1:"},
	} {
		_, err := ParseShorthand(tt.lines)
		var errs Errors
		if !errors.As(err, &errs) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v; want %q", tt.lines, err, tt.want)
		}
	}
}

func FuzzShorthand(f *testing.F) {
	f.Add("Book < Shelf: title! pages=integer(1..10000) status=enum(todo,read)")
	f.Add("A:((,,=!")
	f.Fuzz(func(t *testing.T, line string) {
		m, err := ParseShorthand([]string{line})
		if (m == nil) == (err == nil) {
			t.Errorf("got %v, %v", m, err)
		}
		if err != nil {
			return
		}
		if _, err := Parse("m.yaml", m.YAML()); err != nil {
			t.Errorf("%q makes a model that Parse refuses: %v", line, err)
		}
	})
}
