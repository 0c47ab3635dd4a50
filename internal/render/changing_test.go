package render_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/render"
)

// What CHANGING.md says can be done as it stands: every line that it shows as being there is there, in that
// order. With CHANGED_TO set to a folder, the changed projects are written there, to be built and tested.
func TestChangingCanBeFollowed(t *testing.T) {
	projects(t, func(t *testing.T, _ render.Input, files map[string]string) {
		guide, ok := files["CHANGING.md"]
		if !ok {
			t.Fatal("there is no CHANGING.md")
		}
		steps := stepsOf(guide)
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
		if to := os.Getenv("CHANGED_TO"); to != "" && !t.Failed() {
			writeAll(t, filepath.Join(to, strings.ReplaceAll(t.Name(), "/", "-")), files)
		}
	})
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

// at tries to apply the step with its first line at old[from].
func (s step) at(old []string, from int) ([]string, bool) {
	out := append([]string{}, old[:from]...)
	next, gap := from, false
	for _, line := range s.lines {
		mark, rest := line[:1], line[1:]
		if added, ok := strings.CutPrefix(line, "+"); ok {
			out = append(out, added)
			continue
		}
		if strings.TrimSpace(line) == "…" {
			gap = true
			continue
		}
		for gap && next < len(old) && !sameWords(old[next], rest) {
			out = append(out, old[next])
			next++
		}
		if mark != " " || next >= len(old) || !sameWords(old[next], rest) {
			return nil, false
		}
		out = append(out, old[next])
		next, gap = next+1, false
	}
	return append(out, old[next:]...), true
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
