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

// Serve builds a project and starts it on one engine, with these variables besides the usual ones.
func Serve(ctx context.Context, subject *Subject, engine string, servers *Servers, env map[string]string) (_ *Served, err error) {
	r := &run{o: Options{Limits: Limits{}.orDefault()}, subject: subject, reporter: Quiet{}, report: &Report{}, servers: servers}
	served := &Served{}
	defer func() {
		if err != nil {
			err = errors.Join(err, served.Stop(context.WithoutCancel(ctx)))
		}
	}()
	if r.work, err = os.MkdirTemp("", "scaffolio-serve-"); err != nil {
		return nil, err
	}
	served.stop = append(served.stop, func(context.Context) error { return os.RemoveAll(r.work) })
	if err := os.MkdirAll(r.out(), 0o755); err != nil {
		return nil, err
	}
	if ok, err := r.step(ctx, projectGroup, subject.Language.Make, nil); err != nil || !ok {
		return nil, errors.Join(err, fmt.Errorf("it can't be built: %+v", r.report.Failures()))
	}
	server, err := r.server(ctx, engine)
	if err != nil {
		return nil, err
	}
	if server == nil && engine != SQLite {
		return nil, errors.New(r.report.Results[len(r.report.Results)-1].Detail)
	}
	s := &service{
		argv: r.fill(subject.Language.Start.Argv), env: append(proc.Environ(), subject.Language.Start.Env...),
		data: newDatasets(filepath.Join(r.work, engine), server),
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
