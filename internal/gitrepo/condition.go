package gitrepo

import (
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// holds says whether the condition of an includeIf in file is met. The ones that a repository without commits
// and remotes can meet are known: gitdir, gitdir/i and onbranch.
func (s *settings) holds(condition, file string) bool {
	kind, pattern, _ := strings.Cut(condition, ":")
	switch kind {
	case "gitdir", "gitdir/i":
		pattern = s.gitDirPattern(pattern, file)
		real, err := filepath.EvalSymlinks(filepath.Dir(s.gitDir))
		if err != nil { // it isn't there yet; its parent is
			real, err = filepath.EvalSymlinks(filepath.Dir(filepath.Dir(s.gitDir)))
			real = filepath.Join(real, filepath.Base(filepath.Dir(s.gitDir)))
		}
		fold := kind == "gitdir/i"
		return matchPath(pattern, filepath.ToSlash(s.gitDir), fold) ||
			err == nil && matchPath(pattern, filepath.ToSlash(filepath.Join(real, filepath.Base(s.gitDir))), fold)
	case "onbranch":
		if strings.HasSuffix(pattern, "/") {
			pattern += "**"
		}
		return matchPath(pattern, s.branch, false)
	}
	return false
}

// gitDirPattern completes a gitdir pattern as git does: ~ and ./ are made absolute, a relative one may match
// anywhere, and one that ends in a slash takes all below it.
func (s *settings) gitDirPattern(pattern, file string) string {
	switch {
	case strings.HasPrefix(pattern, "~/"):
		pattern = filepath.ToSlash(s.env.home()) + pattern[1:]
	case strings.HasPrefix(pattern, "./"):
		pattern = filepath.ToSlash(filepath.Dir(file)) + pattern[1:]
	case !filepath.IsAbs(pattern) && !strings.HasPrefix(pattern, "/"):
		pattern = "**/" + pattern
	}
	if strings.HasSuffix(pattern, "/") {
		pattern += "**"
	}
	return pattern
}

// matchPath matches git's path patterns: ** takes any number of folders, * and ? stop at a slash.
func matchPath(pattern, path string, fold bool) bool {
	var re strings.Builder
	re.WriteString(`\A`)
	if fold {
		re.WriteString(`(?i)`)
	}
	for i := 0; i < len(pattern); i++ {
		rest := pattern[i:]
		switch {
		case strings.HasPrefix(rest, "**/") && (i == 0 || pattern[i-1] == '/'):
			re.WriteString(`(?:.*/)?`)
			i += 2
		case rest == "**" && i > 0 && pattern[i-1] == '/':
			re.WriteString(`.*`)
			i++
		case rest[0] == '*':
			re.WriteString(`[^/]*`)
		case rest[0] == '?':
			re.WriteString(`[^/]`)
		case rest[0] == '[' && strings.IndexByte(rest, ']') > 1:
			end := strings.IndexByte(rest, ']')
			re.WriteString(`[` + strings.Replace(rest[1:end], "!", "^", 1) + `]`)
			i += end
		default:
			_, width := utf8.DecodeRuneInString(rest)
			re.WriteString(regexp.QuoteMeta(rest[:width]))
			i += width - 1
		}
	}
	compiled, err := regexp.Compile(re.String() + `\z`)
	return err == nil && compiled.MatchString(path)
}
