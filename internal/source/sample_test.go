package source_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/source"
)

func TestSamplesAreChecked(t *testing.T) {
	quake := func(rest string) string {
		return `{"features": [{"id": "a", "properties": {"time": 1, "updated": 1, "mag": 1, "place": "b", "magType": "c", "status": "reviewed",` +
			` "alert": null, "tsunami": 0, "felt": null, "url": null}, "geometry": {"coordinates": [1, 2, 3]}}` + rest + `]}`
	}
	for name, c := range map[string]struct {
		source, text string
		want         []string
	}{
		"good":        {"earthquakes", quake(""), nil},
		"empty":       {"earthquakes", "", []string{"s.json: this sample is empty"}},
		"not JSON":    {"earthquakes", "{\n  \"features\": [\n    oops\n]}", []string{"s.json:3:5: this is not JSON: invalid character 'o' looking for beginning of value"}},
		"cut":         {"earthquakes", "{\n", []string{"s.json:2:1: this is not JSON: unexpected EOF"}},
		"Latin-1":     {"earthquakes", "{\"a\": \"\xe9\"}", []string{"s.json: this sample is not UTF-8 text"}},
		"another API": {"earthquakes", `{"hits": []}`, []string{"s.json: the answer has no list at features (earthquakes.yaml)"}},
		"no items":    {"earthquakes", `{"features": []}`, []string{"s.json: this sample has no items; record an answer that has some"}},
		"two answers": {"earthquakes", quake("") + quake(""), []string{"s.json: this sample has 2 answers; one is wanted"}},
		"two of four": {"weather", `{} {}`, []string{"s.json: this sample has 2 answers; one is wanted, or 4, one for each entry"}},
		"huge":        {"earthquakes", strings.Repeat(" ", 2<<20), []string{"s.json: this sample has 2048 KiB; at most 1024 (some 50 items are plenty)"}},
		"bad items": {"earthquakes", quake(`, {"id": "b", "properties": {"mag": 99, "updated": "x", "tsunami": true}}, 5`), []string{
			"s.json: item 2 (key b) would be refused: occurred_at has no value; magnitude is over max 12; tsunami is not written as number; version is of another type",
			"s.json: item 3 would be refused: occurred_at has no value; key has no value; version has no value",
		}},
		"wrong paths": {"earthquakes", `{"features": [{"id": "a", "properties": {"time": 1, "updated": 1, "magn": 1, "placee": 2, "kind": "c", "status": null,` +
			` "alert": null, "tsunami": 0, "felt": null, "url": null}, "geometry": {"coordinates": [1, 2]}}]}`, []string{
			"earthquakes.yaml:38:54: no item of the sample s.json has anything at properties.place; did you mean properties.placee?",
			"earthquakes.yaml:39:60: no item of the sample s.json has anything at properties.mag; did you mean properties.magn?",
			"earthquakes.yaml:40:62: no item of the sample s.json has anything at properties.magType",
			"earthquakes.yaml:71:75: no item of the sample s.json has anything at geometry.coordinates[2]",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := builtin(t, c.source)
			err := s.AddSample("s.json", []byte(c.text))
			var got []string
			if err != nil {
				got = strings.Split(err.Error(), "\n")
			}
			checkProblems(t, got, c.want)
			if (s.Sample != nil) != (c.want == nil) {
				t.Errorf("the source has a sample: %t", s.Sample != nil)
			}
		})
	}
}

// checkProblems compares errors with what they begin with; where one names a line of a source, the line may have moved.
func checkProblems(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d errors, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	for i, begin := range want {
		file, _, moves := strings.Cut(begin, ".yaml:")
		_, text, _ := strings.Cut(begin, ": ")
		switch {
		case moves && (!strings.HasPrefix(got[i], file+".yaml:") || !strings.Contains(got[i], text)),
			!moves && !strings.HasPrefix(got[i], begin):
			t.Errorf("got  %s\nwant %s", got[i], begin)
		}
	}
}

// TestOneAnswerForAll: a single recorded answer does for every entry.
func TestOneAnswerForAll(t *testing.T) {
	s := builtin(t, "weather")
	err := s.AddSample("s.json", []byte(`{"hourly": {"time": [0], "temperature_2m": [1], "relative_humidity_2m": [1], "precipitation": [1], "weather_code": [1], "wind_speed_10m": [1]}}`))
	if err != nil {
		t.Fatal(err)
	}
	records, _, err := s.Extract(s.Sample, noon)
	if err != nil || len(records) != 4 || len(source.Latest(records)) != 4 {
		t.Errorf("%d records: %v", len(records), err)
	}
}

func TestSummarize(t *testing.T) {
	s, data := good(t, "keywords")
	records, _, err := s.Extract([]source.Answer{{Entry: 0, Body: data}}, noon)
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	at := func(hour int) time.Time { return day.Add(time.Duration(hour) * time.Hour) }
	got := s.Summarize(records, time.Hour, at(8).Add(59*time.Minute), at(10))
	want := []source.Bucket{
		{Start: at(8), Measures: []any{nil, nil, "0", nil, nil}},
		{Start: at(9), Count: 1, Measures: []any{int64(12), "12.00", "-1", "1.0", "1.0001"}},
		{Start: at(10), Count: 1, Measures: []any{int64(-5), "-5.00", "13", "0.0", "0.0000"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = s.Summarize(records, 24*time.Hour, at(23), at(23))
	want = []source.Bucket{{Start: day, Count: 2, Measures: []any{int64(12), "3.50", "12", "0.5", "0.0000"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestURL(t *testing.T) {
	s, _ := good(t, "keywords")
	got := s.URL(s.Request.URL, 1, func(ago int) string { return noon.AddDate(0, 0, -ago).Format(time.DateOnly) })
	if want := "https://api.example.com/v1/large/orders?since=2026-11-13&in=%C3%BC%2F%25"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := s.URL("http://localhost/a.json", 0, nil); got != "http://localhost/a.json" {
		t.Error(got)
	}
}

func TestPaths(t *testing.T) {
	for text, want := range map[string]string{
		".": ".", "a": "a", "a.b[2]": "a.b[2]", "[0]": "[0]", "[0][1].c": "[0][1].c", `["a.b"].c`: `["a.b"].c`, `a["b c"]`: `a["b c"]`,
		"$ref": "$ref", "a-b.c_d": "a-b.c_d", `["a"]`: "a",
		"": "", "a.": "", ".a": "", "a..b": "", "a[": "", "a[x]": "", "a[-1]": "", "a[01]": "", "a]": "", `a["b]`: "", "a b": "", "é": "", "a[0]b": "",
		"a{b}": "", "a`": "", strings.Repeat("a.", 12) + "a": "",
	} {
		p, problem := source.ParsePath(text)
		switch {
		case want == "" && problem == "":
			t.Errorf("%q was taken as %v", text, p)
		case want != "" && (problem != "" || p.String() != want):
			t.Errorf("%q became %q: %s", text, p.String(), problem)
		}
		if again, _ := source.ParsePath(p.String()); want != "" && !cmp.Equal(again, p) {
			t.Errorf("%q does not survive the round trip: %v, %v", text, p, again)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"keywords", "station", "rates-of-the-day"} {
		s, _ := good(f, name)
		f.Add([]byte(s.Text))
	}
	for _, name := range []string{"earthquakes", "weather", "exchange-rates", "hacker-news"} {
		f.Add([]byte(builtin(f, name).Text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := source.Parse("s.yaml", data)
		if err != nil {
			return
		}
		if s.Item.Name == "" || s.Item.Time == nil || len(s.Item.Key) == 0 || s.Request.URL == "" {
			t.Errorf("taken: %+v", s)
		}
		_, _, _ = s.Extract([]source.Answer{{Entry: 0, Body: []byte(`{}`)}}, noon)
	})
}
