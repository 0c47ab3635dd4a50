package render_test

import (
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/render"
)

var (
	link = regexp.MustCompile(`\[[^\]]*\]\(([^)#\s]+)[^)]*\)`)
	name = regexp.MustCompile("`([A-Za-z_][A-Za-z0-9_]*)`")
)

// Every link of a document leads to a file or a folder of the project, and what a list says is in a file of
// code is in there.
func TestDocumentsPointAtWhatIsThere(t *testing.T) {
	projects(t, func(t *testing.T, _ render.Input, files map[string]string) {
		for file, text := range files {
			if path.Ext(file) != ".md" {
				continue
			}
			for line := range strings.SplitSeq(text, "\n") {
				if strings.Contains(line, "TODO(you)") {
					continue
				}
				for _, m := range link.FindAllStringSubmatch(line, -1) {
					target := path.Join(path.Dir(file), m[1])
					switch {
					case strings.Contains(m[1], "://"):
					case !exists(files, target):
						t.Errorf("%s points at %s, which is not there", file, m[1])
					case file == "EXPLAIN.md" && strings.HasPrefix(line, "- "):
						namesAreIn(t, file, line, target, files[target])
					}
				}
			}
		}
	})
}

func exists(files map[string]string, target string) bool {
	if _, ok := files[target]; ok {
		return true
	}
	for f := range files {
		if strings.HasPrefix(f, target+"/") {
			return true
		}
	}
	return false
}

func namesAreIn(t *testing.T, file, line, target, code string) {
	t.Helper()
	_, rest, _ := strings.Cut(line, ")")
	for _, m := range name.FindAllStringSubmatch(rest, -1) {
		if !regexp.MustCompile(`\b` + m[1] + `\b`).MatchString(code) {
			t.Errorf("%s says that %s is in %s, and it isn't", file, m[1], target)
		}
	}
}

// Each of the ten questions has an answer that says where to look.
func TestEveryQuestionHasAnAnswer(t *testing.T) {
	projects(t, func(t *testing.T, _ render.Input, files map[string]string) {
		parts := strings.Split(files["EXPLAIN.md"], "\n## ")
		if len(parts) != 11 {
			t.Fatalf("EXPLAIN.md has %d questions, want 10", len(parts)-1)
		}
		for _, part := range parts[1:] {
			if !link.MatchString(part) {
				t.Errorf("no place is named under %q", strings.SplitN(part, "\n", 2)[0])
			}
		}
	})
}
