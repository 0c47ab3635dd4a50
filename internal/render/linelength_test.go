package render_test

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// What has a limit for its lines in a linter, and nobody who breaks them by himself, keeps to it with the longest names too.
func TestLongNamesFitIntoTheLines(t *testing.T) {
	p := builtin(t)
	in := defaults(t)
	in.Model, in.Answers["language"], in.Answers["database"] = readModel(t, "testdata/long-names.yaml"), "java", "mysql"
	files := rendered(t, p, "/long names in java", in)
	limit := regexp.MustCompile(`name="max" value="(\d+)"`).FindStringSubmatch(files["checkstyle.xml"])
	if limit == nil {
		t.Fatal("checkstyle.xml has no longest line")
	}
	most, _ := strconv.Atoi(limit[1])
	seen := 0
	for name, text := range files {
		if path.Ext(name) != ".java" {
			continue
		}
		for n, line := range strings.Split(text, "\n") {
			seen++
			if width := utf8.RuneCountInString(line); width > most && !strings.HasPrefix(line, "import ") {
				t.Errorf("%s:%d has %d characters, and Checkstyle allows %d: %s", name, n+1, width, most, line)
			}
		}
	}
	if seen < 3000 {
		t.Errorf("only %d lines of Java were looked at", seen)
	}
}

// Prettier leaves no statement longer than its width where it can break it.
func TestLongNamesFitAsPrettierWouldHaveIt(t *testing.T) {
	p := builtin(t)
	in := defaults(t)
	in.Model, in.Answers["language"], in.Answers["database"] = readModel(t, "testdata/long-names.yaml"), "node", "mysql"
	files := rendered(t, p, "/long names in node", in)
	width := regexp.MustCompile(`"printWidth": (\d+)`).FindStringSubmatch(files[".prettierrc.json"])
	if width == nil {
		t.Fatal(".prettierrc.json has no width")
	}
	most, _ := strconv.Atoi(width[1])
	seen := 0
	for name, text := range files {
		if !strings.HasSuffix(name, ".test.ts") {
			continue
		}
		for n, line := range strings.Split(text, "\n") {
			if !strings.Contains(line, "await ") && !strings.Contains(line, "expect(") {
				continue // a title of a test, or a table that Prettier is told to leave alone
			}
			seen++
			if long := utf8.RuneCountInString(line); long > most {
				t.Errorf("%s:%d has %d characters, and Prettier allows %d: %s", name, n+1, long, most, line)
			}
		}
	}
	if seen < 200 {
		t.Errorf("only %d statements were looked at", seen)
	}
}
