package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/model"
)

func TestShorthand(t *testing.T) {
	m, err := model.ParseShorthand([]string{
		`Shelf: label!:string(80)[unique,sort]`,
		`Book in Shelf: title! author!, pages!:integer(1..9999) price:decimal(2, 0..99.50) status=enum(to_read,done) loved=false mood:enum(good, bad) note:text link:url motto="a \"b\"" due:date[] rank=3 weight=1.50 state:enum(on,off)=off`,
		"  Page<Book : size=integer(1..9)! lost:boolean made=date!",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `title: Shelves
entities:
  - name: Shelf
    fields:
      - {name: label, type: string, required: true, unique: true, max: 80, sort: true}
  - name: Book
    parent: Shelf
    fields:
      - {name: title, type: string, required: true, search: true, sort: true}
      - {name: author, type: string, required: true, search: true, sort: true}
      - {name: pages, type: integer, required: true, min: 1, max: 9999, sort: true}
      - {name: price, type: decimal, scale: 2, min: "0", max: "99.5"}
      - {name: status, type: enum, values: [to_read, done], default: to_read, filter: true}
      - {name: loved, type: boolean, default: false, filter: true}
      - {name: mood, type: enum, values: [good, bad], filter: true}
      - {name: note, type: text, search: true}
      - {name: link, type: url}
      - {name: motto, type: string, default: "a \"b\"", search: true, sort: true}
      - {name: due, type: date}
      - {name: rank, type: integer, default: 3, sort: true}
      - {name: weight, type: decimal, scale: 2, default: "1.50", sort: true}
      - {name: state, type: enum, values: ["on", "off"], default: "off", filter: true}
  - name: Page
    parent: Book
    fields:
      - {name: size, type: integer, required: true, min: 1, max: 9, sort: true}
      - {name: lost, type: boolean, default: false, filter: true}
      - {name: made, type: date, required: true, sort: true, filter: true}
`
	if diff := cmp.Diff(want, string(m.YAML())); diff != "" {
		t.Error(diff)
	}
	again, err := model.Parse("again", m.YAML())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, again); diff != "" {
		t.Error(diff)
	}
}

func TestShorthandErrors(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{``, `--entity, character 1: it ends where an entity's name, such as Book is wanted`},
		{`Book`, `--entity, character 5: it ends where a colon`},
		{`Book title`, `--entity, character 6: "t" stands where a colon`},
		{`Book:`, `--entity, character 1: Book needs at least one field`},
		{`book: title`, `--entity, character 1: "book" can't be an entity's name`},
		{`Book: title!!`, `--entity, character 13: "!" stands where a space`},
		{`Book: title:`, `character 13: it ends where a type`},
		{`Book: title:strnig`, `character 13: there is no type "strnig"; did you mean string?`},
		{`Book: a:enum(`, `character 14: it ends where the closing )`},
		{`Book: a:enum()`, `character 9: the enum a needs values`},
		{`Book: a=enum(x,x)`, `character 16: a has the value x twice`},
		{`Book: a:integer(9..1)`, `character 17: min 9 is more than max 1`},
		{`Book: a:integer(1,2)`, `character 19: integer takes one limit`},
		{`Book: a:boolean(1)`, `character 17: max is for string`},
		{`Book: a="x`, `character 9: these quotes are not closed`},
		{`Book: a[srot]`, `character 9: a field can have unique, search, sort, filter, not "srot"; did you mean sort?`},
		{`Book: a[sort]`, `character 9: a can't have sort: some items would have no value`},
		{`Book: a!=x`, `character 10: a is required, so its default`},
		{`Book in Shelf: a`, `character 9: Book has the parent "Shelf", which is no entity`},
		{`Book: id`, `character 7: id can't be a field`},
		{`Book: ü`, `character 7: "ü" can't be a field's name`},
		{`Book: a=integer(1)x`, `character 19: "x" stands where a space`},
		{`Book: a="integer"`, ``},
		{`Book: a=intger`, `character 9: there is no type "intger"; did you mean integer?`},
		{`Book: a="intger"`, ``},
		{`Book: a=unread`, ``},
		{`Book <: a`, `character 7: ":" stands where the parent's name`},
		{strings.Repeat("x", 5000), `this has 5000 characters`},
	} {
		_, err := model.ParseShorthand([]string{test.line})
		switch {
		case err == nil && test.want != "":
			t.Errorf("%.60s: taken", test.line)
		case err != nil && (test.want == "" || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%.60s:\n got  %v\n want %s", test.line, err, test.want)
		}
	}
	_, err := model.ParseShorthand([]string{"Book: title", "Shelf: id"})
	if err == nil || err.Error() != "--entity 2, character 8: id can't be a field: every item has it already" {
		t.Errorf("got %v", err)
	}
}
