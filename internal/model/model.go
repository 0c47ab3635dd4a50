// Package model holds the domain model of a generated project: its entities and their fields.
//
// Everything that a project says about its subject comes from one Model: tables, types, validation,
// the OpenAPI document, forms, sample data and tests.
package model

// Type is the type of a field. What each one takes is chapter 7 of the HTTP contract.
type Type string

// The field types.
const (
	String   Type = "string"
	Text     Type = "text"
	Integer  Type = "integer"
	Decimal  Type = "decimal"
	Boolean  Type = "boolean"
	Date     Type = "date"
	DateTime Type = "datetime"
	Enum     Type = "enum"
	URL      Type = "url"
	Email    Type = "email"
)

// Model is a checked domain model: Parse only returns models that can be generated.
type Model struct {
	Title    string    // what the subject is called: "Reading list"; from the entities when the file gives none
	Summary  string    // one line about it, or ""
	Detail   string    // more about it, or ""
	Entities []*Entity // in the order of the file
}

// Entity is one kind of thing that users keep, such as a book.
type Entity struct {
	Name       string  // PascalCase, singular: "Book"
	PluralName string  // PascalCase plural: "Books"
	Label      Label   // what people read; any Unicode text
	ParentName string  // "" when it has none
	Parent     *Entity // linked by Parse
	Children   []*Entity
	Fields     []*Field
}

// Label is the name of an entity as people read it.
type Label struct {
	One  string // "Book"
	Many string // "Books"
}

// Field is one value of an entity.
type Field struct {
	Name     string // snake_case
	Type     Type
	Label    string // what people read; from the name when the file gives none
	Required bool
	Unique   bool // for each owner
	Search   bool
	Sort     bool
	Filter   bool
	Values   []string // of an enum
	Scale    int      // digits after the point of a decimal, 0 to 4
	// Min and Max are decimal numbers as text, "" where there is no limit: the value of an integer or a
	// decimal (without needless zeros), the length in code points of a string or text (Max is always set for those two: 255 and 10000
	// where the file gives none).
	Min, Max string
	// Default is nil where there is none, else string, int64 or bool as the type's JSON value: a decimal with
	// exactly Scale digits, a datetime in UTC with milliseconds.
	Default  any
	Examples []any // plausible values of the type's JSON form, for sample data
}
