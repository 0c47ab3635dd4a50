package gitrepo

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const oddConfig = "\xef\xbb\xbf# a comment\r\n" + `[user]
	name = Ada "Countess  of" Lovelace   ; trailing
	email = "ada@example.com" # really
	emptyValue =
	bare
[Section.Sub]legacy = yes
[includeIf "gitdir:~/w\"o\\rk/"] path = a\
b\tc
[a-1 "Sub ] Section"]
  x = "; # not comments" and \"quotes\"
	y=   spaced   out	
	UPPER = Case
	last = no newline`

func TestConfigIsReadAsGitReadsIt(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte(oddConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("git", "config", "--file", file, "--no-includes", "--list", "-z").Output()
	if err != nil {
		t.Fatal(err)
	}
	list, err := parseConfig([]byte(oddConfig))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range list {
		if s.key == "bare" {
			got = append(got, s.name()) // git lists a key without a value as just that
			continue
		}
		got = append(got, s.name()+"\n"+s.value)
	}
	want := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	if len(got) != len(want) {
		t.Errorf("read %d settings, git %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Errorf("read %q, git %q", got[i], want[i])
		}
	}
}

func TestBrokenConfigIsReadUpToTheFault(t *testing.T) {
	for _, bad := range []string{"[user", "[]\n", "name = x", "[a]\n= x", "[a]\nx = \"open\n", "[a]\nx = \\q\n", "[a \"b]\n", "[a]\nx y\n", "[a \"b\" ]\n"} {
		list, err := parseConfig([]byte("[core]\n\tok = 1\n" + bad))
		if bad == "name = x" { // a setting of [core], here
			continue
		}
		if err == nil || len(list) != 1 || list[0].name() != "core.ok" {
			t.Errorf("%q: read %v, %v", bad, list, err)
		}
	}
	if _, err := parseConfig([]byte("name = x")); err == nil {
		t.Error("a setting outside of a section was taken")
	}
}

func FuzzParseConfig(f *testing.F) {
	f.Add([]byte(oddConfig))
	f.Add([]byte("[a]\n\\"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, _ := parseConfig(data)
		for _, s := range list {
			if s.section == "" || s.key == "" {
				t.Errorf("%q: %+v has no name", data, s)
			}
		}
	})
}
