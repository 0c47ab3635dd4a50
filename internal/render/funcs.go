package render

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/Masterminds/sprig/v3"

	"github.com/scaffolio/scaffolio/internal/model"
)

// fromSprig are the functions that templates get from sprig: pure ones, the same everywhere, whose result is
// at most some times as large as what they are given.
var fromSprig = []string{
	"trim", "trimAll", "trimPrefix", "trimSuffix", "lower", "upper", "contains", "hasPrefix", "hasSuffix",
	"quote", "squote", "trunc", "splitList", "toString", "substr",
	"list", "first", "last", "rest", "initial", "append", "prepend", "concat", "has", "without", "uniq",
	"sortAlpha", "reverse", "compact", "dict", "get", "hasKey", "pluck",
	"add", "add1", "sub", "mul", "div", "mod", "max", "min", "int",
	"default", "empty", "coalesce", "ternary", "fail",
}

// functions are what templates can call, besides include, slot and the engine's own comparisons.
func functions(l lookups) map[string]any {
	all := map[string]any{
		// Names.
		"pascal": model.Pascal, "camel": model.Camel, "snake": model.Snake, "kebab": model.Kebab,
		"title": model.Title, "plural": model.Plural, "words": model.Words,
		// Text.
		"replace": replace, "join": join, "repeat": repeat, "indent": indent, "nindent": nindent,
		"print": fmt.Sprint, "println": fmt.Sprintln, "printf": printf, "until": until, "shorten": shorten,
		// Text within other languages.
		"gostr": strconv.Quote, "jsonstr": jsonString, "yamlstr": jsonString, "sqlstr": sqlString,
		"htmlesc": html.EscapeString, "mdesc": markdown, "html": html.EscapeString, "json": toJSON, "toJson": toJSON,
		"yamlToJSON": yamlToJSON,
		// Functions of the engine that could do more than they should here.
		"js": refused("js", "jsonstr"), "urlquery": refused("urlquery", "printf"), "call": refused("call", "include"),
	}
	for name, fn := range l.functions() {
		all[name] = fn
	}
	given := sprig.TxtFuncMap()
	for _, name := range fromSprig {
		all[name] = given[name]
	}
	return all
}

func refused(name, instead string) func(...any) (string, error) {
	return func(...any) (string, error) { return "", fmt.Errorf("%s is not taken; use %s", name, instead) }
}

func replace(old, with, s string) (string, error) {
	n := len(s) + strings.Count(s, old)*(len(with)-len(old))
	if n > maxValue {
		return "", tooLarge("replace")
	}
	return strings.ReplaceAll(s, old, with), nil
}

func tooLarge(name string) error {
	return &BudgetError{fmt.Sprintf("%s makes a value of more than %d bytes", name, maxValue)}
}

func join(sep string, list any) (string, error) {
	items, err := texts(list)
	if err != nil {
		return "", err
	}
	size := len(sep) * len(items)
	for _, s := range items {
		size += len(s)
	}
	if size > maxValue {
		return "", tooLarge("join")
	}
	return strings.Join(items, sep), nil
}

func repeat(n int, s string) (string, error) {
	if n < 0 || n > maxValue || n*len(s) > maxValue {
		return "", tooLarge("repeat")
	}
	return strings.Repeat(s, n), nil
}

// indent puts n spaces before each line that is not empty.
func indent(n int, s string) (string, error) {
	if n < 0 || n > 100 {
		return "", fmt.Errorf("indent takes 0 to 100 spaces, not %d", n)
	}
	pad := strings.Repeat(" ", n)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if l != "" {
			lines[i] = pad + l
		}
	}
	return strings.Join(lines, "\n"), nil
}

func nindent(n int, s string) (string, error) {
	out, err := indent(n, s)
	return "\n" + out, err
}

func until(n int) ([]int, error) {
	if n < 0 || n > 10_000 {
		return nil, fmt.Errorf("until takes 0 to 10000, not %d", n)
	}
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out, nil
}

// verb finds what could make a format grow: a long width, a width from an argument, an argument used again.
var verb = regexp.MustCompile(`%[-+# 0]*([0-9]{4,}|\*|\[|[0-9]*\.(?:[0-9]{4,}|\*|\[))`)

func printf(format string, args ...any) (string, error) {
	if len(format) > 4096 || verb.MatchString(format) {
		return "", fmt.Errorf("printf takes short formats, with widths below 1000")
	}
	out := fmt.Sprintf(format, args...)
	if strings.Contains(out, "%!") && !strings.Contains(format, "%!") {
		return "", fmt.Errorf("the format %q does not fit its arguments: %s", format, out)
	}
	return out, nil
}

// shorten cuts a name that would be too long for a database and puts a hash behind it that keeps it distinct.
func shorten(n int, name string) (string, error) {
	if n < 12 {
		return "", fmt.Errorf("shorten takes a length of at least 12, not %d", n)
	}
	if len(name) <= n {
		return name, nil
	}
	hash := uint32(2166136261) // FNV-1a
	for i := range len(name) {
		hash = (hash ^ uint32(name[i])) * 16777619
	}
	return fmt.Sprintf("%s_%08x", strings.TrimRight(name[:n-9], "_"), hash), nil
}
