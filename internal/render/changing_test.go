package render_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
)

// What CHANGING.md says can be done as it stands: every line that it shows as being there is there, in that
// order.
func TestChangingCanBeFollowed(t *testing.T) {
	projects(t, func(t *testing.T, _ render.Input, files map[string]string) { follow(t, files) })
}

// The project builds and passes its tests after that. It takes the languages' own programs, so it runs on
// demand: SCAFFOLIO_E2E=changing go test ./internal/render -run E2E
func TestE2EChangedProjectsWork(t *testing.T) {
	if os.Getenv("SCAFFOLIO_E2E") != "changing" {
		t.Skip("set SCAFFOLIO_E2E=changing to run it")
	}
	p := builtin(t)
	projects(t, func(t *testing.T, in render.Input, files map[string]string) {
		if in.Answers["database"] != "sqlite" {
			t.Skip("the databases differ in the migration only")
		}
		t.Parallel()
		follow(t, files)
		dir := t.TempDir()
		writeAll(t, dir, files)
		language, err := p.Language(in.Answers["language"])
		if err != nil {
			t.Fatal(err)
		}
		runAll(t, dir, slices.Concat(language.Commands["install"], language.Commands["build"], language.Commands["test"]))
	})
}

// runAll runs a language's commands in a project's folder; one that is quiet has nothing to say.
func runAll(t *testing.T, dir string, commands []pack.Command) {
	t.Helper()
	for _, command := range commands {
		c := exec.Command(command.Run[0], command.Run[1:]...)
		c.Dir, c.Env = dir, os.Environ()
		for key, value := range command.Env {
			c.Env = append(c.Env, key+"="+value)
		}
		out, err := c.CombinedOutput()
		if err != nil || command.Quiet && len(out) > 0 {
			t.Fatalf("%s: %v\n%s", strings.Join(command.Run, " "), err, out)
		}
	}
}

// follow does what CHANGING.md says with the files of a project.
func follow(t *testing.T, files map[string]string) {
	t.Helper()
	steps := stepsOf(files["CHANGING.md"])
	if len(steps) < 5 {
		t.Fatalf("CHANGING.md has %d steps that change a file, want 5 or more", len(steps))
	}
	for _, step := range steps {
		changed, err := step.apply(files[step.file])
		if err != nil {
			t.Errorf("%s: %v", step.file, err)
			continue
		}
		files[step.file] = changed
	}
}

// step is one change of one file, as the guide shows it.
type step struct {
	file  string
	fresh bool
	lines []string
}

var shownStep = regexp.MustCompile("(?s)\\*\\*([^*\n]+)\\*\\*( \\(new\\))?\n\n```diff\n(.*?)```")

func stepsOf(guide string) []step {
	var steps []step
	for _, m := range shownStep.FindAllStringSubmatch(guide, -1) {
		steps = append(steps, step{file: m[1], fresh: m[2] != "", lines: strings.Split(strings.TrimSuffix(m[3], "\n"), "\n")})
	}
	return steps
}

// apply puts the new lines where the guide says. A line that is there is found by its words: how many spaces
// stand between them is the formatter's business. Lines follow each other, unless … says otherwise.
func (s step) apply(text string) (string, error) {
	if s.fresh != (text == "") {
		return "", fmt.Errorf("the guide says new: %t, and it is there: %t", s.fresh, text != "")
	}
	old := strings.Split(text, "\n")
	first := 0
	for ; first < len(old); first++ {
		if out, ok := s.at(old, first); ok {
			return strings.Join(out, "\n"), nil
		}
	}
	return "", fmt.Errorf("these lines are not there in this order:\n%s", strings.Join(s.lines, "\n"))
}

// at tries to apply the step with its first line at old[from]. New lines behind a … stand before the next line that is
// there.
func (s step) at(old []string, from int) ([]string, bool) {
	out := append([]string{}, old[:from]...)
	next, gap := from, false
	var waiting []string
	for _, line := range s.lines {
		mark, rest := line[:1], line[1:]
		if strings.TrimSpace(line) == "…" {
			out, waiting, gap = append(out, waiting...), nil, true
			continue
		}
		if mark == "+" {
			waiting = append(waiting, rest)
			continue
		}
		for gap && next < len(old) && !sameWords(old[next], rest) {
			out = append(out, old[next])
			next++
		}
		if mark != " " || next >= len(old) || !sameWords(old[next], rest) {
			return nil, false
		}
		out = append(append(out, waiting...), old[next])
		next, gap, waiting = next+1, false, nil
	}
	return append(append(out, waiting...), old[next:]...), true
}

func sameWords(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

func writeAll(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The check itself: lines that are not there, or in another order, are noticed.
func TestStepsNoticeWhatIsMissing(t *testing.T) {
	text := "a {\n\tone   two,\n\tthree,\n}\n"
	for guide, want := range map[string]string{
		" a {\n …\n \tthree,\n+\tfour,\n }": "a {\n\tone   two,\n\tthree,\n\tfour,\n}\n",
		" one two,\n+x":                     "a {\n\tone   two,\nx\n\tthree,\n}\n",
		" a {\n+x\n …\n three,":             "a {\nx\n\tone   two,\n\tthree,\n}\n",
		" a {\n …\n+x\n three,":             "a {\n\tone   two,\nx\n\tthree,\n}\n",
		" a {\n \tthree,\n+\tfour,":         "",
		" three,\n …\n one two,\n+x":        "",
		" five\n+x":                         "",
	} {
		got, err := step{lines: strings.Split(guide, "\n")}.apply(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q gives %q (%v), want %q", guide, got, err, want)
		}
	}
}
