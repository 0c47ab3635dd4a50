package source_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/source"
)

// everySource are the built-in sources and those of testdata, each with its sample.
func everySource(t testing.TB) []*source.Source {
	t.Helper()
	var all []*source.Source
	for _, name := range []string{"earthquakes", "weather", "exchange-rates", "hacker-news"} {
		s := builtin(t, name)
		data, err := os.ReadFile("../../templates/portfolio/sources/" + name + ".sample.json")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.AddSample(name, data); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	for _, name := range []string{"rates-of-the-day", "station"} {
		s, data := good(t, name)
		if err := s.AddSample(name, data); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// TestComposeIsTheReverseOfExtract on everything that the samples have.
func TestComposeIsTheReverseOfExtract(t *testing.T) {
	for _, s := range everySource(t) {
		for _, a := range s.Sample {
			records, _, err := s.Extract([]source.Answer{a}, noon)
			if err != nil {
				t.Fatal(err)
			}
			body, err := s.Compose(records)
			if err != nil {
				t.Fatalf("%s: %v", s, err)
			}
			again, rejected := extract(t, s, source.Answer{Entry: a.Entry, Body: body})
			want, _ := extract(t, s, a)
			if diff := cmp.Diff(want, again); diff != "" || rejected != nil {
				t.Errorf("%s: %s %v", s, diff, rejected)
			}
		}
	}
}

// TestInvent: answers can be made up for any source, the newest item being of the time that was asked for.
func TestInvent(t *testing.T) {
	keywords, _ := good(t, "keywords")
	for _, s := range append(everySource(t), keywords) {
		answers, err := s.Invent(40, noon)
		if err != nil {
			t.Errorf("%s: %v", s, err)
			continue
		}
		records, rejected, err := s.Extract(answers, noon)
		if err != nil || len(rejected) > 0 {
			t.Fatalf("%s: %v, %v", s, err, rejected)
		}
		want := 40 * max(1, len(s.Request.Entries))
		if s.Shape == source.Single {
			want = 1
		}
		latest := source.Latest(records)
		if len(latest) != want {
			t.Errorf("%s: %d items, want %d", s, len(latest), want)
		}
		if age := noon.Sub(latest[0].Time); age < 0 || age > 12*time.Hour {
			t.Errorf("%s: the newest item is of %s", s, latest[0].Time)
		}
		for _, f := range s.Filters() {
			if f.From == source.FromItem || f.IsBand() && want > 1 {
				checkVaried(t, s.Name, f, records)
			}
		}
	}
}

func TestInventSample(t *testing.T) {
	s, _ := good(t, "keywords")
	if err := s.InventSample(); err != nil || !s.Invented || len(s.Sample) != 2 || s.Example() == "" {
		t.Errorf("%v, %+v", err, s.Sample)
	}
}
