// Package verify proves a generated project: it runs the project's own commands, starts the project on a free
// port, and runs the conformance suite against it, on SQLite and on the database servers that are asked for.
//
// What runs comes from the pack, never from the project, with an environment that holds nothing but an allow-list.
// Nothing is left running and no file is left behind, however a run ends.
package verify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
)

// SQLite is the engine that needs no server.
const SQLite = "sqlite"

// Options says what to verify and how.
type Options struct {
	Subject *Subject // the project; nil with URL alone

	// URL is a running service: only the suite runs, against it. Model says what it is about, and is the
	// subject's when nil.
	URL   string
	Model *model.Model

	Engines  []string // sqlite, postgres, mysql, mariadb; sqlite alone when empty
	Audit    bool     // run the linters too that a project doesn't install for itself
	Image    bool     // build the project's image and run the suite against its container too
	Chapters []int    // of the contract; all when empty
	Only     []string // names of checks; all when empty
	Servers  *Servers // shared with other runs; nil: this run starts and stops its own

	// Again leaves out what a project of the same language and type has shown: how it starts, what it refuses, and that what
	// holds in a container holds outside of it.
	Again bool

	// Walk drives the project's page in a browser, after the suite; nil: not asked for. It returns a line of
	// what it saw. A Skipped says why there was none.
	Walk func(ctx context.Context, target conformance.Target) (string, error)

	Limits Limits
}

// Limits are the times that the parts of a run may take; the zero value is good for a slow machine.
type Limits struct {
	Command time.Duration // one command of the project
	Start   time.Duration // until the project is ready
	Suite   time.Duration // the suite on one engine
}

func (l Limits) orDefault() Limits {
	if l.Command == 0 {
		l.Command = 15 * time.Minute
	}
	if l.Start == 0 {
		l.Start = 2 * time.Minute
	}
	if l.Suite == 0 {
		l.Suite = 20 * time.Minute
	}
	return l
}

// EnvironmentError says that this machine lacks what a run needs.
type EnvironmentError struct {
	Message string
	Hint    string
	Err     error
}

func (e *EnvironmentError) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

// Unwrap is the cause.
func (e *EnvironmentError) Unwrap() error { return e.Err }

// run is one verification.
type run struct {
	o        Options
	subject  *Subject
	reporter Reporter
	report   *Report
	work     string // temporary folder
	version  string // of the toolchain; "" if it doesn't tell
	servers  *Servers

	proved bool // a suite has checked the program, or one like it
	walked bool // through the page

	contained bool // the suite runs in the image's container only
}

// Run verifies. The error is about the run itself (an *EnvironmentError, or that of ctx); what failed of the
// project is in the report.
func Run(ctx context.Context, o Options, reporter Reporter) (*Report, error) {
	if reporter == nil {
		reporter = Quiet{}
	}
	o.Limits = o.Limits.orDefault()
	r := &run{o: o, subject: o.Subject, reporter: reporter, servers: o.Servers, proved: o.Again}
	r.report = &Report{Environment: thisMachine(), Started: time.Now().UTC().Truncate(time.Second), URL: o.URL}
	defer func(begin time.Time) { r.report.Took = time.Since(begin) }(time.Now())
	if r.subject != nil {
		r.report.Project, r.report.Answers = r.subject.Name, r.subject.Answers
	}
	if o.URL != "" {
		return r.report, r.remote(ctx)
	}
	if r.subject == nil {
		return r.report, errors.New("there is neither a project nor an address to verify")
	}
	return r.report, r.local(ctx)
}

// remote runs the suite against a service that somebody else started.
func (r *run) remote(ctx context.Context) error {
	target := conformance.Target{BaseURL: r.o.URL, Model: r.o.Model, Type: "crud"}
	if r.subject != nil {
		target.Type = r.subject.Type
		if target.Model == nil {
			target.Model = r.subject.Model
		}
	}
	r.reporter.Plan([]string{"run the conformance suite against " + r.o.URL + " (it makes accounts of its own and deletes them)"})
	return r.suite(ctx, "url", target)
}

func (r *run) local(ctx context.Context) (err error) {
	if len(r.o.Engines) == 0 {
		r.o.Engines = []string{SQLite}
	}
	if err := r.subject.runsOn(r.o.Engines); err != nil {
		return err
	}
	if r.work, err = os.MkdirTemp("", "scaffolio-verify-"); err != nil {
		return &EnvironmentError{Message: "no temporary folder can be made", Err: err}
	}
	if r.work, err = filepath.EvalSymlinks(r.work); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(r.work)) }()
	if r.servers == nil {
		r.servers = NewServers(dbserver.Anywhere)
		defer func() { err = errors.Join(err, r.servers.Close(context.WithoutCancel(ctx))) }()
	}
	r.contained = r.o.Again && r.o.Image && dbserver.DockerAnswers(ctx) == nil
	r.reporter.Plan(r.plan())
	if err := r.findToolchain(ctx); err != nil {
		return err
	}
	if ok, err := r.build(ctx); err != nil || !ok {
		return err
	}
	for _, engine := range r.o.Engines {
		if err := r.engine(ctx, engine); err != nil {
			return err
		}
	}
	if r.o.Image {
		return r.image(ctx)
	}
	return nil
}

// add records a result and tells the reporter.
func (r *run) add(result Result) {
	r.report.Results = append(r.report.Results, result)
	r.reporter.Result(result)
}

// suite runs the conformance suite on a target.
func (r *run) suite(ctx context.Context, group string, target conformance.Target) error {
	r.reporter.Begin(group, "conformance suite")
	target.Chapters, target.Only = r.o.Chapters, r.o.Only
	if r.servers != nil {
		target.Quiet = &r.servers.quiet
	}
	limited, cancel := context.WithTimeout(ctx, r.o.Limits.Suite)
	defer cancel()
	begin := time.Now()
	_, err := conformance.Run(limited, target, conformance.ReporterFunc(func(c conformance.Result) {
		r.add(Result{Group: group, Name: c.Name, Chapter: c.Chapter, Clause: c.Clause, Status: c.Status, Detail: c.Detail, Took: c.Took})
	}))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		if limited.Err() != nil {
			err = fmt.Errorf("it did not end within %s", r.o.Limits.Suite)
		}
		r.add(Result{Group: group, Name: "conformance suite", Status: conformance.Fail, Detail: err.Error(), Took: time.Since(begin)})
	}
	return nil
}
