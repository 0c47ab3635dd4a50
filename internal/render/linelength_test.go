package render_test

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/scaffolio/scaffolio/internal/model"
)

// lineLimits are the languages with a limit for lines in a linter, and nobody who breaks the lines by himself.
var lineLimits = []struct {
	language, ext string
	file          string         // where the linter's limit stands
	limit         *regexp.Regexp // what says it there
	free          *regexp.Regexp // the lines that the linter lets be longer
}{
	{"java", ".java", "checkstyle.xml", regexp.MustCompile(`name="max" value="(\d+)"`), regexp.MustCompile(`^import `)},
	// Ruff lets a line be that is one word: nothing in it could be broken.
	{"python", ".py", "pyproject.toml", regexp.MustCompile(`(?m)^line-length = (\d+)$`), regexp.MustCompile(`^\s*\S+$`)},
}

// What has a limit for its lines keeps to it with the longest names too.
func TestLongNamesFitIntoTheLines(t *testing.T) {
	p := builtin(t)
	for _, l := range lineLimits {
		t.Run(l.language, func(t *testing.T) {
			in := defaults(t)
			in.Model, in.Answers["language"], in.Answers["database"] = readModel(t, "testdata/long-names.yaml"), l.language, "mysql"
			files := rendered(t, p, "/long names in "+l.language, in)
			limit := l.limit.FindStringSubmatch(files[l.file])
			if limit == nil {
				t.Fatalf("%s has no longest line", l.file)
			}
			most, _ := strconv.Atoi(limit[1])
			seen := 0
			for name, text := range files {
				if path.Ext(name) != l.ext {
					continue
				}
				for n, line := range strings.Split(text, "\n") {
					seen++
					if width := utf8.RuneCountInString(line); width > most && !l.free.MatchString(line) {
						t.Errorf("%s:%d has %d characters, and %s allows %d: %s", name, n+1, width, l.file, most, line)
					}
				}
			}
			if seen < 3000 {
				t.Errorf("only %d lines were looked at", seen)
			}
		})
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

// Checkstyle limits methods, too; the test of what the fields refuse is the one that grows with them.
func TestManyFieldsFitIntoTheMethods(t *testing.T) {
	p := builtin(t)
	for count := 1; count <= 30; count++ {
		text := "entities:\n  - {name: Shelf, fields: [{name: title, type: string}]}\n  - name: Book\n    parent: Shelf\n    fields:\n"
		for i := range count {
			text += fmt.Sprintf("      - {name: title_%d, type: string, required: true}\n", i)
		}
		m, err := model.Parse("many.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		in := defaults(t)
		in.Model, in.Answers["language"] = m, "java"
		files := rendered(t, p, fmt.Sprint("/many fields in java/", count), in)
		limit := regexp.MustCompile(`"MethodLength">\s*<property name="max" value="(\d+)"`).FindStringSubmatch(files["checkstyle.xml"])
		if limit == nil {
			t.Fatal("checkstyle.xml has no longest method")
		}
		most, _ := strconv.Atoi(limit[1])
		seen := 0
		for name, text := range files {
			if !strings.HasSuffix(name, "/BookTest.java") {
				continue
			}
			for _, method := range regexp.MustCompile(`(?ms)^    void .*?^    \}`).FindAllString(text, -1) {
				seen++
				if lines := strings.Count(method, "\n") + 1; lines > most {
					t.Errorf("%d fields: a method of %d lines, and Checkstyle allows %d: %.60s", count, lines, most, method)
				}
			}
		}
		if seen < 3 {
			t.Errorf("%d fields: only %d methods were looked at", count, seen)
		}
	}
}
