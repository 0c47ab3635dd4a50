package model

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	entityName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]{0,39}$`)
	snakeName  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
)

// EntityNameProblem says why a name can't be an entity's, or "".
func EntityNameProblem(name string) string {
	if entityName.MatchString(name) {
		return ""
	}
	hint := ""
	if s := Pascal(name); entityName.MatchString(s) {
		hint = "; how about " + s + "?"
	}
	return fmt.Sprintf("%.60q can't be an entity's name: that is a capital followed by up to 39 letters and digits, such as Book or BookClub%s", name, hint)
}

// FieldNameProblem says why a name can't be a field's, or "".
func FieldNameProblem(name string) string {
	switch {
	case !snakeName.MatchString(name):
		return fmt.Sprintf("%.60q can't be a field's name: that is a small letter followed by up to 39 small letters, digits and underscores, such as page_count%s",
			name, suggestSnake(name))
	case loose(name):
		return name + " can't be a field's name: underscores stand alone and between words"
	}
	return ""
}

// ValueNameProblem says why a name can't be a value of an enum, or "".
func ValueNameProblem(name string) string {
	if snakeName.MatchString(name) && !loose(name) {
		return ""
	}
	return fmt.Sprintf("%.60q can't be a value: values are names such as to_read (a small letter, then small letters, digits, underscores)%s", name, suggestSnake(name))
}

// loose tells whether an underscore stands beside another or at the end.
func loose(name string) bool { return strings.HasSuffix(name, "_") || strings.Contains(name, "__") }

func suggestSnake(name string) string {
	if s := Snake(name); s != name && snakeName.MatchString(s) {
		return "; how about " + s + "?"
	}
	return ""
}

// LabelProblem says why a text can't be shown as a label, a title or a summary, or "".
func LabelProblem(text string) string {
	switch n := utf8.RuneCountInString(text); {
	case text == "":
		return "is empty; leave it out instead"
	case strings.ContainsFunc(text, isControl):
		return "is one line of text, without control characters"
	case n > 200:
		return fmt.Sprintf("has %d characters; at most 200 are shown well", n)
	}
	return ""
}

// isControl tells the characters that break a line or turn text around, which no label may hold.
func isControl(c rune) bool {
	return unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || '\u202a' <= c && c <= '\u202e' || '\u2066' <= c && c <= '\u2069'
}

// Bare is what is left of a name where languages write it in different ways: x_1 and x1 are both X1 in Go.
func Bare(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
