package source_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/source"
)

// good reads one of the good sources of testdata, and the sample beside it.
func good(t testing.TB, name string) (*source.Source, []byte) {
	t.Helper()
	s := parse(t, "../../testdata/sources/good/"+name+".yaml")
	data, err := os.ReadFile("../../testdata/sources/good/" + name + ".sample.json")
	if err != nil {
		t.Fatal(err)
	}
	return s, data
}

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// extract gives the records and what was refused as lines.
func extract(t testing.TB, s *source.Source, answers ...source.Answer) (records, rejected []string) {
	t.Helper()
	recs, bad, err := s.Extract(answers, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recs {
		data, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, string(data))
	}
	for _, b := range bad {
		line := fmt.Sprintf("%d/%d", b.Entry, b.Index)
		if b.Key != nil {
			line += " " + *b.Key
		}
		for _, e := range b.Errors {
			line += " " + e.Field + ":" + string(e.Code)
		}
		rejected = append(rejected, line)
	}
	return records, rejected
}

func TestMap(t *testing.T) {
	s, data := good(t, "rates-of-the-day")
	records, rejected := extract(t, s, source.Answer{Entry: -1, Body: data})
	want := []string{
		`{"key":"AUD~2026-11-20","day":"2026-11-20","currency":"AUD","rate":"1.7752","version":1795176000000}`,
		`{"key":"CHF~2026-11-20","day":"2026-11-20","currency":"CHF","rate":"0.9345","version":1795176000000}`,
		`{"key":"JPY~2026-11-20","day":"2026-11-20","currency":"JPY","rate":"178.9600","version":1795176000000}`,
		`{"key":"USD~2026-11-20","day":"2026-11-20","currency":"USD","rate":"1.1563","version":1795176000000}`,
	}
	if diff := cmp.Diff(want, records); diff != "" || rejected != nil {
		t.Error(diff, rejected)
	}
}

func TestSingle(t *testing.T) {
	s, data := good(t, "station")
	records, rejected := extract(t, s, source.Answer{Entry: -1, Body: data})
	want := []string{`{"key":"2026-11-20T180000.000Z","seen":"2026-11-20T18:00:00.000Z","latitude":"-12.3457","longitude":"170.0001","half":"south","version":1795197600000}`}
	if diff := cmp.Diff(want, records); diff != "" || rejected != nil {
		t.Error(diff, rejected)
	}
}

func TestEveryTypeAndForm(t *testing.T) {
	s, data := good(t, "keywords")
	records, rejected := extract(t, s, source.Answer{Entry: 0, Body: data}, source.Answer{Entry: 1, Body: data})
	small := []string{
		`{"key":"small~17","class":"small","range":1,"default":true,"import":"a b&c","from":"2026-11-20T09:00:00.987Z","to":"2026-11-20T18:00:00.123Z",` +
			`"select":"2026-02-28","where":"line\n\ttwo ","order":12,"float":"-1","double":"1.0001","long":"9007199254740991","package":null,` +
			`"public":true,"static":true,"void":null,"type":"default","json":"is","model_config":"other","copy":"true","async":"catch","await":"else","len":"All \"orders\"","version":3}`,
		`{"key":"small~17","class":"small","range":1,"default":true,"import":"a b&c","from":"2026-11-20T10:00:00.000Z","to":null,` +
			`"select":null,"where":null,"order":-5,"float":"13","double":"0.0000","long":"3","package":"http://example.com",` +
			`"public":null,"static":false,"void":null,"type":"class","json":"isnt","model_config":"this","copy":null,"async":"finally","await":"if","len":"All \"orders\"","version":2}`,
	}
	want := append([]string{}, small...)
	for _, line := range small {
		line = strings.ReplaceAll(line, `"small`, `"large`)
		want = append(want, strings.ReplaceAll(line, `"range":1,"default":true,"import":"a b&c"`, `"range":20,"default":false,"import":"ü/%"`))
	}
	if diff := cmp.Diff(want, records); diff != "" {
		t.Error(diff)
	}
	bad := []string{
		"0/2 order:too_small key:invalid_format version:required",
		"0/3 small~c from:invalid_format select:invalid_format order:wrong_type long:wrong_type public:not_allowed static:not_allowed type:not_allowed json:wrong_type",
		"0/4 from:required key:required version:required",
	}
	for _, line := range bad {
		bad = append(bad, "1"+strings.ReplaceAll(line[1:], "small~", "large~"))
	}
	if diff := cmp.Diff(bad, rejected); diff != "" {
		t.Error(diff)
	}
}

func TestLatest(t *testing.T) {
	s, data := good(t, "keywords")
	records, _, err := s.Extract([]source.Answer{{Entry: 1, Body: data}, {Entry: 0, Body: data}, {Entry: 0, Body: data}}, noon)
	if err != nil {
		t.Fatal(err)
	}
	latest := source.Latest(records)
	if len(latest) != 2 || latest[0].Key != "small~17" || latest[1].Key != "large~17" || latest[0].Version != 3 || latest[1].Version != 3 {
		t.Errorf("%+v", latest)
	}
}

// TestTwelveHoursOfWeather: columns become rows, one answer for each city.
func TestTwelveHoursOfWeather(t *testing.T) {
	s := builtin(t, "weather")
	body := `{"hourly": {"time": [1795197600, 1795201200, null, 1795208400], "temperature_2m": [1.25, -0.04, 3, null], "weather_code": [1000, 71]}}`
	records, rejected := extract(t, s, source.Answer{Entry: 3, Body: []byte(body)})
	want := []string{
		`{"key":"tokyo~2026-11-20T180000.000Z","city":"tokyo","city_name":"Tokyo","hour":"2026-11-20T18:00:00.000Z","temperature":"1.3","humidity":null,"precipitation":null,"wind":null,"sky":"other","warmth":"cold","version":1795176000000}`,
		`{"key":"tokyo~2026-11-20T190000.000Z","city":"tokyo","city_name":"Tokyo","hour":"2026-11-20T19:00:00.000Z","temperature":"0.0","humidity":null,"precipitation":null,"wind":null,"sky":"snow","warmth":"cold","version":1795176000000}`,
		`{"key":"tokyo~2026-11-20T210000.000Z","city":"tokyo","city_name":"Tokyo","hour":"2026-11-20T21:00:00.000Z","temperature":null,"humidity":null,"precipitation":null,"wind":null,"sky":"other","warmth":null,"version":1795176000000}`,
	}
	if diff := cmp.Diff(want, records); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"3/2 hour:required"}, rejected); diff != "" {
		t.Error(diff)
	}
}

// TestEarthquakeOddities: the values of a feed as the docs show them, and some that go wrong.
func TestEarthquakeOddities(t *testing.T) {
	s := builtin(t, "earthquakes")
	for name, c := range map[string]struct{ properties, want string }{
		"null magnitude":   {`"mag": null`, `"magnitude":null,"magnitude_type":null,"strength":null`},
		"negative":         {`"mag": -0.005`, `"magnitude":"-0.01"`},
		"no negative zero": {`"mag": -0.004`, `"magnitude":"0.00"`},
		"half":             {`"mag": 2.675`, `"magnitude":"2.68"`},
		"a limit":          {`"mag": 3.995`, `"magnitude":"4.00","magnitude_type":null,"strength":"light"`},
		"exponent":         {`"mag": 0.12e1`, `"magnitude":"1.20"`},
		"tiny":             {`"mag": 1e-300`, `"magnitude":"0.00"`},
		"huge exponent":    {`"mag": 1e999999999`, `magnitude:too_large`},
		"tiny exponent":    {`"mag": 1e-999999999`, `"magnitude":"0.00"`},
		"too small":        {`"mag": -6`, `magnitude:too_small`},
		"text":             {`"mag": "4.5"`, `magnitude:wrong_type`},
		"list":             {`"mag": [4]`, `magnitude:wrong_type`},
		"unknown alert":    {`"alert": "purple"`, `"alert":null`},
		"number as alert":  {`"alert": 4`, `"alert":null`},
		"two tsunamis":     {`"tsunami": 2`, `tsunami:not_allowed`},
		"space":            {`"place": "  a  b\t"`, `"place":"a  b"`},
		"line break":       {`"place": "a\nb"`, `place:invalid_format`},
		"too long":         {`"place": "` + strings.Repeat("é", 201) + `"`, `place:too_long`},
		"just right":       {`"place": "` + strings.Repeat("é", 200) + `"`, `"place":"é`},
		"script":           {`"place": "<script>"`, `"place":"<script>"`},
		"felt by half":     {`"felt": 1.5`, `felt:wrong_type`},
		"felt by 3.0":      {`"felt": 3.0`, `"felt":3,`},
		"javascript link":  {`"url": "javascript:alert(1)"`, `"details":null`},
	} {
		t.Run(name, func(t *testing.T) {
			body := `{"features": [{"id": "a", "properties": {"time": 1795197600000, "updated": 1, ` + c.properties + `}}]}`
			records, rejected := extract(t, s, source.Answer{Entry: -1, Body: []byte(body)})
			got := strings.Join(append(records, rejected...), "\n")
			if !strings.Contains(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestKeys: what can stand in an address.
func TestKeys(t *testing.T) {
	s := builtin(t, "earthquakes")
	for id, want := range map[string]string{
		`"a.b_c~d-1"`: "a.b_c~d-1", `12`: "12", `12.0`: "12", `-3`: "-3",
		`"` + strings.Repeat("x", 128) + `"`: strings.Repeat("x", 128),
		`"` + strings.Repeat("x", 129) + `"`: "", `""`: "", `"."`: "", `".."`: "", `"a/b"`: "", `"é"`: "", `"a b"`: "", `null`: "", `1.5`: "", `true`: "", `{}`: "", `1e30`: "",
	} {
		body := `{"features": [{"id": ` + id + `, "properties": {"time": 1795197600000, "updated": 1}}]}`
		records, rejected, err := s.Extract([]source.Answer{{Entry: -1, Body: []byte(body)}}, noon)
		switch {
		case err != nil:
			t.Fatal(err)
		case want == "" && len(rejected) != 1:
			t.Errorf("the key %s was taken as %s", id, records[0].Key)
		case want != "" && (len(records) != 1 || records[0].Key != want):
			t.Errorf("the key %s became %+v, %+v", id, records, rejected)
		}
	}
}

// TestHostileAnswers: an answer that is not what the source says is refused as a whole.
func TestHostileAnswers(t *testing.T) {
	for name, c := range map[string]struct{ source, body, want string }{
		"empty":           {"earthquakes", "", "not JSON"},
		"HTML":            {"earthquakes", "<!doctype html>", "not JSON"},
		"cut":             {"earthquakes", `{"features": [{"id": "a"`, "not JSON"},
		"two documents":   {"earthquakes", `{"features": []} {}`, "something behind"},
		"deep":            {"earthquakes", strings.Repeat("[", 100_000), "not JSON"},
		"NaN":             {"earthquakes", `{"features": [NaN]}`, "not JSON"},
		"a list":          {"earthquakes", `[]`, "no list at features"},
		"null":            {"earthquakes", `null`, "no list at features"},
		"renamed":         {"earthquakes", `{"Features": []}`, "no list at features"},
		"an object":       {"earthquakes", `{"features": {}}`, "no list at features"},
		"no columns":      {"weather", `{"hourly": {}}`, "none of the columns time, temperature_2m"},
		"no hours":        {"weather", `{"hourly": [1]}`, "no object at hourly"},
		"an error":        {"exchange-rates", `{"message": "not found"}`, "no list at ."},
		"single null":     {"hacker-news", `{"hits": null}`, "no list at hits"},
		"a mark in front": {"earthquakes", "\xef\xbb\xbf" + `{"features": []}`, ""},
		"nothing":         {"earthquakes", `{"features": []}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := builtin(t, c.source).Extract([]source.Answer{{Entry: 0, Body: []byte(c.body)}}, noon)
			if got := fmt.Sprint(err); c.want == "" && err != nil || c.want != "" && !strings.Contains(got, c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func FuzzExtract(f *testing.F) {
	for _, name := range []string{"keywords", "station", "rates-of-the-day"} {
		_, data := good(f, name)
		f.Add(data)
	}
	for _, s := range []string{`{"hourly":{"time":[1e400,-1],"temperature_2m":[0.1e-7,1e20]}}`, `[{"date":"0999-12-31","quote":"USD","rate":-0}]`, `{"a":1,"a":2}`, `{"hits":[{"objectID":"\ud800","created_at":"9999-12-31T23:59:59-23:59"}]}`} {
		f.Add([]byte(s))
	}
	sources := []*source.Source{builtin(f, "earthquakes"), builtin(f, "weather"), builtin(f, "exchange-rates"), builtin(f, "hacker-news")}
	for _, name := range []string{"keywords", "station", "rates-of-the-day"} {
		s, _ := good(f, name)
		sources = append(sources, s)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, s := range sources {
			records, _, err := s.Extract([]source.Answer{{Entry: 0, Body: body}}, noon)
			if err != nil {
				continue
			}
			for _, r := range records {
				checkRecord(t, s, r)
			}
		}
	})
}

// checkRecord makes sure of what holds for whatever an API answers.
func checkRecord(t *testing.T, s *source.Source, r *source.Record) {
	t.Helper()
	if _, err := r.JSON(); err != nil || r.Key == "" || r.Time.Year() < 1000 || r.Time.Year() > 9999 {
		t.Errorf("%s: %+v: %v", s, r, err)
	}
	for _, f := range s.Item.Fields {
		v := r.Value(f.Name)
		if f.Required && v == nil {
			t.Errorf("%s: %s is null, and never should be", s, f.Name)
		}
		if text, ok := v.(string); ok && f.Type == "enum" && !strings.Contains(" "+strings.Join(f.Values, " ")+" ", " "+text+" ") {
			t.Errorf("%s: %s is %q, none of %v", s, f.Name, text, f.Values)
		}
	}
}
