package render_test

import (
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/packtest"
	"github.com/scaffolio/scaffolio/internal/render"
	"github.com/scaffolio/scaffolio/internal/source"
)

func feeds(t testing.TB) *pack.Pack { return packtest.Feeds(t, "../..") }

func feedsPlan(t testing.TB, s *source.Source) map[string]string {
	t.Helper()
	plan, err := render.Render(t.Context(), feeds(t), render.Input{
		Answers: map[string]string{"language": "scheme", "type": "microservice"}, Source: s,
		Project: render.Project{Name: "my-feed", Title: "My feed"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts(plan)
}

// testSource reads one of the good sources of testdata, with its sample.
func testSource(t testing.TB, name string) *source.Source {
	t.Helper()
	s := sourceFile(t, "../../testdata/sources/good/"+name+".yaml")
	return s
}

func sourceFile(t testing.TB, file string) *source.Source {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := source.Parse(path.Base(file), data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSourceInTemplates: everything that a service's code needs can be asked of .Source.
func TestSourceInTemplates(t *testing.T) {
	p := feeds(t)
	q := p.QuestionOf("source")
	for name, want := range map[string][]string{
		"earthquakes": {
			"Earthquakes at /earthquakes, every 5m (300 s), from\nhttps://earthquake.usgs.gov/",
			"\nfield tsunami: boolean, item \"properties\" \"tsunami\", as number, nullable\n",
			"\nfield strength: enum, field, nullable, micro below 2 = 200, minor below 4 = 400, light below 5 = 500,",
			"\nfield depth: decimal, item \"geometry\" \"coordinates\" [2], as number, nullable, from -20, to 1000\n",
			"\nkey (item id)\nversion properties.updated as epoch_ms\ntime occurred_at\nfilter strength: micro minor",
			"\nmeasure max_magnitude: max of magnitude, scale 2\n",
		},
		"weather": {
			"Hours at /readings, every 30m", "\nentry 2: city=\"quito\" name=\"Quito\" latitude=\"-0.23\" longitude=\"-78.52\"\n",
			"shape columns at hourly time temperature_2m relative_humidity_2m precipitation wind_speed_10m weather_code\n",
			"as number, else other, \"0\" is clear, \"1\" is clear", "key city hour\nversion fetched\n",
		},
		"exchange-rates": {"(with a day)", "shape list at .\n", "\"USD\" is usd"},
		"hacker-news":    {"field link: url, item \"url\", as text, nullable, else null\n", "measure sum_points: sum of points, whole\n", "measure mean_points: mean of points, scale 2\n"},
	} {
		s, err := p.Source(q, name)
		if err != nil {
			t.Fatal(err)
		}
		files := feedsPlan(t, s)
		about := files[s.Item.PluralKebab()+".txt"]
		for _, part := range want {
			if !strings.Contains(about, part) {
				t.Errorf("%s lacks %q:\n%s", name, part, about)
			}
		}
		if files["about.txt"] != "My feed fetches "+s.Title+"\n" || files["source.yaml"] != s.Text {
			t.Errorf("%s: %q", name, files["about.txt"])
		}
	}
}

// TestSampleFiles: one file for each answer of the sample, named for what was asked.
func TestSampleFiles(t *testing.T) {
	p := feeds(t)
	for name, want := range map[string][]string{
		"earthquakes": {"samples/earthquakes.json"},
		"weather":     {"samples/berlin.json", "samples/lagos.json", "samples/quito.json", "samples/tokyo.json"},
	} {
		s, err := p.Source(p.QuestionOf("source"), name)
		if err != nil {
			t.Fatal(err)
		}
		files := feedsPlan(t, s)
		var got []string
		for _, file := range slices.Sorted(maps.Keys(files)) {
			if strings.HasPrefix(file, "samples/") {
				got = append(got, file)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !strings.HasPrefix(files[want[0]], "{\n") && !strings.HasPrefix(files[want[0]], "{") {
			t.Errorf("%s: %.40s", name, files[want[0]])
		}
	}
	if files := feedsPlan(t, testSource(t, "keywords")); files["classes.txt"] == "" || !strings.Contains(files["classes.txt"], `header Authorization: Bearer $ORDERS_TOKEN`) {
		t.Errorf("%v", slices.Sorted(maps.Keys(files)))
	}
}
