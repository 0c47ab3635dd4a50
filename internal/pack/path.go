package pack

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// devices are the names that Windows keeps for itself, whatever their ending.
var devices = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)$`)

// gitFolder matches the names that some file system takes for .git.
var gitFolder = regexp.MustCompile(`(?i)^(\.git|git~[0-9]+)$`)

// CheckPath tells why a path can't be part of a project, or nil: it must be relative, stay inside, and mean
// the same file on Linux, macOS and Windows.
func CheckPath(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("a path is empty")
	case len(name) > 200:
		return fmt.Errorf("the path %.60s… has %d characters; 200 are safe everywhere", name, len(name))
	case strings.HasPrefix(name, "/"), strings.Contains(name, `\`), len(name) > 1 && name[1] == ':':
		return fmt.Errorf("%q is an absolute or a Windows path; paths are relative, with slashes", name)
	case !fs.ValidPath(name) || path.Clean(name) != name || name == ".":
		return fmt.Errorf("%q leaves its folder or is not written plainly", name)
	}
	for part := range strings.SplitSeq(name, "/") {
		if why := badPart(part); why != "" {
			return fmt.Errorf("%q can't be a path: %s", name, why)
		}
	}
	return nil
}

func badPart(part string) string {
	for i := 0; i < len(part); i++ {
		if c := part[i]; c < 0x20 || c >= 0x7f || strings.IndexByte(`<>:"|?*`, c) >= 0 {
			return fmt.Sprintf("the character %q is not allowed on every operating system", c)
		}
	}
	stem, _, _ := strings.Cut(part, ".")
	switch {
	case strings.HasSuffix(part, "."), strings.HasSuffix(part, " "), strings.HasPrefix(part, " "):
		return "a name can't begin or end in a space or end in a point"
	case devices.MatchString(strings.TrimSpace(stem)):
		return stem + " is a device on Windows"
	case gitFolder.MatchString(part):
		return part + " is Git's own folder"
	}
	return ""
}
