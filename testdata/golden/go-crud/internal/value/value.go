// Package value knows the types of the fields: what each one takes, in JSON and in a query.
package value

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
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

const (
	// MaxInteger is the largest whole number that every JSON reader keeps exactly.
	MaxInteger = 1<<53 - 1
	whitespace = " \t\r\n\f\v"
)

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

// Text is text of any number of lines, as it is sent.
func Text(min, max int) Type[string] {
	return Type[string]{Quoted: true, Parse: func(s string) (string, error) {
		if strings.ContainsRune(s, 0) { // databases can't keep it
			return "", invalid("invalid_format", "Must not contain the character NUL.")
		}
		return s, checkLength(s, min, max)
	}}
}

// AnyText is text without limits of its own.
func AnyText() Type[string] { return Text(0, MaxInteger) }

// FilledText is text with something in it.
func FilledText(min, max int) Type[string] {
	return Type[string]{Quoted: true, Parse: func(s string) (string, error) {
		if strings.Trim(s, whitespace) == "" {
			return "", invalid("blank", "Must be filled in.")
		}
		return Text(min, max).Parse(s)
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
		case err != nil && !errors.Is(err, strconv.ErrRange):
			return 0, invalid("wrong_type", "Must be a whole number.")
		case n < min:
			return 0, invalid("too_small", "Must be at least %d.", min)
		case n > max:
			return 0, invalid("too_large", "Must be at most %d.", max)
		}
		return n, nil
	}}
}

// AnyInteger is a whole number without limits of its own.
func AnyInteger() Type[int64] { return Integer(-MaxInteger, MaxInteger) }

// Boolean is true or false.
func Boolean() Type[bool] {
	return Type[bool]{Parse: func(s string) (bool, error) {
		if s != "true" && s != "false" {
			return false, invalid("wrong_type", "Must be true or false.")
		}
		return s == "true", nil
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

var (
	emailPattern = regexp.MustCompile(`\A[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+\z`)
	urlPattern   = regexp.MustCompile(`\Ahttps?://[A-Za-z0-9.:_~%@\[\]-]+([/?#][!-~]*)?\z`)
	idPattern    = regexp.MustCompile(`\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z`)
)

func matching(pattern *regexp.Regexp, max int, message string) Type[string] {
	return Type[string]{Quoted: true, Parse: func(s string) (string, error) {
		if len(s) <= max && !pattern.MatchString(s) {
			return "", invalid("invalid_format", "%s", message)
		}
		return s, checkLength(s, 0, max)
	}}
}

// Email is an e-mail address.
func Email() Type[string] { return matching(emailPattern, 254, "Must be an e-mail address.") }

// URL is the address of a page.
func URL() Type[string] {
	t := matching(urlPattern, 2048, "Must be an address that begins with http:// or https://.")
	return Type[string]{Quoted: true, Parse: func(s string) (string, error) {
		if u, err := url.Parse(s); err != nil || u.Hostname() == "" {
			return "", invalid("invalid_format", "Must be an address that begins with http:// or https://.")
		}
		return t.Parse(s)
	}}
}

// ID is the id of a thing.
func ID() Type[string] { return matching(idPattern, MaxInteger, "Must be an id.") }

// IsID tells whether a text has the form of an id.
func IsID(s string) bool { return idPattern.MatchString(s) }
