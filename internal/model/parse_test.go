package model_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/model"
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

// TestBadModels reads each bad model with the errors it must give, which stand in it as comments:
// "# 3:7: text" wants an error at that place that holds that text. All errors are listed, in order.
func TestBadModels(t *testing.T) {
	files, err := filepath.Glob("../../testdata/models/bad/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bad models: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data := readFile(t, file)
			var want []string
			for line := range strings.Lines(string(data)) {
				if w, ok := strings.CutPrefix(line, "#! "); ok {
					want = append(want, strings.TrimSpace(w))
				}
			}
			_, err := model.Parse("m.yaml", data)
			if err == nil {
				t.Fatal("taken without an error")
			}
			got := strings.Split(err.Error(), "\n")
			for i := range max(len(got), len(want)) {
				switch {
				case i >= len(want):
					t.Errorf("unexpected: %s", got[i])
				case i >= len(got):
					t.Errorf("missing: %s", want[i])
				case !matches(got[i], want[i]):
					t.Errorf("got  %s\nwant %s", got[i], want[i])
				}
			}
		})
	}
}

// matches compares "m.yaml:3:7: some text" with "3:7: text".
func matches(got, want string) bool {
	place, text, _ := strings.Cut(want, " ")
	rest, ok := strings.CutPrefix(got, "m.yaml:"+place)
	return ok && strings.Contains(rest, text)
}
