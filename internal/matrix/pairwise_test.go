package matrix

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/templates"
)

func builtin(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// withLanguages is a pack of so many languages, the last of which lacks a database.
func withLanguages(t *testing.T, n int) *pack.Pack {
	t.Helper()
	const choice = "title: X\nsummary: x\n"
	files := fstest.MapFS{"pack.yaml": {Data: []byte(`name: small
version: "1"
questions:
  - {name: language, title: L, ask: "?", files: "*/language.yaml", default: l0}
  - {name: type, title: T, ask: "?", files: "contract/*/choice.yaml", default: crud}
  - {name: database, title: D, ask: "?", files: "database/*/choice.yaml", default: a}
  - {name: domain, title: S, ask: "?", kind: model, files: "domains/*.yaml", default: one}
layers:
  - path: __language__/__type__
  - path: __language__/db/__database__
`)}}
	put := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text)} }
	for _, name := range []string{"contract/crud/choice.yaml", "database/a/choice.yaml", "database/b/choice.yaml", "database/c/choice.yaml",
		"domains/one.yaml", "domains/two.yaml", "domains/three.yaml"} {
		put(name, choice)
	}
	put("proofs/words.yaml", "entities: []")
	for i := range n {
		folder := fmt.Sprintf("l%d", i)
		put(folder+"/language.yaml", choice)
		put(folder+"/crud/x", "")
		put(folder+"/db/a/x", "")
		put(folder+"/db/b/x", "")
		if i == 0 || i < n-1 {
			put(folder+"/db/c/x", "")
		}
	}
	p, err := pack.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// choices are what two runs can have in common, as factor=value. Other subjects than the default one count as one.
func choices(r Run, domains []string) []string {
	model := r.Model
	if i := slices.Index(domains, model); i > 0 {
		model = "another"
	}
	return []string{"language=" + r.Language, "database=" + r.Database, "model=" + model,
		fmt.Sprint("image=", r.Image), fmt.Sprint("browser=", r.Browser), fmt.Sprint("audit=", r.Audit)}
}

// wanted are all pairs of choices that go together, found without the code under test.
func wanted(p *pack.Pack) map[string]bool {
	domains := Domains(p)
	all := map[string]bool{}
	for _, c := range Combinations(p) {
		for _, model := range slices.Concat(domains[:2], Proofs(p)) {
			for bits := range 8 {
				r := c
				r.Model, r.Image, r.Browser, r.Audit = model, bits&1 > 0, bits&2 > 0, bits&4 > 0
				addPairs(all, r, domains)
			}
		}
	}
	return all
}

func addPairs(all map[string]bool, r Run, domains []string) {
	values := choices(r, domains)
	for i, a := range values {
		for _, b := range values[i+1:] {
			all[a+" "+b] = true
		}
	}
}

func TestAnyTwoChoicesMeet(t *testing.T) {
	packs := map[string]*pack.Pack{"built in": builtin(t)}
	for n := 1; n <= 6; n++ {
		packs[fmt.Sprint(n, " languages")] = withLanguages(t, n)
	}
	for name, p := range packs {
		want, have := wanted(p), map[string]bool{}
		runs := Pairwise(p)
		for _, r := range runs {
			addPairs(have, r, Domains(p))
		}
		for pair := range want {
			if !have[pair] {
				t.Errorf("%s: %s never meet", name, pair)
			}
		}
		for pair := range have {
			if !want[pair] {
				t.Errorf("%s: %s is no choice", name, pair)
			}
		}
		// No fewer rows than this can do; a few more are no harm.
		languages, databases, models := len(p.Languages()), 3, 2+len(Proofs(p))
		least := max(languages*databases, languages*models, databases*models)
		t.Logf("%s: %d runs, at least %d", name, len(runs), least)
		if len(runs) > least+max(3, least/4) {
			t.Errorf("%s: %d runs; %d is the least that can do", name, len(runs), least)
		}
	}
}

func TestPairwiseIsTheSameEachTime(t *testing.T) {
	p := withLanguages(t, 4)
	if a, b := Pairwise(p), Pairwise(withLanguages(t, 4)); !slices.Equal(a, b) {
		t.Errorf("%v\n%v", a, b)
	}
	others := map[string]bool{}
	for _, r := range Pairwise(p) {
		others[r.Model] = true
	}
	if len(others) != 4 {
		t.Errorf("the subjects are %v, want all three and the proof", others)
	}
}

func TestMatrixHasEverything(t *testing.T) {
	p := withLanguages(t, 2)
	all := All(p)
	// Two languages with three and two databases: each with the default subject and the proof, and two further subjects
	// on the default database.
	if len(all) != 5*2+2*2 {
		t.Errorf("%d runs: %v", len(all), all)
	}
	names := map[string]bool{}
	for _, r := range all {
		if names[r.Name()] {
			t.Errorf("%s is there twice", r.Name())
		}
		names[r.Name()] = true
		if r.Image != (r.Model == "one") {
			t.Errorf("%s: %+v", r.Name(), r)
		}
	}
	for _, r := range Pairwise(p) {
		if !slices.ContainsFunc(Combinations(p), func(c Run) bool { return c.Combination() == r.Combination() }) {
			t.Errorf("%s is no combination", r.Combination())
		}
	}
}
