package proc

import (
	"os"
	"runtime"
	"strings"
)

// basic are the variables that nearly every program needs: where programs, home and temporary files are, the
// language of messages, how the internet is reached. None of them holds a secret of the user, as far as one can
// tell by a name.
var basic = []string{
	"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP",
	"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR",
	"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
	// Windows
	"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
	"PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMDATA", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
}

// Environ is an environment for a program: the basic variables and those named, as far as this process has
// them. A name that ends in * stands for all that begin so.
func Environ(names ...string) []string {
	var env []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if listed(name, basic) || listed(name, names) {
			env = append(env, entry)
		}
	}
	return env
}

func listed(name string, names []string) bool {
	for _, n := range names {
		if prefix, wild := strings.CutSuffix(n, "*"); wild && strings.HasPrefix(name, prefix) {
			return true
		}
		if n == name || runtime.GOOS == "windows" && strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}
