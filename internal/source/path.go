package source

import (
	"strconv"
	"strings"
)

// Path leads from a JSON value to one within it. The empty path is the value itself.
type Path []Segment

// Segment is one step: into the member of an object, or into an element of a list.
type Segment struct {
	Name    string
	Index   int
	IsIndex bool
}

const maxSegments = 12

// ParsePath reads a path such as properties.mag, coordinates[2], ["a.b"].c or . for the value itself. The
// problem is "" for a good one.
func ParsePath(text string) (path Path, problem string) {
	const shape = `a path is names with points between them, such as properties.mag, coordinates[2] or ["odd.name"]; a single point is the value itself`
	if text == "." {
		return Path{}, ""
	}
	rest := text
	for first := true; rest != "" || first; first = false {
		var segment Segment
		var ok bool
		if strings.HasPrefix(rest, "[") {
			segment, rest, ok = bracket(rest)
		} else {
			if !first {
				if rest, ok = strings.CutPrefix(rest, "."); !ok {
					return nil, shape
				}
			}
			segment, rest, ok = plainName(rest)
		}
		if !ok {
			return nil, shape
		}
		if path = append(path, segment); len(path) > maxSegments {
			return nil, "a path has at most " + strconv.Itoa(maxSegments) + " steps"
		}
	}
	return path, ""
}

// plainName reads a name up to the next point or bracket.
func plainName(text string) (Segment, string, bool) {
	end := strings.IndexAny(text, ".[")
	if end < 0 {
		end = len(text)
	}
	name := text[:end]
	return Segment{Name: name}, text[end:], goodName(name) && !strings.ContainsAny(name, `]"' `)
}

// bracket reads [2] or ["odd.name"].
func bracket(text string) (Segment, string, bool) {
	if inner, ok := strings.CutPrefix(text, `["`); ok {
		name, rest, ok := strings.Cut(inner, `"]`)
		return Segment{Name: name}, rest, ok && goodName(name)
	}
	digits, rest, ok := strings.Cut(text[1:], "]")
	n, err := strconv.Atoi(digits)
	return Segment{Index: n, IsIndex: true}, rest, ok && err == nil && n >= 0 && n < 10_000 && strconv.Itoa(n) == digits
}

// goodName takes printable ASCII without what some language would have to escape.
func goodName(name string) bool {
	for i := 0; i < len(name); i++ {
		if c := name[i]; c < 0x20 || c >= 0x7f || strings.IndexByte("\"\\`{}<>", c) >= 0 {
			return false
		}
	}
	return name != "" && len(name) <= 100
}

// String writes the path as ParsePath reads it.
func (p Path) String() string {
	if len(p) == 0 {
		return "."
	}
	var b strings.Builder
	for i, s := range p {
		switch {
		case s.IsIndex:
			b.WriteString("[" + strconv.Itoa(s.Index) + "]")
		case strings.ContainsAny(s.Name, ".[]' "):
			b.WriteString(`["` + s.Name + `"]`)
		case i > 0:
			b.WriteString("." + s.Name)
		default:
			b.WriteString(s.Name)
		}
	}
	return b.String()
}

// Lookup follows the path in a JSON value as encoding/json decodes it. A path that leads nowhere is null.
func (p Path) Lookup(v any) any {
	for _, s := range p {
		switch in := v.(type) {
		case map[string]any:
			if s.IsIndex {
				return nil
			}
			v = in[s.Name]
		case []any:
			if !s.IsIndex || s.Index >= len(in) {
				return nil
			}
			v = in[s.Index]
		default:
			return nil
		}
	}
	return v
}
