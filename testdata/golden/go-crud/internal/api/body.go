package api

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"unicode/utf8"

	"example.com/my-books/internal/value"
)

const maxBody = 1 << 20

// Body is a JSON object that a client sent. Its fields are asked for one by one, so that names match
// exactly, every problem is told at once, and what nobody asked for is known to be too much.
type Body struct {
	fields  map[string]json.RawMessage
	asked   map[string]bool
	details []Detail
}

// ReadBody reads a request's JSON object; ask asks for its fields.
func ReadBody(w http.ResponseWriter, r *http.Request, ask func(*Body)) error {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return NewProblem(http.StatusUnsupportedMediaType, "unsupported_media_type", "Send application/json.")
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return NewProblem(http.StatusRequestEntityTooLarge, "too_large", "The body is larger than 1 MiB.")
	}
	if err != nil || !utf8.Valid(data) || !json.Valid(data) {
		return NewProblem(http.StatusBadRequest, "bad_json", "The body is not JSON.")
	}
	return ParseBody(data, ask)
}

// ParseBody is ReadBody for JSON that is there already.
func ParseBody(data []byte, ask func(*Body)) error {
	b := &Body{asked: map[string]bool{}}
	if err := json.Unmarshal(data, &b.fields); err != nil || b.fields == nil {
		return validationFailed([]Detail{{Pointer: new(string), Code: "wrong_type", Message: "Must be an object."}})
	}
	ask(b)
	for _, name := range slices.Sorted(maps.Keys(b.fields)) {
		if !b.asked[name] {
			b.refuse(name, "unknown_field", "Is not a field that can be set.")
		}
	}
	return validationFailed(b.details)
}

func (b *Body) refuse(name, code, message string) {
	b.details = append(b.details, inBody(name, code, message))
}

// Given is what a body has for a field. What is to happen when there is nothing, is said by its methods.
type Given[T any] struct {
	body    *Body
	name    string
	value   *T     // nil when there is none, or a wrong one
	missing string // the code for a field that must have a value; "" when a problem was told already
}

// Field asks for a field. JSON null is the same as no field.
func Field[T any](b *Body, name string, t value.Type[T]) Given[T] {
	b.asked[name] = true
	given := Given[T]{body: b, name: name, missing: "required"}
	raw, ok := b.fields[name]
	if !ok || string(raw) == "null" {
		return given
	}
	text := string(raw)
	if t.Quoted && json.Unmarshal(raw, &text) != nil {
		given.missing = ""
		b.refuse(name, "wrong_type", "Must be text.")
		return given
	}
	parsed, err := t.Parse(text)
	var refused *value.Invalid
	switch {
	case !errors.As(err, &refused):
		given.value = &parsed
	case refused.Code == "blank":
		given.missing = refused.Code
	default:
		given.missing = ""
		b.refuse(name, refused.Code, refused.Message)
	}
	return given
}

// Required is the value of a field that must have one.
func (g Given[T]) Required() T {
	if g.value == nil && g.missing != "" {
		g.body.refuse(g.name, g.missing, "Must be filled in.")
	}
	var none T
	return g.Or(none)
}

// Or is the value, or the default.
func (g Given[T]) Or(other T) T {
	if g.value == nil {
		return other
	}
	return *g.value
}

// Optional is the value, or nil.
func (g Given[T]) Optional() *T { return g.value }
