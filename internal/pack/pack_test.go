package pack_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scaffolio/scaffolio/internal/pack"
)

const manifest = `
name: small
version: 1.2.3
questions:
  - {name: tongue, title: Tongue, files: "*/language.yaml", default: go}
  - {name: store, title: Store, files: "store/*/choice.yaml", default: none, when: {size: large},
     choices: [{name: none, title: None, summary: Nothing., order: 5}]}
  - {name: size, title: Size, choices: [{name: small, title: Small, summary: s}, {name: large, title: Large, summary: l}], default: small}
layers:
  - path: common
  - {path: __tongue__/base}
  - {path: __tongue__/store/__store__, when: {size: [large, huge]}}
  - {path: extra/__size__, optional: true}
`

func small(t testing.TB, more map[string]string) *pack.Pack {
	t.Helper()
	p, err := pack.Load(files(more))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func files(more map[string]string) fstest.MapFS {
	all := map[string]string{
		"pack.yaml":                 manifest,
		"common/a.txt":              "a",
		"common.d/b.txt":            "", // sorts between common and common/…
		"go/language.yaml":          "title: Go\nsummary: g\nnames: {initialisms: id url, reserved: [type], styles: {member: {case: pascal, initialisms: true}, local: {case: camel}, after: {case: snake, free: true}}}\ntypes: {integer: int64}",
		"go/base/x":                 "",
		"go/store/redis/layer.yaml": "env: [{name: REDIS, meaning: Where it is.}]",
		"tcl/language.yaml":         "title: Tcl\nsummary: t\norder: -1",
		"tcl/base/x":                "",
		"store/redis/choice.yaml":   "title: Redis\nsummary: r\nfacts: {port: 6379}",
		"store/files/choice.yaml":   "title: Files\nsummary: f",
		"extra/large/y":             "",
	}
	for name, text := range more {
		all[name] = text
	}
	m := fstest.MapFS{}
	for name, text := range all {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func TestChoices(t *testing.T) {
	p := small(t, nil)
	names := func(question string) (out []string) {
		choices, err := p.Choices(p.Question(question))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range choices {
			out = append(out, c.Name)
		}
		return out
	}
	for question, want := range map[string]string{"tongue": "go tcl", "store": "none files redis", "size": "small large"} {
		if got := strings.Join(names(question), " "); got != want {
			t.Errorf("%s: got %s, want %s: the default first, then by order and name", question, got, want)
		}
	}
	if got := p.Languages(); !slices.Equal(got, []string{"go", "tcl"}) {
		t.Errorf("languages: %v", got)
	}
	_, err := p.Choice(p.Question("store"), "reddis")
	var unknown *pack.UnknownError
	if !errors.As(err, &unknown) || unknown.Near != "redis" {
		t.Errorf("got %v", err)
	}
	if p.Question("nothing") != nil {
		t.Error("found a question that is not there")
	}
}

// TestCombinations: one exists exactly when the folders of its layers do.
func TestCombinations(t *testing.T) {
	p := small(t, nil)
	folders := func(answers map[string]string) (out []string) {
		layers, err := p.Layers(answers)
		if err != nil {
			return []string{err.Error()}
		}
		for _, l := range layers {
			out = append(out, l.Folder)
		}
		return out
	}
	for _, test := range []struct{ tongue, store, size, want string }{
		{"go", "", "small", "common, go/base"},
		{"go", "redis", "large", "common, go/base, go/store/redis, extra/large"},
		{"tcl", "redis", "large", "this combination is not there yet: tongue tcl with store redis (the pack has no folder tcl/store/redis)"},
		{"go", "files", "large", "this combination is not there yet: tongue go with store files (the pack has no folder go/store/files)"},
	} {
		got := strings.Join(folders(map[string]string{"tongue": test.tongue, "store": test.store, "size": test.size}), ", ")
		if got != test.want {
			t.Errorf("%v:\n got %s", test, got)
		}
	}
	available := func(question string, answers map[string]string) string {
		return strings.Join(p.Available(p.Question(question), answers), " ")
	}
	if got := available("store", map[string]string{"tongue": "go", "size": "large"}); got != "redis" {
		t.Errorf("got %s", got)
	}
	if got := available("store", map[string]string{"tongue": "go", "size": "small"}); got != "none files redis" {
		t.Errorf("got %s", got)
	}
	if got := available("tongue", map[string]string{}); got != "go tcl" {
		t.Errorf("got %s", got)
	}
	if got := available("tongue", map[string]string{"store": "redis", "size": "large"}); got != "go" {
		t.Errorf("got %s", got)
	}
}

func TestFacts(t *testing.T) {
	p := small(t, map[string]string{"common/layer.yaml": "env: [{name: PORT, meaning: p, default: \"80\"}]"})
	layers, err := p.Layers(map[string]string{"tongue": "go", "store": "redis", "size": "large"})
	if err != nil {
		t.Fatal(err)
	}
	facts, err := pack.Join(layers)
	if err != nil {
		t.Fatal(err)
	}
	if len(facts.Env) != 2 || facts.Env[0].Name != "PORT" || facts.Env[1].Name != "REDIS" {
		t.Errorf("got %+v", facts.Env)
	}
}

func TestIdentifiers(t *testing.T) {
	l, err := small(t, nil).Language("go")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ style, name, want string }{
		{"member", "user_id", "UserID"}, {"member", "BookClub", "BookClub"}, {"member", "x_1", "X1"},
		{"local", "Type", "type_"}, {"local", "user_id", "userId"}, {"after", "type", "type"},
	} {
		if got, err := l.Ident(test.style, test.name); err != nil || got != test.want {
			t.Errorf("%s %s: got %s, want %s (%v)", test.style, test.name, got, test.want, err)
		}
	}
	if _, err := l.Ident("nothing", "a"); err == nil || !strings.Contains(err.Error(), `Go has no style "nothing"`) {
		t.Errorf("got %v", err)
	}
}

func TestBadLanguages(t *testing.T) {
	const head = "title: X\nsummary: x\n"
	for text, want := range map[string]string{
		"":                   "go/language.yaml: the file is empty",
		"title: X":           "go/language.yaml: a language needs a title and a summary",
		head + "colour: red": `go/language.yaml:3:1: there is no key "colour" here`,
		head + "name: other": "the language is called other, its folder go",
		head + "names: {styles: {a: {case: loud}}}":                  `the style a has the case "loud"`,
		head + "names: {styles: {a: {case: snake, avoid: \"(\"}}}":   "the style a avoids something that is no pattern",
		head + "commands: {run: [{env: {}}]}":                        "the command run has nothing to run",
		head + "requires: [{name: X, command: [x], pattern: \"(\"}]": "the program X needs a command and a pattern",
		head + "locks: [{manifest: ../x, files: [a]}]":               "leaves its folder",
		head + "locks: [{manifest: x}]":                              "a lock needs a manifest and files",
	} {
		if _, err := small(t, map[string]string{"go/language.yaml": text}).Language("go"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\n got  %v\n want %s", text, err, want)
		}
	}
	if _, err := small(t, nil).Language("perl"); err == nil {
		t.Error("found a language that is not there")
	}
}

func TestBadChoices(t *testing.T) {
	p := small(t, map[string]string{"store/bad/choice.yaml": "title: Bad\nsummary: b\nrun: x", "store/bare/choice.yaml": "title: Bare"})
	for name, want := range map[string]string{"bad": `store/bad/choice.yaml:3:1: there is no key "run" here`, "bare": "needs a title and a summary"} {
		if _, err := p.Choice(p.Question("store"), name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestLinksOnDisk: a pack in a folder can't lead out of it by a link.
func TestLinksOnDisk(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making a link needs a right there")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, files(nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := pack.Load(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"/etc", "a.txt", "../pack.yaml"} {
		link := filepath.Join(dir, "common", "link")
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		if _, err := pack.Load(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), "common/link is a symbolic link") {
			t.Errorf("%s: got %v", target, err)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesUnder(t *testing.T) {
	p := small(t, nil)
	if got := p.FilesUnder("common"); !slices.Equal(got, []string{"common/a.txt"}) {
		t.Errorf("got %v", got)
	}
	if !p.Has("common.d/b.txt") || p.Has("common") || p.Has("nothing") {
		t.Error("Has is wrong")
	}
}

func FuzzCheckPath(f *testing.F) {
	for _, s := range []string{"a/b", "../x", `c:\x`, ".git/x", "con.txt", "a//b", "/", "a/./b", "git~1", "x."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if pack.CheckPath(name) != nil {
			return
		}
		if !filepath.IsLocal(name) || filepath.ToSlash(filepath.Clean(filepath.FromSlash(name))) != name {
			t.Errorf("%q is taken", name)
		}
		for part := range strings.SplitSeq(name, "/") {
			if strings.EqualFold(part, ".git") || strings.EqualFold(part, "nul") || part == ".." {
				t.Errorf("%q is taken", name)
			}
		}
	})
}

// TestQuestionsThatCannotComeUp: what waits for an answer that the pack doesn't offer is no question yet.
func TestQuestionsThatCannotComeUp(t *testing.T) {
	const more = `
  - {name: shop, title: Shop, files: "shops/*.yaml", when: {size: huge}}
  - {name: till, title: Till, choices: [{name: a, title: A, summary: a}], when: {shop: corner}}
layers:`
	text := strings.Replace(manifest, "\nlayers:", more, 1)
	shops := map[string]string{"pack.yaml": text, "shops/corner.yaml": "title: Corner\nsummary: c"}
	p := small(t, shops)
	if p.Question("store") == nil || p.Question("shop") != nil || p.Question("till") != nil {
		t.Errorf("questions: %v", p.Questions)
	}
	shops["pack.yaml"] = strings.Replace(text, "{name: large,", "{name: huge, title: Huge, summary: h}, {name: large,", 1)
	if p = small(t, shops); p.Question("shop") == nil || p.Question("till") == nil {
		t.Errorf("with the size there are: %v", p.Questions)
	}
}

func TestSources(t *testing.T) {
	const question = `
  - {name: source, title: Source, kind: source, files: "sources/*.yaml", default: station}
layers:`
	read := func(name string) string {
		data, err := os.ReadFile("../../testdata/sources/good/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	all := map[string]string{
		"pack.yaml": strings.Replace(manifest, "\nlayers:", question, 1), "sources/station.yaml": read("station.yaml"),
		"sources/station.sample.json": read("station.sample.json"), "sources/alone.yaml": read("station.yaml"),
	}
	p := small(t, all)
	q := p.QuestionOf("source")
	if names := p.ChoiceNames(q); !slices.Equal(names, []string{"alone", "station"}) {
		t.Errorf("the sources are %v", names)
	}
	s, err := p.Source(q, "station")
	if err != nil || s.Name != "station" || len(s.Sample) != 1 || s.Sample[0].Entry != -1 {
		t.Errorf("got %+v, %v", s, err)
	}
	if _, err = p.Source(q, "alone"); err == nil || !strings.Contains(err.Error(), "alone.sample.json") {
		t.Errorf("a built-in source without a sample: %v", err)
	}
	all["sources/station.sample.json"] = `{"timestamp": 1}`
	if _, err = small(t, all).Source(q, "station"); err == nil || !strings.Contains(err.Error(), "sources/station.sample.json: item 1") {
		t.Errorf("a sample of something else: %v", err)
	}
	if _, err := pack.Load(files(map[string]string{"pack.yaml": strings.Replace(all["pack.yaml"], "kind: source, ", "", 1)})); err == nil {
		t.Error("a plain question is called source, which templates know as something else")
	}
}
