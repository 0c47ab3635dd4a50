package gitrepo

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// Environment is where settings come from. The zero value knows nothing.
type Environment struct {
	Getenv func(string) string
}

func (e Environment) get(name string) string {
	if e.Getenv == nil {
		return ""
	}
	return e.Getenv(name)
}

// settings are the user's git settings by name, as they hold for a repository in dir on branch. Where a name is
// set more than once, the last one counts, as in git.
type settings struct {
	env    Environment
	gitDir string // absolute; its own config is read last
	branch string
	values map[string]string
}

func (e Environment) settings(gitDir, branch string) *settings {
	s := &settings{env: e, gitDir: gitDir, branch: branch, values: map[string]string{}}
	for _, file := range e.configFiles() {
		s.read(file, 0)
	}
	s.read(filepath.Join(gitDir, "config"), 0)
	n, _ := strconv.Atoi(e.get("GIT_CONFIG_COUNT"))
	for i := range min(n, 1000) {
		key := e.get("GIT_CONFIG_KEY_" + strconv.Itoa(i))
		if first, last := strings.IndexByte(key, '.'), strings.LastIndexByte(key, '.'); first > 0 {
			name := strings.ToLower(key[:first]) + key[first:last] + strings.ToLower(key[last:])
			s.values[name] = e.get("GIT_CONFIG_VALUE_" + strconv.Itoa(i))
		}
	}
	return s
}

// configFiles are the files of system and user, the weakest first.
func (e Environment) configFiles() []string {
	var files []string
	if !isTrue(e.get("GIT_CONFIG_NOSYSTEM")) {
		if file := e.get("GIT_CONFIG_SYSTEM"); file != "" {
			files = append(files, file)
		} else {
			files = append(files, e.systemFiles()...)
		}
	}
	if file := e.get("GIT_CONFIG_GLOBAL"); file != "" {
		return append(files, file)
	}
	home := e.home()
	if xdg := e.get("XDG_CONFIG_HOME"); xdg != "" {
		files = append(files, filepath.Join(xdg, "git", "config"))
	} else if home != "" {
		files = append(files, filepath.Join(home, ".config", "git", "config"))
	}
	if home != "" {
		files = append(files, filepath.Join(home, ".gitconfig"))
	}
	return files
}

// systemFiles are the usual places: git's own depends on how it was built.
func (e Environment) systemFiles() []string {
	switch runtime.GOOS {
	case "windows":
		var files []string
		for _, root := range []string{"ProgramFiles", "ProgramW6432"} {
			if dir := e.get(root); dir != "" {
				files = append(files, filepath.Join(dir, "Git", "etc", "gitconfig"))
			}
		}
		return files
	case "darwin":
		return []string{
			"/Library/Developer/CommandLineTools/usr/share/git-core/gitconfig",
			"/usr/local/etc/gitconfig", "/opt/homebrew/etc/gitconfig", "/etc/gitconfig",
		}
	}
	return []string{"/usr/local/etc/gitconfig", "/etc/gitconfig"}
}

// home is what git takes ~ for.
func (e Environment) home() string {
	if home := e.get("HOME"); home != "" || runtime.GOOS != "windows" {
		return home
	}
	return e.get("USERPROFILE")
}

// maxIncludes is how deep git follows includes.
const maxIncludes = 10

// read takes over what file says. A file that is missing, or that can't be read as far as its end, is no reason
// not to make a project: git will complain about it in its own words.
func (s *settings) read(file string, depth int) {
	data, err := os.ReadFile(file)
	if err != nil || depth > maxIncludes {
		return
	}
	list, _ := parseConfig(data)
	for _, line := range list {
		include := line.section == "include" && line.sub == "" ||
			line.section == "includeif" && s.holds(line.sub, file)
		if include && line.key == "path" {
			if path := s.expand(line.value, file); path != "" {
				s.read(path, depth+1)
			}
			continue
		}
		s.values[line.name()] = line.value
	}
}

// expand makes the path of an include absolute: ~ is the home, and else it is relative to file.
func (s *settings) expand(path, file string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if s.env.home() == "" {
			return ""
		}
		return filepath.Join(s.env.home(), rest)
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

// isTrue says whether git reads value as true.
func isTrue(value string) bool {
	switch strings.ToLower(value) {
	case "true", "yes", "on":
		return true
	}
	n, err := strconv.Atoi(value)
	return err == nil && n != 0
}
