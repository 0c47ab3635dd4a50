package render_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/contract"
	"github.com/scaffolio/scaffolio/internal/source"
)

// contractSources are the sources that the document is made for: the built-in ones, and one of odd names.
func contractSources(t *testing.T) []*source.Source {
	t.Helper()
	p := feeds(t)
	q := p.QuestionOf("source")
	all := []*source.Source{testSource(t, "keywords"), testSource(t, "station")}
	for _, name := range p.ChoiceNames(q) {
		s, err := p.Source(q, name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func sourceDocument(t *testing.T, s *source.Source) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(feedsPlan(t, s)["openapi.json"]))
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return doc
}

// TestOpenAPIOfSources: the document of a microservice is valid and lists each operation with each status.
func TestOpenAPIOfSources(t *testing.T) {
	for _, s := range contractSources(t) {
		doc := sourceDocument(t, s)
		if err := doc.Validate(t.Context()); err != nil {
			t.Errorf("%s: %v", s, err)
		}
		want := map[string]string{}
		for _, op := range contract.SourceOperations(s) {
			if op.Public {
				want[op.Method+" "+op.Path] = statusText(op.Statuses)
			}
		}
		got := map[string]string{}
		for path, item := range doc.Paths.Map() {
			for method, op := range item.Operations() {
				got[method+" "+path] = statusText(statuses(op))
			}
		}
		// What operators ask is open, and its 500 and 429 are the framework's.
		for _, path := range []string{"/livez", "/readyz", "/metrics", "/openapi.json"} {
			delete(want, http.MethodGet+" "+path)
			delete(got, http.MethodGet+" "+path)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", s, diff)
		}
	}
}

func statuses(op *openapi3.Operation) (all []int) {
	for _, code := range slices.Sorted(maps.Keys(op.Responses.Map())) {
		n, _ := strconv.Atoi(code)
		all = append(all, n)
	}
	return all
}

func statusText(codes []int) string {
	var words []string
	for _, c := range codes {
		words = append(words, strconv.Itoa(c))
	}
	return strings.Join(words, " ")
}

// TestRecordsAreAsTheDocumentSays: what Extract makes of a sample, and the summary of it, fit the schemas.
func TestRecordsAreAsTheDocumentSays(t *testing.T) {
	for _, s := range contractSources(t) {
		doc := sourceDocument(t, s)
		records, _, err := s.Extract(s.Sample, time.UnixMilli(0))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			data, err := r.JSON()
			if err != nil {
				t.Fatal(err)
			}
			checkSchema(t, doc, s.Item.Pascal(), data)
		}
		latest := source.Latest(records)
		if len(latest) == 0 {
			continue
		}
		newest := latest[0].Time
		var items []map[string]any
		for _, b := range s.Summarize(latest, time.Hour, newest.Add(-48*time.Hour), newest) {
			line := map[string]any{"start": b.Start.Format(time.RFC3339), "count": b.Count}
			for i, m := range s.Measures {
				line[m.Name] = b.Measures[i]
			}
			items = append(items, line)
		}
		data, err := json.Marshal(map[string]any{"bucket": "hour", "items": items})
		if err != nil {
			t.Fatal(err)
		}
		checkSchema(t, doc, "summary", data)
		checkRefused(t, doc, s.Item.Pascal())
	}
}

func checkSchema(t *testing.T, doc *openapi3.T, schema string, data []byte) {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if err := doc.Components.Schemas[schema].Value.VisitJSON(v, openapi3.EnableJSONSchema2020()); err != nil {
		t.Errorf("%s is not as the document says: %v\n%s", schema, err, data)
	}
}

// checkRefused makes sure that the check above can fail.
func checkRefused(t *testing.T, doc *openapi3.T, schema string) {
	t.Helper()
	if err := doc.Components.Schemas[schema].Value.VisitJSON(map[string]any{"key": "a"}, openapi3.EnableJSONSchema2020()); err == nil {
		t.Errorf("%s takes an item without fields", schema)
	}
}
