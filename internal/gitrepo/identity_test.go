package gitrepo

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// home writes files into a home folder and returns an environment of it and vars.
func home(t *testing.T, files map[string]string, vars ...string) (string, map[string]string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{"HOME": dir, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "1700000000 +0100", "GIT_COMMITTER_DATE": "1700000000 +0100"}
	for _, v := range vars {
		name, value, _ := strings.Cut(v, "=")
		env[name] = strings.ReplaceAll(value, "$HOME", dir)
	}
	return dir, env
}

const ada = "[user]\n\tname = Ada\n\temail = ada@example.com\n"

// identityCases are settings that decide who commits, in a repository at $HOME/work/demo.
var identityCases = map[string]struct {
	files map[string]string
	vars  []string
}{
	"home":              {files: map[string]string{".gitconfig": ada}},
	"xdg":               {files: map[string]string{".config/git/config": ada}},
	"xdg elsewhere":     {files: map[string]string{"x/git/config": ada}, vars: []string{"XDG_CONFIG_HOME=$HOME/x"}},
	"home over xdg":     {files: map[string]string{".config/git/config": ada, ".gitconfig": "[user]\nname = Eve"}},
	"global elsewhere":  {files: map[string]string{".gitconfig": "[user]\nname=No", "g": ada}, vars: []string{"GIT_CONFIG_GLOBAL=$HOME/g"}},
	"variables":         {files: map[string]string{".gitconfig": ada}, vars: []string{"GIT_AUTHOR_NAME=Eve", "GIT_COMMITTER_EMAIL=eve@example.com"}},
	"EMAIL":             {files: map[string]string{".gitconfig": "[user]\nname = Ada"}, vars: []string{"EMAIL=mail@example.com"}},
	"roles":             {files: map[string]string{".gitconfig": ada + "[author]\nname=Writer\n[committer]\nemail=c@example.com"}},
	"include":           {files: map[string]string{".gitconfig": ada + "[include]\npath = more", "more": "[user]\nname=More"}},
	"include before":    {files: map[string]string{".gitconfig": "[include]\npath = ~/more\n" + ada, "more": "[user]\nname=More"}},
	"include loop":      {files: map[string]string{".gitconfig": ada + "[include]\npath = gone"}},
	"gitdir":            {files: map[string]string{".gitconfig": ada + "[includeIf \"gitdir:~/work/\"]\npath = w", "w": "[user]\nemail=w@example.com"}},
	"gitdir other":      {files: map[string]string{".gitconfig": ada + "[includeIf \"gitdir:~/play/\"]\npath = w", "w": "[user]\nemail=w@example.com"}},
	"gitdir relative":   {files: map[string]string{".gitconfig": ada + "[includeIf \"gitdir:demo/\"]\npath = w", "w": "[user]\nemail=w@example.com"}},
	"gitdir dot":        {files: map[string]string{".gitconfig": ada + "[includeIf \"gitdir:./w*/**/.git\"]\npath = w", "w": "[user]\nemail=w@example.com"}},
	"gitdir case":       {files: map[string]string{".gitconfig": ada + "[includeIf \"gitdir/i:~/WORK/\"]\npath = w", "w": "[user]\nemail=w@example.com"}},
	"gitdir wrong case": {files: map[string]string{".gitconfig": ada + "[includeIf \"gitdir:~/WORK/\"]\npath = w", "w": "[user]\nemail=w@example.com"}},
	"branch":            {files: map[string]string{".gitconfig": ada + "[includeIf \"onbranch:ma*\"]\npath = w", "w": "[user]\nemail=w@example.com"}},
	"local":             {files: map[string]string{".gitconfig": ada, "work/demo/.git/config": "[core]\nrepositoryformatversion=0\n[user]\nname=Local"}},
	"counted": {files: map[string]string{".gitconfig": ada}, vars: []string{
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=User.NAME", "GIT_CONFIG_VALUE_0=Counted"}},
	"crud": {files: map[string]string{".gitconfig": "[user]\nname = \" .Ada <L>; \"\nemail = <ada@example.com>"}},
}

func TestIdentityIsTheOneThatGitTakes(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("there is no git here")
	}
	for name, c := range identityCases {
		t.Run(name, func(t *testing.T) {
			dir, env := home(t, c.files, c.vars...)
			repo := filepath.Join(dir, "work", "demo")
			for _, sub := range []string{"objects", "refs"} {
				if err := os.MkdirAll(filepath.Join(repo, ".git", sub), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(repo, ".git", "HEAD"), []byte("ref: refs/heads/main\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			plan, err := Environment{Getenv: func(n string) string { return env[n] }}.
				Prepare(filepath.Join(repo, ".git"), "main", "x", time.Now())
			if err != nil || plan.Commit == nil {
				t.Fatal(plan, err)
			}
			for role, got := range map[string]Signature{"AUTHOR": plan.Commit.Author, "COMMITTER": plan.Commit.Committer} {
				cmd := exec.Command(git, "-c", "safe.directory=*", "var", "GIT_"+role+"_IDENT")
				cmd.Dir = repo
				for n, v := range env {
					cmd.Env = append(cmd.Env, n+"="+v)
				}
				want, err := cmd.Output()
				if err != nil {
					t.Fatal(err)
				}
				if got.String() != strings.TrimSpace(string(want)) {
					t.Errorf("%s is %q, git says %q", role, got, want)
				}
			}
		})
	}
}

func TestIdentityUnknown(t *testing.T) {
	for _, config := range []string{"", "[user]\nname = Ada", "[user]\nemail = ada@example.com", "[user]\nname = \" ; \"\nemail=a@b"} {
		_, env := home(t, map[string]string{".gitconfig": config})
		e := Environment{Getenv: func(n string) string { return env[n] }}
		if plan, err := e.Prepare("/nowhere/.git", "main", "x", time.Now()); err != nil || plan.Commit != nil {
			t.Errorf("%q: %+v, %v", config, plan, err)
		}
		if name, email := e.Identity("/nowhere/.git"); name != "" || email != "" {
			t.Errorf("%q: %q <%q>", config, name, email)
		}
	}
	if _, err := (Environment{}).Prepare("/nowhere/.git", "main", "x", time.Now()); err != nil {
		t.Errorf("without any environment: %v", err)
	}
}

func TestDates(t *testing.T) {
	now := time.Unix(1800000000, 0).In(time.FixedZone("", 3600))
	for text, want := range map[string]string{
		"1700000000 +0100":                "1700000000 +0100",
		"@1700000000":                     "1700000000 +0000",
		"@0 +0000":                        "0 +0000",
		"2026-11-20T10:00:00Z":            "1795168800 +0000",
		"2026-11-20 10:00:00 +0100":       "1795165200 +0100",
		"2026-11-20T10:00:00":             "1795165200 +0100",
		"Fri, 20 Nov 2026 10:00:00 +0000": "1795168800 +0000",
		"Fri Nov 20 10:00:00 2026 +0000":  "1795168800 +0000",
	} {
		when, err := parseDate(text, now)
		if got := (Signature{When: when}).String(); err != nil || got != " <> "+want {
			t.Errorf("%q is %q, want %q (%v)", text, got, want, err)
		}
	}
	for _, bad := range []string{"x", "@", "tomorrow", "2026-13-01T00:00:00Z", "1700000000 x", "@-5 +0000"} {
		if when, err := parseDate(bad, now); err == nil {
			t.Errorf("%q was read as %v", bad, when)
		}
	}
}

func TestSourceDateEpoch(t *testing.T) {
	_, env := home(t, map[string]string{".gitconfig": ada})
	delete(env, "GIT_AUTHOR_DATE")
	delete(env, "GIT_COMMITTER_DATE")
	e := Environment{Getenv: func(n string) string { return env[n] }}
	env["SOURCE_DATE_EPOCH"] = "1700000000"
	plan, err := e.Prepare("/nowhere/.git", "main", "x", time.Now())
	if err != nil || plan.Commit.Author.String() != "Ada <ada@example.com> 1700000000 +0000" {
		t.Errorf("%v, %v", plan.Commit, err)
	}
	for _, bad := range []string{"x", "-1", "1.5"} {
		env["SOURCE_DATE_EPOCH"] = bad
		if _, err := e.Prepare("/nowhere/.git", "main", "x", time.Now()); err == nil {
			t.Errorf("SOURCE_DATE_EPOCH=%s was taken", bad)
		}
	}
}
