package doctor

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Tool is a program that a language needs, as its language.yaml says.
type Tool struct {
	Name    string   // "Go"
	Command []string // tried in their order: "python3", "python"
	Args    []string // make it print its version
	Pattern string   // a regular expression whose first group is the version
	Minimum string   // "1.26"
	Get     string   // how to get it
}

// Toolchain checks that a tool is there and new enough.
func Toolchain(t Tool) Check {
	return Check{Name: t.Name, Run: func(ctx context.Context, m Machine) (Status, string, string) {
		pattern, err := regexp.Compile(t.Pattern)
		if err != nil {
			return Missing, fmt.Sprintf("its version pattern %q is none", t.Pattern), "Correct it in language.yaml."
		}
		result := strings.Join(t.Command, " or ") + " isn't installed, or not on the PATH"
		for _, command := range t.Command {
			if _, err := m.LookPath(command); err != nil {
				continue
			}
			out, err := m.Output(ctx, command, t.Args...)
			match := pattern.FindStringSubmatch(out)
			switch {
			case len(match) > 1 && AtLeast(match[1], t.Minimum):
				return OK, command + " " + match[1], ""
			case len(match) > 1:
				result = fmt.Sprintf("%s is %s; %s or newer is needed", command, match[1], t.Minimum)
			case err != nil:
				result = fmt.Sprintf("`%s %s` fails: %v", command, strings.Join(t.Args, " "), err)
			default:
				result = fmt.Sprintf("%s doesn't tell its version; %s or newer is needed", command, t.Minimum)
			}
		}
		return Missing, result, t.Get
	}}
}

// AtLeast compares dotted numbers: "1.26.3" is at least "1.26", and anything is at least "".
func AtLeast(version, minimum string) bool {
	have, want := strings.Split(version, "."), strings.Split(minimum, ".")
	for i, w := range want {
		h := 0
		if i < len(have) {
			h = leadingNumber(have[i])
		}
		if n := leadingNumber(w); h != n {
			return h > n
		}
	}
	return true
}

// leadingNumber reads "26rc1" as 26.
func leadingNumber(s string) int {
	if end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		s = s[:end]
	}
	n, _ := strconv.Atoi(s)
	return n
}
