package render_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
)

// tiny is a pack that has nothing to do with the built-in one.
func tiny(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := pack.Load(os.DirFS("testdata/tiny"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func tinyInput(t testing.TB, flavour, size string) render.Input {
	t.Helper()
	m, err := model.Parse("m", []byte("entities: [{name: Order, fields: [{name: let, type: string}, {name: user_id, type: integer}]}, {name: LoadTest, fields: [{name: a, type: string}]}, {name: Aux, fields: [{name: a, type: string}]}]"))
	if err != nil {
		t.Fatal(err)
	}
	return render.Input{
		Answers: map[string]string{"flavour": flavour, "tongue": "scheme", "size": size}, Model: m,
		Project: render.Project{Name: "my-thing", Title: "My *Thing*", Author: "Ada"},
	}
}

func texts(p *render.Plan) map[string]string {
	out := map[string]string{}
	for _, f := range p.Files {
		out[f.Path] = string(f.Data)
		if f.Executable {
			out[f.Path] += "(executable)"
		}
	}
	return out
}

func TestTinyPack(t *testing.T) {
	plan, err := render.Render(t.Context(), tiny(t), tinyInput(t, "vanilla", "small"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"0001-be-small.md":             "0001 Be small\n",
		"all.md":                       "Hello, My \\*Thing\\* (Vanilla, white, Scheme).\n- PORT: The port.\nbase of my-thing\nby Ada\n\n",
		"bin/run":                      "echo hi\n(executable)",
		"my_thing/aux_.scm":            "; Aux in auxes $2\na: text, a: text\n", // aux is a device on Windows
		"my_thing/load_test_thing.scm": "; LoadTest in load_tests $2\na: text, a: text\n",
		"my_thing/order.scm":           "; Order_ in orders $2\nlet_: text, let_: text\nuser-id: number, user-id: number\n",
		"raw.txt":                      "As {{ it }} is.\r\n",
	}
	if diff := cmp.Diff(want, texts(plan)); diff != "" {
		t.Error(diff)
	}
}

func TestTinyPackLarge(t *testing.T) {
	p := tiny(t)
	in := tinyInput(t, "mint", "large")
	_, err := render.Render(t.Context(), p, in)
	var missing *render.MissingLockError
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "refresh-locks") {
		t.Fatalf("got %v, want a missing lock", err)
	}

	key := strings.TrimSuffix(strings.TrimPrefix(missing.File, "scheme/locks/"), ".needs.txt")
	locked := fstest.MapFS{}
	copyInto(t, locked, "testdata/tiny")
	name := render.LockProject("").Name
	locked["scheme/locks/"+key+".needs.txt"] = &fstest.MapFile{Data: []byte(name + " needs json 1.2.3 and more\n")}
	locked["scheme/locks/"+key+".needs.lock"] = &fstest.MapFile{Data: []byte("lock of " + name + "\n")}
	if p, err = pack.Load(locked); err != nil {
		t.Fatal(err)
	}
	plan, err := render.Render(t.Context(), p, in)
	if err != nil {
		t.Fatal(err)
	}
	got := texts(plan)
	for path, want := range map[string]string{
		"needs.txt":  "my-thing needs json 1.2.3 and more\n",
		"needs.lock": "lock of my-thing\n",
		"all.md":     "Hello, My \\*Thing\\* (Mint, green, Scheme).\n- PORT: The port.\n- DB: Where things are.\nbase of my-thing\nextra large\nby Ada\n\n",
		"where.txt":  "unused\nleaf\n",
	} {
		if diff := cmp.Diff(want, got[path]); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

func copyInto(t testing.TB, m fstest.MapFS, dir string) {
	t.Helper()
	disk := os.DirFS(dir)
	err := fs.WalkDir(disk, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(disk, name)
		m[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSameInputSameBytes renders with one and with several workers, many times.
func TestSameInputSameBytes(t *testing.T) {
	p := tiny(t)
	first, err := render.Render(t.Context(), p, tinyInput(t, "vanilla", "small"))
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		again, err := render.Render(context.Background(), p, tinyInput(t, "vanilla", "small"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, again); diff != "" {
			t.Fatal(diff)
		}
	}
}
