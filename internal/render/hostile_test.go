package render_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
)

const plainManifest = "name: hostile\nversion: 1.0.0\nlayers:\n  - path: a\n  - path: b\n"

// refuse loads a pack of these files and renders it; both must come to one error, soon, and to no plan.
func refuse(t *testing.T, files map[string]string, modes map[string]fs.FileMode, want string) {
	t.Helper()
	m := fstest.MapFS{
		"pack.yaml": {Data: []byte(plainManifest)},
		"a/one.txt": {Data: []byte("one")},
		"b/two.txt": {Data: []byte("two")},
	}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text), Mode: modes[name]}
	}
	start := time.Now()
	p, err := pack.Load(m)
	if err == nil {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		var plan *render.Plan
		plan, err = render.Render(ctx, p, smallBudget(t))
		if plan != nil {
			t.Errorf("there is a plan of %d files", len(plan.Files))
		}
	}
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got  %.300v\nwant %s", err, want)
	}
	if took := time.Since(start); took > 15*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestHostilePaths(t *testing.T) {
	for name, want := range map[string]string{
		`a/..\evil`:                     "is an absolute or a Windows path",
		`a/C:evil`:                      "the character ':' is not allowed",
		`C:/evil`:                       "is an absolute or a Windows path",
		"a/.git/config":                 ".git is Git's own folder",
		"a/sub/.GIT/hooks/pre-commit":   ".GIT is Git's own folder",
		"a/git~1/config":                "git~1 is Git's own folder",
		"a/.git.tmpl/x":                 "",
		"a/con":                         "con is a device on Windows",
		"a/AUX.txt":                     "AUX is a device on Windows",
		"a/com1.tar.gz":                 "com1 is a device on Windows",
		"a/trailing.":                   "end in a point",
		"a/trailing /x":                 "begin or end in a space",
		"a/new\nline":                   `the character '\n' is not allowed`,
		"a/colon:stream":                "the character ':' is not allowed",
		"a/what?":                       "the character '?' is not allowed",
		"a/ünicode":                     "is not allowed on every operating system",
		"a/" + strings.Repeat("x", 300): "has 302 characters",
		"a/ONE.TXT":                     "a path has one owner",
		"b/One.txt":                     "a path has one owner",
		"b/one.txt":                     "a/one.txt and b/one.txt both make one.txt",
		"b/one.txt.tmpl":                "both make one.txt",
		"b/one.txt/inner":               "makes a file where",
		"a/.git.tmpl":                   ".git is Git's own folder",
		"a/__entity_name__.txt":         "",
		"a/__entity_nonsense__.txt":     "no language to look that up in",
		"a/__project_nonsense__.txt":    "no language to look that up in",
		"a/__module_nonsense__.txt":     "there are __module_path__ and __module_package__ only",
		"a/__entity__snake__.txt":       "a variable that is not known",
		"a/_slots/unheard.tmpl":         `no template of the pack declares the slot "unheard"`,
		"a/_slots/raw.txt":              "a file called NAME.tmpl",
		"a/_slots/folder/x.tmpl":        "a file called NAME.tmpl",
	} {
		t.Run(name, func(t *testing.T) {
			if want == "" {
				p, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte(plainManifest)}, name: {}, "b/two.txt": {}})
				if err == nil {
					_, err = render.Render(t.Context(), p, tinyInput(t, "", ""))
				}
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			refuse(t, map[string]string{name: ""}, nil, want)
		})
	}
}

// TestPathsFromNames: what the user calls the project can't lead out of it either.
func TestPathsFromNames(t *testing.T) {
	p, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte(plainManifest)}, "a/__project_name__/x": {}, "a/__module_path__/y": {}, "b/z": {}})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"..", "../x", "/etc", `..\x`, "CON", ".git", "a b ", "", "x/../../y"} {
		for _, project := range []render.Project{{Name: bad, Module: "ok"}, {Name: "ok", Module: bad}} {
			in := tinyInput(t, "", "")
			in.Project = project
			if _, err := render.Render(t.Context(), p, in); err == nil {
				t.Errorf("%+v: taken", project)
			}
		}
	}
}

func TestHostileManifests(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"empty":               {"", "pack.yaml: a pack needs a name and a version"},
		"unknown key":         {plainManifest + "hooks: [rm]\n", `pack.yaml:6:1: there is no key "hooks" here`},
		"unknown inner key":   {"name: a\nversion: 1\nlayers: [{path: a, run: x}]\n", `there is no key "run" here`},
		"unknown in question": {"name: a\nversion: \"1\"\nlayers: [{path: a}]\nquestions: [{name: x, files: 'a/*', exec: y}]\n", `there is no key "exec" here`},
		"layer outside":       {"name: a\nversion: \"1\"\nlayers: [{path: ../b}]\n", "a layer's path is wrong"},
		"layer absolute":      {"name: a\nversion: \"1\"\nlayers: [{path: /etc}]\n", "is an absolute"},
		"layer on Windows":    {"name: a\nversion: \"1\"\nlayers: [{path: 'C:\\x'}]\n", "is an absolute"},
		"layer missing":       {"name: a\nversion: \"1\"\nlayers: [{path: nowhere}]\n", "the pack lacks its layer nowhere"},
		"layer twice":         {"name: a\nversion: \"1\"\nlayers: [{path: a}, {path: a}]\n", "the layer a is there twice"},
		"no layers":           {"name: a\nversion: \"1\"\n", "at least one layer"},
		"glob outside":        {"name: a\nversion: \"1\"\nlayers: [{path: a}]\nquestions: [{name: x, files: '../*'}]\n", "looks for files outside the pack"},
		"unknown condition":   {"name: a\nversion: \"1\"\nlayers: [{path: a, when: {x: y}}]\n", `depends on "x", which is no question`},
		"unknown in path":     {"name: a\nversion: \"1\"\nlayers: [{path: __x__}]\n", `names the answer to "x", which is no question`},
		"delimiters":          {"name: a\nversion: \"1\"\ndelimiters: [a, b]\nlayers: [{path: a}]\n", "delimiters are two different marks"},
		"one delimiter":       {"name: a\nversion: \"1\"\ndelimiters: ['<%']\nlayers: [{path: a}]\n", "delimiters are two different marks"},
		"alias":               {"name: &a a\nversion: *a\nlayers: [{path: a}]\n", "pack.yaml:1:7: anchors and aliases are not taken"},
		"not YAML":            {"name: [", "pack.yaml:"},
		"two documents":       {plainManifest + "---\n" + plainManifest, "2 YAML documents"},
		"huge":                {strings.Repeat("# x\n", 1<<19), "the file has 2048 KiB"},
		"deep":                {"data: " + strings.Repeat("[", 10000), "this is nested too deep"},
		"question twice":      {"name: a\nversion: \"1\"\nlayers: [{path: a}]\nquestions: [{name: x, files: 'a/*'}, {name: x, files: 'a/*'}]\n", "the question x is there twice"},
		"question's name":     {"name: a\nversion: \"1\"\nlayers: [{path: a}]\nquestions: [{name: model, files: 'a/*'}]\n", "a question can't be called model"},
		"kind":                {"name: a\nversion: \"1\"\nlayers: [{path: a}]\nquestions: [{name: x, kind: shell, files: 'a/*'}]\n", `has the kind "shell"`},
	} {
		t.Run(name, func(t *testing.T) { refuse(t, map[string]string{"pack.yaml": test.text}, nil, test.want) })
	}
	t.Run("missing", func(t *testing.T) {
		if _, err := pack.Load(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "pack.yaml") {
			t.Error(err)
		}
	})
	t.Run("layer.yaml", func(t *testing.T) {
		refuse(t, map[string]string{"a/layer.yaml": "commands: [rm]\n"}, nil, `a/layer.yaml:1:1: there is no key "commands" here`)
		refuse(t, map[string]string{"a/layer.yaml": "env: [{name: A, meaning: b}]", "b/layer.yaml": "env: [{name: A, meaning: b}]"}, nil, "another layer declares the variable A already")
	})
}

func TestHostileFiles(t *testing.T) {
	refuse(t, map[string]string{"a/link": "/etc/passwd"}, map[string]fs.FileMode{"a/link": fs.ModeSymlink}, "a/link is a symbolic link")
	refuse(t, map[string]string{"a/pipe": ""}, map[string]fs.FileMode{"a/pipe": fs.ModeNamedPipe}, "a/pipe is no ordinary file")
	refuse(t, map[string]string{"a/big": strings.Repeat("x", 5<<20)}, nil, "a/big has more than 4 MiB")
	many := map[string]string{}
	for i := range 2100 {
		many[fmt.Sprintf("a/%d", i)] = ""
	}
	refuse(t, many, nil, "the project would have 2102 files; at most 2000")
	clear(many)
	for i := range 20 {
		many[fmt.Sprintf("a/%d", i)] = strings.Repeat("x", 4<<20)
	}
	refuse(t, many, nil, "the project has more than 64 MiB")
}

// hostile is a template, and what is said of it.
type hostile struct{ text, want string }

// TestEndlessTemplates: whatever a template repeats, it stops soon, with its place told.
func TestEndlessTemplates(t *testing.T) {
	const loop = "{{range $i := 3000000000}}"
	refuseTemplates(t, map[string]hostile{
		"loop":                {"\n\n" + loop + "{{end}}", "a/t.tmpl:3: this takes more than 100000 steps"},
		"loop with a body":    {loop + "{{$x := $i}}{{end}}", "a/t.tmpl:1: this takes more than"},
		"loop with output":    {loop + strings.Repeat("x", 500) + "{{end}}", "this makes more than 4194304 bytes"},
		"loop in a loop":      {"{{range 100000}}{{range 100000}}{{end}}{{end}}", "this takes more than"},
		"deep conditions":     {strings.Repeat("{{if 1}}", 30000) + strings.Repeat("{{end}}", 2000), "unexpected EOF"},
		"deep parentheses":    {"{{" + strings.Repeat("(", 100000) + "}}", "a/t.tmpl"},
		"large":               {strings.Repeat("{{if 1}}", 40000), "a template has at most 256 KiB"},
		"loop in a condition": {"{{if true}}{{else}}{{end}}{{with 1}}" + loop + "{{end}}{{end}}", "this takes more than"},
		"loop else":           {"{{range (list)}}{{else}}" + loop + "{{end}}{{end}}", "this takes more than"},
		"loop that continues": {loop + "{{continue}}{{end}}", "this takes more than"},
		"loop in define":      {"{{define `x`}}" + loop + "{{end}}{{end}}{{template `x`}}", "this takes more than"},
		"loop in block":       {"{{block `x` .}}" + loop + "{{end}}{{end}}", "this takes more than"},
		"calls itself":        {"{{define `x`}}{{template `x` .}}{{end}}{{template `x` .}}", "the template x calls itself"},
		"calls each other":    {"{{define `x`}}{{template `y` .}}{{end}}{{define `y`}}{{template `x` .}}{{end}}{{template `x` .}}", "calls itself"},
		"calls the file":      {"{{template `a/t.tmpl` .}}", "calls itself"},
		"includes itself":     {"{{include `a/self.partial` .}}", "a/self.partial: files are included in each other more than 16 deep"},
		"includes twice":      {"{{include `a/twice.partial` .}}", "more than 16 deep"},
		"include of a define": {"{{define `x`}}{{include `x` .}}{{end}}{{include `x` .}}", "more than 16 deep"},
		"wide includes":       {"{{define `a`}}{{range 100}}{{include `b` .}}{{end}}{{end}}{{define `b`}}{{range 100}}{{include `c` .}}{{end}}{{end}}{{define `c`}}{{range 100}}{{include `d` .}}{{end}}{{end}}{{define `d`}}{{range 100}}{{end}}{{end}}{{include `a` .}}", "this takes more than"},
		"slot in itself":      {"{{slot `self`}}", "more than 16 deep"},
		"long appends":        {"{{$l := list}}{{range 3000000000}}{{$l = append $l `xxxxxxxxxxxx`}}{{end}}", "this takes more than"},
	})
}

// TestHugeValues: no function makes a value that the memory can't hold.
func TestHugeValues(t *testing.T) {
	double := "{{$s := `xxxxxxxxxxxxxxxx`}}{{range 60}}{{$s = %s}}{{end}}"
	refuseTemplates(t, map[string]hostile{
		"repeat":              {"{{repeat 3000000000 `x`}}", "repeat makes a value of more than 1048576 bytes"},
		"repeat negative":     {"{{repeat -1 `x`}}", "repeat makes"},
		"printf width":        {"{{printf `%3000000000d` 1}}", "printf takes short formats"},
		"printf precision":    {"{{printf `%.3000000000f` 1.0}}", "printf takes short formats"},
		"printf star":         {"{{printf `%*d` 3000000000 1}}", "printf takes short formats"},
		"printf index":        {"{{printf `%[1]s%[1]s` `x`}}", "printf takes short formats"},
		"until":               {"{{until 3000000000}}", "until takes 0 to 10000"},
		"indent":              {"{{indent 3000000000 `x`}}", "indent takes 0 to 100"},
		"nindent":             {"{{nindent -1 `x`}}", "indent takes 0 to 100"},
		"doubling by print":   {fmt.Sprintf(double, "print $s $s"), "print makes a value of more than"},
		"doubling by printf":  {fmt.Sprintf(double, "printf `%s%s` $s $s"), "printf makes a value of more than"},
		"doubling by println": {fmt.Sprintf(double, "println $s $s"), "println makes a value of more than"},
		"doubling by replace": {fmt.Sprintf(double, "replace `x` `xx` $s"), "replace makes a value of more than"},
		"doubling by join":    {fmt.Sprintf(double, "join $s (list `a` `b` `c`)"), "join makes a value of more than"},
		"doubling by quote":   {fmt.Sprintf(double, "quote $s $s"), "quote makes a value of more than"},
		"doubling by gostr":   {"{{$s := `\"\"\"`}}{{range 60}}{{$s = gostr $s}}{{end}}", "gostr makes a value of more than"},
		"doubling lists":      {"{{$l := list 1}}{{range 60}}{{$l = list $l $l}}{{end}}{{print $l}}", "list makes a value of more than"},
		"doubling by concat":  {"{{$l := list 1}}{{range 60}}{{$l = concat $l $l}}{{end}}", "concat makes a value of more than"},
		"doubling maps":       {"{{$d := dict `a` 1}}{{range 60}}{{$d = dict `a` $d `b` $d}}{{end}}", "dict makes a value of more than"},
		"YAML bomb":           {"{{yamlToJSON `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g,*g]`}}", "anchors and aliases are not taken"},
		"deep YAML":           {"{{yamlToJSON (repeat 100000 `[`)}}", "yamlToJSON: this is not YAML"},
	})
}

// TestWrongTemplates: what is not there, or not allowed, is told with its place.
func TestWrongTemplates(t *testing.T) {
	refuseTemplates(t, map[string]hostile{
		"js":                      {"{{js `x`}}", "js is not taken; use jsonstr"},
		"urlquery":                {"{{urlquery `x`}}", "urlquery is not taken"},
		"call":                    {"{{call .x}}", "there is nothing called"},
		"environment":             {"{{env `HOME`}}", `a/t.tmpl:1: there is no function "env"`},
		"clock":                   {"{{now}}", `there is no function "now"`},
		"randomness":              {"{{randAlpha 5}}", `there is no function "randAlpha"`},
		"network":                 {"{{getHostByName `x`}}", `there is no function "getHostByName"`},
		"keys":                    {"{{genPrivateKey `rsa`}}", `there is no function "genPrivateKey"`},
		"change of a map":         {"{{set . `x` .}}", `there is no function "set"`},
		"slot without a name":     {"{{slot .Pack.Name}}", `a/t.tmpl:1: a slot's name must stand there in quotes`},
		"piped slot":              {"{{`x` | slot}}", "a slot's name must stand there in quotes"},
		"unknown key":             {"\n{{.Nothing}}", `a/t.tmpl:2: .Nothing: there is nothing called "Nothing" here`},
		"unknown field":           {"{{range .Model.Entities}}{{.Nothing}}{{end}}", "a/t.tmpl:1: .Nothing: an entity has no Nothing"},
		"nil parent":              {"{{range .Model.Entities}}{{.Parent.Name}}{{end}}", "a/t.tmpl:1: .Parent.Name: there is none here to take Name of"},
		"unclosed":                {"{{if true}}\n\n", "a/t.tmpl:3: unexpected EOF"},
		"panic in a function":     {"{{div 1 0}}", "a/t.tmpl:1: div: runtime error: integer divide by zero"},
		"wrong arguments":         {"{{pascal 5}}", "a/t.tmpl:1:"},
		"missing partial":         {"{{include `a/none.partial` .}}", `a/t.tmpl:1: include: this file defines no template "a/none.partial"`},
		"partial outside":         {"{{include `../x.partial` .}}", "the pack has no file of that name"},
		"partial that is no part": {"{{include `pack.yaml` .}}", "the pack has no file of that name"},
		"failing on purpose":      {"\n{{fail `not like this`}}", "a/t.tmpl:2: fail: not like this"},
	})
}

// refuseTemplates renders each of them; none may take much memory.
func refuseTemplates(t *testing.T, templates map[string]hostile) {
	t.Helper()
	for name, test := range templates {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			refuse(t, map[string]string{
				"a/t.tmpl":           test.text,
				"a/self.partial":     "{{include `a/self.partial` .}}",
				"a/twice.partial":    "{{include `a/twice.partial` .}}{{include `a/twice.partial` .}}",
				"a/_slots/self.tmpl": "{{slot `self`}}",
			}, nil, test.want)
			runtime.ReadMemStats(&after)
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 3<<30 {
				t.Errorf("%d MiB were taken in all", grown>>20)
			}
			if after.Sys > before.Sys+512<<20 {
				t.Errorf("memory grew by %d MiB", (after.Sys-before.Sys)>>20)
			}
		})
	}
}

// TestGivingUp: a caller who gives up is heard within a loop that would go on.
func TestGivingUp(t *testing.T) {
	p, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte("name: a\nversion: \"1\"\nlayers: [{path: a}]\n")}, "a/x.tmpl": {Data: []byte("{{range 3000000000}}{{end}}")}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(50*time.Millisecond, func() { cancel(errors.New("enough")) })
	in := tinyInput(t, "", "")
	in.Budget = render.DefaultBudget()
	in.Budget.Steps = 1 << 50
	start := time.Now()
	_, err = render.Render(ctx, p, in)
	if err == nil || !strings.Contains(err.Error(), "rendering was stopped") || time.Since(start) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
}

// smallBudget makes what never ends stop sooner than it must, to save the tests' time.
func smallBudget(t *testing.T) render.Input {
	in := tinyInput(t, "", "")
	in.Budget = render.DefaultBudget()
	in.Budget.Steps = 100_000
	return in
}

func TestDefaultBudgetStopsALoop(t *testing.T) {
	p, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte("name: a\nversion: \"1\"\nlayers: [{path: a}]\n")}, "a/x.tmpl": {Data: []byte("{{range 3000000000}}{{end}}")}})
	if err != nil {
		t.Fatal(err)
	}
	var budget *render.BudgetError
	if _, err := render.Render(t.Context(), p, tinyInput(t, "", "")); !errors.As(err, &budget) {
		t.Errorf("got %v", err)
	}
}
