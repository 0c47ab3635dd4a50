package verify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

// Served is a project that was built and runs, for whoever wants to see more of it than a verification does.
type Served struct {
	BaseURL     string
	DataDir     string
	DatabaseURL string          // "" on SQLite
	Server      dbserver.Server // nil on SQLite
	Logs        func() string
	stop        []func(context.Context) error
}

// Stop ends the project and removes its data.
func (s *Served) Stop(ctx context.Context) error {
	var all []error
	for i := len(s.stop) - 1; i >= 0; i-- {
		all = append(all, s.stop[i](ctx))
	}
	s.stop = nil
	return errors.Join(all...)
}

// Built is a project that was installed and built, to be started as often as one likes.
type Built struct {
	run    *run
	starts int
}

// Build installs and builds a project. Servers are needed for other engines than SQLite only.
func Build(ctx context.Context, subject *Subject, servers *Servers) (_ *Built, err error) {
	r := &run{o: Options{Limits: Limits{}.orDefault()}, subject: subject, reporter: Quiet{}, report: &Report{}, servers: servers}
	b := &Built{run: r}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.Close())
		}
	}()
	if r.work, err = os.MkdirTemp("", "scaffolio-serve-"); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(r.out(), 0o755); err != nil {
		return nil, err
	}
	if err := r.findToolchain(ctx); err != nil {
		return nil, err
	}
	install, _ := subject.Language.step(installStep)
	for _, step := range []Step{install, subject.Language.Make} {
		if ok, err := r.step(ctx, projectGroup, step, nil); err != nil || !ok {
			return nil, errors.Join(err, fmt.Errorf("it can't be built: %+v", r.report.Failures()))
		}
	}
	return b, nil
}

// Close removes what was built outside of the project's folder.
func (b *Built) Close() error { return os.RemoveAll(b.run.work) }

// Serve starts the project on data of its own, with these variables besides the usual ones.
func (b *Built) Serve(ctx context.Context, engine string, env map[string]string) (_ *Served, err error) {
	r, served := b.run, &Served{}
	defer func() {
		if err != nil {
			err = errors.Join(err, served.Stop(context.WithoutCancel(ctx)))
		}
	}()
	server, err := r.server(ctx, engine)
	if err != nil {
		return nil, err
	}
	if server == nil && engine != SQLite {
		return nil, errors.New(r.report.Results[len(r.report.Results)-1].Detail)
	}
	b.starts++
	start, err := r.started()
	if err != nil {
		return nil, err
	}
	s := &service{
		argv: r.fill(start.Argv), env: append(proc.Environ(), start.Env...),
		data: newDatasets(filepath.Join(r.work, fmt.Sprint(engine, b.starts)), server),
	}
	set, err := s.data.get(ctx, mainData)
	if err != nil {
		return nil, err
	}
	in, err := s.start(ctx, conformance.StartOptions{Data: mainData, Env: env})
	if err != nil {
		return nil, err
	}
	served.stop = append(served.stop, in.Stop)
	served.BaseURL, served.DataDir, served.DatabaseURL = in.BaseURL(), set.dir, set.database.URL
	served.Server, served.Logs = server, in.Logs
	return served, ready(ctx, in, r.o.Limits.Start)
}

// Serve builds a project and starts it on one engine.
func Serve(ctx context.Context, subject *Subject, engine string, servers *Servers, env map[string]string) (*Served, error) {
	b, err := Build(ctx, subject, servers)
	if err != nil {
		return nil, err
	}
	served, err := b.Serve(ctx, engine, env)
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	served.stop = append([]func(context.Context) error{func(context.Context) error { return b.Close() }}, served.stop...)
	return served, nil
}
