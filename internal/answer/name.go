package answer

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

// maxName is the longest that a host name's part may be: the name becomes one, and an image and a database.
const maxName = 63

var projectName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// NameError says why a project can't have a name, and which one it could have.
type NameError struct {
	Name   string
	Reason string
	Near   string // a name that works, or ""
}

func (e *NameError) Error() string {
	shown := e.Name
	if runes := []rune(shown); len(runes) > 40 {
		shown = string(runes[:40]) + "…"
	}
	return fmt.Sprintf("%q can't be a project's name: %s", shown, e.Reason)
}

// HintText proposes a name.
func (e *NameError) HintText() string {
	if e.Near == "" {
		return "A name is like my-books: small letters, digits and single hyphens, beginning with a letter."
	}
	return fmt.Sprintf("Did you mean %s?", e.Near)
}

// CheckName checks that a name works as a folder, a repository, a package, an image and a host.
func CheckName(name string) error {
	refuse := func(reason string) error { return &NameError{Name: name, Reason: reason, Near: Slug(name)} }
	switch {
	case name == "":
		return refuse("it is empty")
	case len([]rune(name)) > maxName:
		return refuse(fmt.Sprintf("it has %d characters, and there may be %d", len([]rune(name)), maxName))
	case !projectName.MatchString(name):
		return refuse("it takes small letters, digits and single hyphens between them, and begins with a letter")
	case isDevice(name):
		return refuse("Windows keeps this name for a device")
	}
	return nil
}

// isDevice tells the names that Windows can't use for a file.
func isDevice(name string) bool {
	switch name {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(name) == 4 && (strings.HasPrefix(name, "com") || strings.HasPrefix(name, "lpt")) && name[3] >= '0' && name[3] <= '9'
}

// Slug makes a name that works from any text, or returns "" when nothing is left of it.
func Slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' && b.Len() > 0:
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := b.String()
	slug = strings.Trim(slug[:min(len(slug), maxName)], "-")
	if slug == "" || isDevice(slug) {
		return ""
	}
	return slug
}

var modulePath = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$`)

// CheckModule checks the path under which a language's package system knows the project.
func CheckModule(module string) error {
	first, _, _ := strings.Cut(module, "/")
	switch {
	case !modulePath.MatchString(module) || len(module) > 200 || strings.HasSuffix(module, "."):
		return fmt.Errorf("%q is no module path; one is like github.com/ada/my-books", module)
	case !strings.Contains(first, "."):
		return fmt.Errorf("%q is no module path: its first part is a host, as in github.com/ada/my-books", module)
	}
	return nil
}

// CheckRepo checks the address of the project's repository.
func CheckRepo(repo string) error {
	if repo == "" {
		return nil
	}
	u, err := url.Parse(repo)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		CheckModule(repoModule(repo)) != nil || !strings.Contains(strings.Trim(u.Path, "/"), "/") {
		return fmt.Errorf("%q is no repository's address; one is like https://github.com/ada/my-books", repo)
	}
	return nil
}

// repoModule is the module path of a repository: its address without scheme and ending.
func repoModule(repo string) string {
	repo = strings.TrimPrefix(repo, "https://")
	return strings.TrimSuffix(strings.TrimSuffix(repo, "/"), ".git")
}

// CheckAuthor checks the name that stands in the licence.
func CheckAuthor(author string) error {
	if len([]rune(author)) > 100 {
		return fmt.Errorf("an author's name has at most 100 characters")
	}
	for _, r := range author {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == '\ufffd' {
			return fmt.Errorf("an author's name is one line of text")
		}
	}
	return nil
}

// Title is a project's name as people read it: "My Books".
func Title(name string) string {
	words := strings.Split(name, "-")
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}

// CheckEntity checks a line of shorthand together with those before it.
func CheckEntity(before []string, line string) error {
	_, err := model.ParseShorthand(append(before[:len(before):len(before)], line))
	return err
}

// DefaultModule is the module path of a project: that of its repository, else one under example.com, which
// belongs to nobody. A bare name could be that of a package of the language's own.
func DefaultModule(name, repo string) string {
	if repo != "" {
		return repoModule(repo)
	}
	return "example.com/" + name
}
