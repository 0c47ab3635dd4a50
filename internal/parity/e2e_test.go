package parity_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/parity"
	"github.com/scaffolio/scaffolio/internal/tooltest"
	"github.com/scaffolio/scaffolio/internal/verify"
	"github.com/scaffolio/scaffolio/templates"
)

// TestE2E makes the project of testdata/model.yaml in every language with the real program, sends all requests of
// testdata to each, and compares. SCAFFOLIO_E2E=parity is all languages, parity,go,python some; the first is what
// the others are held against.
func TestE2E(t *testing.T) {
	first, rest, _ := strings.Cut(os.Getenv("SCAFFOLIO_E2E"), ",")
	if first != "parity" {
		t.Skip("SCAFFOLIO_E2E=parity runs this; it takes minutes, most of them to install and to build")
	}
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		t.Fatal(err)
	}
	languages := p.Languages()
	if rest != "" {
		languages = strings.Split(rest, ",")
	}
	scripts, err := parity.Load(os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	tool := tooltest.Build(t)
	built := make([]*verify.Built, len(languages))
	for i, language := range languages { // one after the other: each uses all cores
		begin := time.Now()
		built[i] = build(t, p, tooltest.New(t, tool, "--language", language, "--model", filepath.Join("testdata", "model.yaml")))
		t.Logf("%s: installed and built in %s", language, time.Since(begin).Round(time.Second))
	}
	for _, group := range parity.ByEnv(scripts) {
		for _, difference := range parity.Compare(playAll(t, languages, built, group)) {
			t.Errorf("%s", difference.Text)
		}
	}
}

// playAll sends the scripts to all languages at the same time.
func playAll(t *testing.T, languages []string, built []*verify.Built, scripts []parity.Script) []parity.Played {
	t.Helper()
	all := make([]parity.Played, len(languages))
	var group sync.WaitGroup
	var failed atomic.Bool
	for i, language := range languages {
		group.Go(func() {
			served, err := built[i].Serve(t.Context(), verify.SQLite, scripts[0].Env)
			if err != nil {
				t.Errorf("%s: %v", language, err)
				failed.Store(true)
				return
			}
			begin := time.Now()
			answers, err := parity.Play(t.Context(), strings.TrimPrefix(served.BaseURL, "http://"), scripts)
			if err != nil {
				t.Errorf("%s: %v", language, err)
				failed.Store(true)
			}
			t.Logf("%s: %d requests in %s", language, len(answers), time.Since(begin).Round(time.Millisecond))
			all[i] = parity.Played{Name: language, Answers: answers}
			if err := served.Stop(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if failed.Load() {
		t.FailNow()
	}
	return all
}

func build(t *testing.T, p *pack.Pack, dir string) *verify.Built {
	t.Helper()
	subject, err := verify.Load(dir, p)
	if err != nil {
		t.Fatal(err)
	}
	built, err := verify.Build(t.Context(), subject, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := built.Close(); err != nil {
			t.Error(err)
		}
	})
	return built
}
