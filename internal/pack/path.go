package pack

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Device tells the names that Windows keeps for itself, whatever their ending.
func Device(stem string) bool {
	switch stem = strings.ToLower(stem); stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	port, ok := strings.CutPrefix(stem, "com")
	if !ok {
		port, ok = strings.CutPrefix(stem, "lpt")
	}
	return ok && len(port) == 1 && '0' <= port[0] && port[0] <= '9'
}

// gitFolder tells the names that some file system takes for .git.
func gitFolder(name string) bool {
	if strings.EqualFold(name, ".git") {
		return true
	}
	short, ok := strings.CutPrefix(strings.ToLower(name), "git~")
	return ok && short != "" && strings.Trim(short, "0123456789") == ""
}

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
	case Device(strings.TrimSpace(stem)):
		return stem + " is a device on Windows"
	case gitFolder(part):
		return part + " is Git's own folder"
	}
	return ""
}
