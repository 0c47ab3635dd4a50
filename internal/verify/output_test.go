package verify

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scaffolio/scaffolio/internal/conformance"
)

func sampleReport() *Report {
	return &Report{
		Project: "my-books", Took: 61 * time.Second,
		Environment: Environment{OS: "linux", Arch: "amd64", CPUs: 2, Toolchain: "go1.26.8", Servers: []string{"PostgreSQL 18.1, container postgres:18"}},
		Results: []Result{
			{Group: "project", Name: "test", Status: conformance.Fail, Detail: "it ended with code 1:\n--- FAIL: <TestBooks>", Took: 2 * time.Second},
			{Group: "sqlite", Name: "livez", Chapter: 2, Clause: "GET /livez 200", Status: conformance.Pass},
			{Group: "sqlite", Name: "database away", Chapter: 2, Clause: "503", Status: conformance.Skip, Detail: "no server"},
			{Group: "sqlite", Name: "register", Chapter: 3, Clause: "201 with Location", Status: conformance.Fail, Detail: "status 200"},
		},
	}
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	text := &Text{W: &b}
	report := sampleReport()
	for _, r := range report.Results {
		text.Result(r)
	}
	text.End(report)
	want := `
project
  fail  test (2s)
        it ended with code 1:
        --- FAIL: <TestBooks>

sqlite
  pass  chapter 2, operation: 1 passed, 1 skipped
  fail  register
        201 with Location
        status 200
  fail  chapter 3, accounts: 0 passed, 1 failed

linux/amd64, 2 processors; go1.26.8; PostgreSQL 18.1, container postgres:18
1 passed, 2 failed, 1 skipped in 1m1s
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestJUnit(t *testing.T) {
	var b bytes.Buffer
	if err := sampleReport().JUnit(&b); err != nil {
		t.Fatal(err)
	}
	var back junitSuites
	if err := xml.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if back.Tests != 4 || back.Failures != 2 || back.Skipped != 1 || len(back.Suites) != 2 {
		t.Errorf("got %+v", back)
	}
	if !strings.Contains(b.String(), "--- FAIL: &lt;TestBooks&gt;") {
		t.Errorf("the failure's text is missing:\n%s", b.String())
	}
}
