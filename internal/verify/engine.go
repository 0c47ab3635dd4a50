package verify

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

// The admin that the instance under test is started with.
const (
	adminEmail    = "admin@example.com"
	adminPassword = "an admin of the verification"
)

// mainData names the data of the instance under test.
const mainData = "main"

// starter starts instances, as processes or as containers.
type starter interface {
	start(ctx context.Context, o conformance.StartOptions) (conformance.Instance, error)
	// control takes the database of the instance under test away; nil where that can't be done.
	control(ctx context.Context) conformance.DatabaseControl
}

// engine proves the project on one of its engines: its own tests where that is a server, then the suite, unless that runs in a
// container only.
func (r *run) engine(ctx context.Context, engine string) error {
	server, err := r.server(ctx, engine)
	if err != nil || server == nil && engine != SQLite {
		return err
	}
	if server != nil {
		defer r.servers.Use(engine)()
		if err := r.ownTests(ctx, engine, server); err != nil {
			return err
		}
	}
	if r.contained {
		return nil
	}
	start, err := r.started()
	if err != nil {
		return err
	}
	s := &service{
		argv: r.fill(start.Argv), env: append(proc.Environ(), start.Env...),
		data: newDatasets(filepath.Join(r.work, engine), server),
	}
	return r.prove(ctx, engine, s)
}

// server starts the engine's server. One that can't be had here is told as skipped: what wasn't run is shown.
func (r *run) server(ctx context.Context, engine string) (dbserver.Server, error) {
	if engine == SQLite {
		return nil, nil
	}
	r.reporter.Begin(engine, "server")
	begin := time.Now()
	server, err := r.servers.Get(ctx, engine)
	var no *dbserver.Unavailable
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &no):
		r.add(Result{Group: engine, Name: "server", Status: conformance.Skip, Detail: err.Error(), Took: time.Since(begin)})
		return nil, nil
	case err != nil:
		return nil, &EnvironmentError{Message: "a database server is missing", Err: err}
	}
	if slices.Contains(r.report.Environment.Servers, server.Version()) {
		return server, nil // told already
	}
	r.report.Environment.Servers = append(r.report.Environment.Servers, server.Version())
	r.add(Result{Group: engine, Name: "server", Status: conformance.Pass, Detail: server.Version(), Took: time.Since(begin)})
	return server, nil
}

// ownTests runs the project's tests on a fresh database of the server.
func (r *run) ownTests(ctx context.Context, engine string, server dbserver.Server) error {
	step, ok := r.subject.Language.step(testStep)
	if !ok {
		return nil
	}
	database, err := server.Create(ctx)
	if err != nil {
		return &EnvironmentError{Message: "a database is missing", Err: err}
	}
	_, err = r.step(ctx, engine, step, []string{"TEST_DATABASE_URL=" + database.URL})
	return err
}

// prove starts the project and runs the suite against it, and once in a run the walk in a browser. A
// suite after the first one leaves out what the program does by itself, wherever it runs and on whatever database.
func (r *run) prove(ctx context.Context, group string, s starter) error {
	r.reporter.Begin(group, "start")
	begin := time.Now()
	in, err := s.start(ctx, conformance.StartOptions{
		Data: mainData, Env: map[string]string{"ADMIN_EMAIL": adminEmail, "ADMIN_PASSWORD": adminPassword},
	})
	if err == nil {
		defer func() { _ = in.Stop(context.WithoutCancel(ctx)) }()
		err = ready(ctx, in, r.o.Limits.Start)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	result := Result{Group: group, Name: "start", Status: conformance.Pass, Took: time.Since(begin)}
	if err != nil {
		result.Status, result.Detail = conformance.Fail, err.Error()
		r.add(result)
		return nil
	}
	r.add(result)
	target := r.target(ctx, in, s)
	target.Again, r.proved = r.proved, true
	if err := r.suite(ctx, group, target); err != nil {
		return err
	}
	if r.o.Walk != nil && !r.walked {
		r.walked = true
		return r.walk(ctx, group, target)
	}
	return nil
}

func (r *run) target(ctx context.Context, in conformance.Instance, s starter) conformance.Target {
	return conformance.Target{
		BaseURL: in.BaseURL(), Model: r.subject.Model, Type: r.subject.Type, Start: s.start, Database: s.control(ctx),
		AdminEmail: adminEmail, AdminPassword: adminPassword, SampleSecrets: r.subject.SampleSecrets,
	}
}

// browserWalk is the name of the step in a report.
const browserWalk = "browser walk"

// walk goes through the page in a browser.
func (r *run) walk(ctx context.Context, group string, target conformance.Target) error {
	r.reporter.Begin(group, browserWalk)
	begin := time.Now()
	seen, err := r.o.Walk(ctx, target)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	result := Result{Group: group, Name: browserWalk, Chapter: 8, Status: conformance.Pass, Detail: seen, Took: time.Since(begin)}
	if err != nil {
		result.Status, result.Detail = conformance.Fail, err.Error()
	}
	if skipped := Skipped(""); errors.As(err, &skipped) {
		result.Status = conformance.Skip
	}
	r.add(result)
	return nil
}

// Skipped is why something was not done.
type Skipped string

func (s Skipped) Error() string { return string(s) }
