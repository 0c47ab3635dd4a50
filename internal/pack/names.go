package pack

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

// Names are a language's rules for turning the model's names into identifiers.
type Names struct {
	Initialisms Words            `yaml:"initialisms"` // words that styles write in capitals: id url
	Reserved    Words            `yaml:"reserved"`    // identifiers that can't be used as they are
	Styles      map[string]Style `yaml:"styles"`
}

// Style is one way of writing identifiers, such as that of types or of variables.
type Style struct {
	Case        string `yaml:"case"`        // pascal, camel, snake, kebab, upper (BOOK_CLUB), flat (bookclub)
	Initialisms bool   `yaml:"initialisms"` // write them in capitals: UserID
	Reserved    Words  `yaml:"reserved"`    // more than the language's, for this style only
	Free        bool   `yaml:"free"`        // the language's reserved words can be used here, as after a point
	Avoid       string `yaml:"avoid"`       // a pattern of identifiers that mean something else: _test$
	Suffix      string `yaml:"suffix"`      // put behind a reserved or avoided identifier; "_" by default
}

var cases = []string{"pascal", "camel", "snake", "kebab", "upper", "flat"}

func (n *Names) check(file string) error {
	for name, s := range n.Styles {
		if !slices.Contains(cases, s.Case) {
			return fmt.Errorf("%s: the style %s has the case %q; there are %s", file, name, s.Case, strings.Join(cases, ", "))
		}
		if _, err := regexp.Compile(s.Avoid); err != nil {
			return fmt.Errorf("%s: the style %s avoids something that is no pattern: %w", file, name, err)
		}
	}
	return nil
}

// Ident writes a name of the model as an identifier in one of the language's styles.
func (l *Language) Ident(style, name string) (string, error) {
	s, ok := l.Names.Styles[style]
	if !ok {
		return "", fmt.Errorf("%s has no style %q among its names", l.Title, style)
	}
	id := l.Names.write(s, name)
	suffix := s.Suffix
	if suffix == "" {
		suffix = "_"
	}
	avoid := false
	if s.Avoid != "" {
		avoid, _ = regexp.MatchString(s.Avoid, id)
	}
	if avoid || slices.Contains(s.Reserved, id) || !s.Free && slices.Contains(l.Names.Reserved, id) {
		id += suffix
	}
	return id, nil
}

func (n *Names) write(s Style, name string) string {
	words := model.Words(name)
	switch s.Case {
	case "snake":
		return strings.Join(words, "_")
	case "kebab":
		return strings.Join(words, "-")
	case "upper":
		return strings.ToUpper(strings.Join(words, "_"))
	case "flat":
		return strings.Join(words, "")
	}
	for i, w := range words {
		switch {
		case i == 0 && s.Case == "camel":
		case s.Initialisms && slices.Contains(n.Initialisms, w):
			words[i] = strings.ToUpper(w)
		default:
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "")
}
