package conformance_test

import (
	"context"
	"maps"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/conformance/fake"
	"github.com/scaffolio/scaffolio/internal/model"
)

// everything is a model with all that a check can need: each type with and without limits, a chain of parents.
const everything = `
entities:
  - name: Shelf
    fields:
      - {name: label, type: string, required: true, max: 80, unique: true, sort: true}
      - {name: size, type: enum, values: [small, large], default: small, filter: true}
  - name: Book
    parent: Shelf
    fields:
      - {name: title,   type: string,   required: true, max: 200, search: true, sort: true}
      - {name: code,    type: string,   required: true, min: 3, max: 30, unique: true, filter: true}
      - {name: pages,   type: integer,  required: true, min: 1, max: 10000, filter: true, sort: true}
      - {name: copies,  type: integer}
      - {name: status,  type: enum, values: [to_read, reading, done], default: to_read, filter: true, sort: true}
      - {name: price,   type: decimal,  scale: 2, required: true, min: "0", max: "5000.5", filter: true, sort: true}
      - {name: rate,    type: decimal,  scale: 4}
      - {name: count,   type: decimal,  scale: 0}
      - {name: bought,  type: date,     filter: true}
      - {name: due,     type: datetime, required: true, sort: true}
      - {name: link,    type: url}
      - {name: contact, type: email}
      - {name: loved,   type: boolean,  default: false, filter: true}
      - {name: isbn,    type: string,   unique: true, max: 40}
      - {name: notes,   type: text,     search: true}
      - {name: summary, type: text,     required: true, max: 500}
  - name: Note
    parent: Book
    fields:
      - {name: text, type: string, required: true}
`

const (
	adminEmail    = "admin@example.com"
	adminPassword = "the admin's password"
)

func parse(t testing.TB) *model.Model {
	t.Helper()
	m, err := model.Parse("everything.yaml", []byte(everything))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// bench is a fake service and the means to start more of its kind.
type bench struct {
	model    *model.Model
	faults   fake.Faults
	patience fake.Patience
	data     *fake.Data

	mu    sync.Mutex
	named map[string]*fake.Data
	all   []*fake.Data
}

func newBench(t testing.TB, faults fake.Faults, hash time.Duration) *bench {
	t.Helper()
	return &bench{
		model: parse(t), faults: faults, data: fake.NewData(), named: map[string]*fake.Data{},
		patience: fake.Patience{Grace: 2 * time.Second, Tries: 300 * time.Millisecond, Drain: 1500 * time.Millisecond, Hash: hash},
	}
}

func baseEnv() map[string]string {
	return map[string]string{
		"APP_ENV": "development", "RATE_LIMIT_PER_MINUTE": "0", "LOGIN_RATE_LIMIT_PER_MINUTE": "100000", "DATABASE_URL": "sqlite:///x",
	}
}

// start is Target.Start for the fake.
func (b *bench) start(_ context.Context, o conformance.StartOptions) (conformance.Instance, error) {
	env := baseEnv()
	maps.Copy(env, o.Env)
	for _, name := range o.Unset {
		delete(env, name)
	}
	env[".env"] = o.DotEnv
	return fake.Start(b.model, env, b.dataFor(o.Data), b.faults, b.patience), nil
}

func (b *bench) dataFor(name string) *fake.Data {
	b.mu.Lock()
	defer b.mu.Unlock()
	if name != "" && b.named[name] != nil {
		return b.named[name]
	}
	data := fake.NewData()
	b.named[name] = data
	b.all = append(b.all, data)
	return data
}

// Stop takes the database away from all programs, Start brings it back.
func (b *bench) Stop(context.Context) error  { b.away(true); return nil }
func (b *bench) Start(context.Context) error { b.away(false); return nil }

func (b *bench) away(away bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, data := range append(b.all, b.data) {
		data.Down(away)
	}
}

func (b *bench) UnreachableURL() string { return fake.Unreachable }
func (b *bench) Spellings() []string {
	return []string{"postgresql://u%40x:p%2F@db/books?sslmode=disable"}
}

// target is the fake as verify would give it to the suite.
func (b *bench) target(t testing.TB) conformance.Target {
	t.Helper()
	env := baseEnv()
	env["ADMIN_EMAIL"], env["ADMIN_PASSWORD"] = adminEmail, adminPassword
	program := fake.Start(b.model, env, b.data, b.faults, b.patience)
	t.Cleanup(func() { _ = program.Stop(context.Background()) })
	return conformance.Target{
		BaseURL: program.BaseURL(), Model: b.model, Type: "crud", AdminEmail: adminEmail, AdminPassword: adminPassword,
		Start: b.start, Database: b, SampleSecrets: []string{fake.SampleSecret}, Tag: "own",
		Patience: conformance.Patience{
			RotationGrace: b.patience.Grace, DatabaseTries: b.patience.Tries, Drain: b.patience.Drain, Ready: 3 * time.Second,
			Lull: 10 * time.Millisecond,
		},
	}
}

func run(t testing.TB, target conformance.Target) conformance.Report {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}
	defer transport.CloseIdleConnections()
	target.Transport = transport
	report, err := conformance.Run(context.Background(), target, conformance.ReporterFunc(func(conformance.Result) {}))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAServiceThatKeepsTheContractPassesEveryCheck(t *testing.T) {
	report := run(t, newBench(t, fake.Faults{}, 4*time.Millisecond).target(t))
	for _, r := range report.Results {
		if r.Status != conformance.Pass {
			t.Errorf("%d %s: %s: %s", r.Chapter, r.Name, r.Status, r.Detail)
		}
		if testing.Verbose() && r.Took > 300*time.Millisecond {
			t.Logf("%s took %s", r.Name, r.Took)
		}
	}
}
