package render_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
)

// A module becomes a package: its host backwards, and nothing in it that an identifier can't hold.
func TestPackageOfModule(t *testing.T) {
	p, err := pack.Load(fstest.MapFS{
		"pack.yaml": {Data: []byte(plainManifest)}, "a/__module_package__/x.tmpl": {Data: []byte("{{ .Project.Package }}")}, "b/z": {},
	})
	if err != nil {
		t.Fatal(err)
	}
	for module, want := range map[string]string{
		"github.com/ada/my-books": "com.github.ada.mybooks",
		"example.com/My.Books":    "com.example.mybooks",
		"example.com/7-days/_":    "com.example.n7days",
	} {
		plan, err := render.Render(t.Context(), p, render.Input{Project: render.Project{Name: "x", Module: module}})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range plan.Files {
			if strings.HasSuffix(f.Path, "/x") && (f.Path != strings.ReplaceAll(want, ".", "/")+"/x" || string(f.Data) != want) {
				t.Errorf("%s becomes %s in %s, want %s", module, f.Data, f.Path, want)
			}
		}
	}
}
