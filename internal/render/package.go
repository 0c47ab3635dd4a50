package render

import (
	"regexp"
	"slices"
	"strings"
)

// segmentStyle is the style of a language's names that the parts of a package's name are written in.
const segmentStyle = "segment"

var notInSegment = regexp.MustCompile(`[^a-z0-9]+`)

// packageName is the module's address from its end to its beginning, as some languages call packages:
// github.com/ada/my-books is com.github.ada.mybooks.
func (r *run) packageName() (string, error) {
	host, rest, _ := strings.Cut(strings.ToLower(r.in.Project.Module), "/")
	segments := strings.Split(host, ".")
	slices.Reverse(segments)
	var parts []string
	for _, s := range append(segments, strings.Split(rest, "/")...) {
		s = notInSegment.ReplaceAllString(s, "")
		if s == "" {
			continue
		}
		if s[0] <= '9' {
			s = "n" + s // an identifier can't begin with a digit
		}
		if r.language != nil {
			if _, ok := r.language.Names.Styles[segmentStyle]; ok {
				var err error
				if s, err = r.language.Ident(segmentStyle, s); err != nil {
					return "", err
				}
			}
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "."), nil
}
