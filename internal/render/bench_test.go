package render_test

import (
	"testing"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
	"github.com/scaffolio/scaffolio/templates"
)

// BenchmarkNewProject is what `new` does before it writes: load the pack, render the default project.
func BenchmarkNewProject(b *testing.B) {
	in := defaults(b)
	for b.Loop() {
		p, err := pack.Load(templates.Portfolio())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := render.Render(b.Context(), p, in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := pack.Load(templates.Portfolio()); err != nil {
			b.Fatal(err)
		}
	}
}
