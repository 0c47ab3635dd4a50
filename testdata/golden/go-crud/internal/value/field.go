package value

import (
	"regexp"
	"strings"
)

// MaxInteger is the largest whole number that every JSON reader keeps exactly.
const MaxInteger = 1<<53 - 1

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

var (
	emailPattern = regexp.MustCompile(`\A[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+\z`)
	urlPattern   = regexp.MustCompile(`\Ahttps?://([A-Za-z0-9_][A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?#][!-~]*)?\z`)
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
	return matching(urlPattern, 2048, "Must be an address that begins with http:// or https://.")
}

// ID is the id of a thing.
func ID() Type[string] { return matching(idPattern, MaxInteger, "Must be an id.") }

// IsID tells whether a text has the form of an id.
func IsID(s string) bool { return idPattern.MatchString(s) }
