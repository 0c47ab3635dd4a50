package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/packtest"
	"github.com/scaffolio/scaffolio/internal/project"
	"github.com/scaffolio/scaffolio/internal/prompt"
)

// feedsApp is testApp with a pack that offers a project type with sources.
func feedsApp(t *testing.T, steps ...prompt.Step) (a *App, stdout, stderr *bytes.Buffer) {
	t.Helper()
	a, stdout, stderr = testApp(t, steps...)
	p := packtest.Feeds(t, "../..")
	a.Pack = func() (*pack.Pack, error) { return p, nil }
	return a, stdout, stderr
}

// stationFiles writes a source of the user's own and a sample of it.
func stationFiles(t *testing.T, dir string) (source, sample string) {
	t.Helper()
	for _, name := range []string{"station.yaml", "station.sample.json"} {
		data, err := os.ReadFile("../../testdata/sources/good/" + name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "station.yaml"), filepath.Join(dir, "station.sample.json")
}

// oneLine is text as if the terminal were endlessly wide.
func oneLine(text *bytes.Buffer) string { return strings.Join(strings.Fields(text.String()), " ") }

func TestNewWithASource(t *testing.T) {
	dir := t.TempDir()
	file, sample := stationFiles(t, dir)
	for name, test := range map[string]struct {
		args    []string
		command string // part of the line that makes it again
		has     string
	}{
		"default":  {nil, "--source earthquakes", "earthquakes.txt"},
		"built in": {[]string{"--source", "weather"}, "--source weather", "readings.txt"},
		"own":      {[]string{"--source", file}, "--source " + file, "samples/station.json"},
		"sampled":  {[]string{"--source", file, "--sample", sample}, "--source " + file + " --sample " + sample, "samples/station.json"},
		"by set":   {[]string{"--set", "source=" + file, "--set", "sample=" + sample}, "--sample " + sample, "samples/station.json"},
	} {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			a, stdout, stderr := feedsApp(t)
			if code := a.Run(t.Context(), append([]string{"new", "my-feed", "--output-dir", out, "--yes"}, test.args...)); code != exitOK {
				t.Fatalf("exit code %d\n%s", code, stderr)
			}
			if !strings.Contains(stdout.String(), test.command) {
				t.Errorf("stdout lacks %q:\n%s", test.command, stdout)
			}
			if _, err := os.Stat(filepath.Join(out, "my-feed", test.has)); err != nil {
				t.Error(err)
			}
			lock, err := project.ReadLock(filepath.Join(out, "my-feed"))
			if err != nil {
				t.Fatal(err)
			}
			if lock.Answers["source"] == "" {
				t.Errorf("the lock doesn't name the source: %v", lock.Answers)
			}
			text, err := os.ReadFile(filepath.Join(out, "my-feed", "source.yaml"))
			if err != nil || string(lock.Source) != string(text) {
				t.Errorf("the lock has another source than the project: %v\n%s", err, lock.Source)
			}
		})
	}
}

func TestNewRefusesBadSources(t *testing.T) {
	dir := t.TempDir()
	file, _ := stationFiles(t, dir)
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	bad := write("bad.yaml", "title: A\nsumry: b\n")
	wrong := write("wrong.json", `{"timestamp": "yesterday", "iss_position": {"latitude": "1", "longitude": "2"}}`)
	for name, test := range map[string]struct {
		args []string
		want []string
	}{
		"a typo":                 {[]string{"--source", "earthquake"}, []string{`no built-in source "earthquake"`, "Did you mean earthquakes?", "my-source.yaml"}},
		"nothing":                {[]string{"--source", ""}, []string{"--source is empty"}},
		"no such file":           {[]string{"--source", "nowhere.yaml"}, []string{"there is no file nowhere.yaml"}},
		"a bad file":             {[]string{"--source", bad}, []string{bad + `:2:1: a source has no key "sumry"; did you mean summary?`, "describe earthquakes --yaml"}},
		"no such sample":         {[]string{"--source", file, "--sample", "x.json"}, []string{"there is no file x.json"}},
		"a wrong sample":         {[]string{"--source", file, "--sample", wrong}, []string{wrong + ": item 1 would be refused: seen is not written as epoch_s"}},
		"an empty sample":        {[]string{"--sample", ""}, []string{"--sample is empty"}},
		"another's sample":       {[]string{"--sample", wrong}, []string{"the answer has no list at features"}},
		"a source for CRUD":      {[]string{"--type", "crud", "--source", "weather"}, []string{"--source has no meaning together with language scheme, type crud"}},
		"a sample for CRUD":      {[]string{"--type", "crud", "--sample", file}, []string{"this is not JSON"}},
		"a model for a service":  {[]string{"--entity", "Book: title!"}, []string{"--model and --entity have no meaning together"}},
		"a domain for a service": {[]string{"--domain", "books"}, []string{"--domain has no meaning together"}},
	} {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			a, _, stderr := feedsApp(t)
			code := a.Run(t.Context(), append([]string{"new", "my-feed", "--output-dir", out, "--yes"}, test.args...))
			if code != exitUsage {
				t.Errorf("exit code %d", code)
			}
			for _, want := range test.want {
				if !strings.Contains(oneLine(stderr), want) {
					t.Errorf("stderr lacks %q:\n%s", want, stderr)
				}
			}
			if entries, err := os.ReadDir(out); err != nil || len(entries) > 0 {
				t.Errorf("something was written: %v, %v", entries, err)
			}
		})
	}
}

func TestNewAsksForASource(t *testing.T) {
	dir := t.TempDir()
	file, sample := stationFiles(t, dir)
	a, stdout, stderr := feedsApp(t,
		prompt.Step{Question: "fetch", Answer: answer.Own},
		prompt.Step{Question: "Which file", Answer: filepath.Join(dir, "nothing.yaml")},
		prompt.Step{Question: "Which file", Answer: file},
		prompt.Step{Question: "recorded answer", Answer: file},
		prompt.Step{Question: "recorded answer", Answer: sample},
		prompt.Step{Question: "Make it?", Answer: "yes"},
	)
	code := a.Run(t.Context(), []string{"new", "my-feed", "--output-dir", dir, "--type", "microservice", "--language", "scheme"})
	if code != exitOK {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	if !strings.Contains(oneLine(stderr), "Space station, "+file) || !strings.Contains(stderr.String(), "Positions") {
		t.Errorf("the summary:\n%s", stderr)
	}
	if !strings.Contains(stdout.String(), "--sample "+sample) {
		t.Errorf("stdout:\n%s", stdout)
	}
}

// TestSourcesAreShown where the pack has a type with sources, and nowhere where it has none.
func TestSourcesAreShown(t *testing.T) {
	for _, test := range []struct {
		args string
		want []string
	}{
		{"list sources", []string{"earthquakes", "(default)", "weather", "exchange-rates", "hacker-news"}},
		{"list", []string{"(--source)"}},
		{"describe weather", []string{"Weather (--source weather)", "Every", "30m", "CC BY 4.0", "10,000 calls a day", "warmth: band of temperature, frost"}},
		{"describe weather --yaml", []string{"title: Weather", "shape: columns"}},
		{"describe books --yaml", []string{"title: Books"}},
		{"describe source", []string{"SCAFFOLIO_SOURCE"}},
		{"new --help", []string{"--source", "--sample"}},
	} {
		a, stdout, stderr := feedsApp(t)
		if code := a.Run(t.Context(), strings.Fields(test.args)); code != exitOK {
			t.Errorf("%s: exit code %d\n%s", test.args, code, stderr)
		}
		for _, want := range test.want {
			if !strings.Contains(stdout.String(), want) {
				t.Errorf("%s lacks %q:\n%s", test.args, want, stdout)
			}
		}
		a, stdout, _ = testApp(t)
		_ = a.Run(t.Context(), strings.Fields(test.args))
		if p, err := a.Pack(); err != nil || p.QuestionOf(answer.SourceKind) != nil {
			continue // the built-in pack has sources by now
		}
		for _, promise := range []string{"earthquakes", "hacker-news", "--source", "--sample"} {
			if strings.Contains(stdout.String(), promise) {
				t.Errorf("%s promises %s, which is not there yet:\n%s", test.args, promise, stdout)
			}
		}
	}
}

func TestDescribeSourceAsJSON(t *testing.T) {
	a, stdout, stderr := feedsApp(t)
	if code := a.Run(t.Context(), []string{"describe", "earthquakes", "--json"}); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	var doc struct {
		Choices []struct {
			Source struct {
				Interval, Item string
				Fields         []string
			}
		}
	}
	if err := json.Unmarshal(stdout.Bytes(), &doc); err != nil || len(doc.Choices) != 1 || doc.Choices[0].Source.Item != "Earthquake" || len(doc.Choices[0].Source.Fields) != 13 {
		t.Errorf("%v: %+v", err, doc)
	}
}
