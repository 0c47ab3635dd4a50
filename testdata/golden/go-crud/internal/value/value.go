// Package value knows the types of values: what each one takes, in JSON and in a query.
package value

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Type is what a field takes. JSON writes its values in quotes, or as they are.
type Type[T any] struct {
	Quoted bool
	Parse  func(string) (T, error)
}

// Invalid says why a value was refused. The message is a sentence that a form can show.
type Invalid struct{ Code, Message string }

func (e *Invalid) Error() string { return e.Message }

func invalid(code, format string, args ...any) error {
	return &Invalid{Code: code, Message: fmt.Sprintf(format, args...)}
}

const whitespace = " \t\r\n\f\v"

// String is one line of text without the whitespace around it.
func String(min, max int) Type[string] {
	return Type[string]{Quoted: true, Parse: func(s string) (string, error) {
		s = strings.Trim(s, whitespace)
		switch {
		case s == "":
			return "", invalid("blank", "Must be filled in.")
		case strings.ContainsFunc(s, unicode.IsControl):
			return "", invalid("invalid_format", "Must be a single line without control characters.")
		}
		return s, checkLength(s, min, max)
	}}
}

func checkLength(s string, min, max int) error {
	switch n := utf8.RuneCountInString(s); {
	case n < min:
		return invalid("too_short", "Must have at least %d characters.", min)
	case n > max:
		return invalid("too_long", "Must have at most %d characters.", max)
	}
	return nil
}

// Integer is a whole number.
func Integer(min, max int64) Type[int64] {
	return Type[int64]{Parse: func(s string) (int64, error) {
		n, err := strconv.ParseInt(s, 10, 64) // out of range, n is the nearest it can hold
		switch {
		case err != nil && !errors.Is(err, strconv.ErrRange), strings.HasPrefix(s, "+"):
			return 0, invalid("wrong_type", "Must be a whole number.")
		case n < min:
			return 0, invalid("too_small", "Must be at least %d.", min)
		case n > max:
			return 0, invalid("too_large", "Must be at most %d.", max)
		}
		return n, nil
	}}
}

// OneOf is one of some words.
func OneOf(words ...string) Type[string] {
	return Type[string]{Quoted: true, Parse: func(s string) (string, error) {
		if !slices.Contains(words, s) {
			return "", invalid("not_allowed", "Must be one of: %s.", strings.Join(words, ", "))
		}
		return s, nil
	}}
}
