package model_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/strictyaml/yamltest"
)

func goodModels(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/models/good/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no good models: %v", err)
	}
	return files
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// checkRoundTrip makes sure that a model's YAML is the same model.
func checkRoundTrip(t *testing.T, m *model.Model) {
	t.Helper()
	again, err := model.Parse("again", m.YAML())
	if err != nil {
		t.Fatalf("its YAML is refused: %v\n%s", err, m.YAML())
	}
	if diff := cmp.Diff(string(m.YAML()), string(again.YAML())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(m, again); diff != "" {
		t.Error(diff)
	}
}

func TestGoodModelsSurviveTheRoundTrip(t *testing.T) {
	for _, file := range goodModels(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			m, err := model.Parse(file, readFile(t, file))
			if err != nil {
				t.Fatal(err)
			}
			checkRoundTrip(t, m)
		})
	}
}

func TestBadModels(t *testing.T) {
	yamltest.Refused(t, "../../testdata/models/bad/*.yaml", func(name string, data []byte) error {
		_, err := model.Parse(name, data)
		return err
	})
}
