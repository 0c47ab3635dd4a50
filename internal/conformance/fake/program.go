package fake

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/scaffolio/scaffolio/internal/contract"
	"github.com/scaffolio/scaffolio/internal/model"
)

// Program is the service started as a program would be, within this process.
type Program struct {
	address  string
	listener net.Listener
	http     *http.Server
	server   *server
	log      *log
	faults   Faults
	stop     chan struct{}
	stopOnce sync.Once
	done     chan struct{}
	exit     int
}

// Unreachable is a database at which nobody answers.
const Unreachable = "postgres://127.0.0.1:1/nobody"

// Start starts the service with this environment on these data.
func Start(m *model.Model, env map[string]string, data *Data, faults Faults, patience Patience) *Program {
	if faults.Env != nil {
		faults.Env(env)
	}
	if faults.Model != nil {
		m = copyModel(m)
		faults.Model(m)
	}
	settings := readSettings(env)
	p := &Program{
		address: "127.0.0.1:1", faults: faults, stop: make(chan struct{}), done: make(chan struct{}),
		log: &log{json: settings.production, change: faults.Line},
	}
	p.server = &server{
		settings: settings, model: m, ops: append(contract.Operations(m), assets()...), data: data, faults: faults, patience: patience, log: p.log,
		limits: newLimits(), logins: newLimits(), metrics: newMetrics(),
	}
	ready := p.prepare(settings)
	go p.run(ready)
	return p
}

// prepare takes the port; what else can go wrong is told by run.
func (p *Program) prepare(s settings) error {
	if len(s.wrong) > 0 {
		return errors.New(strings.Join(s.wrong, "; "))
	}
	host := "127.0.0.1"
	if s.production {
		host = "0.0.0.0"
	}
	port := s.port
	if port == "" {
		port = "0"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return fmt.Errorf("port %s is taken", port)
	}
	p.listener = listener
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	p.address = "127.0.0.1:" + port
	return nil
}

func (p *Program) run(trouble error) {
	defer close(p.done)
	if trouble != nil {
		p.end(1, trouble.Error())
		return
	}
	if p.server.settings.env["DATABASE_URL"] == Unreachable {
		time.Sleep(p.server.patience.Tries)
		_ = p.listener.Close()
		p.end(1, "the database can't be reached")
		return
	}
	p.server.begin()
	p.log.line("listening", map[string]any{"address": "http://" + p.address})
	p.http = &http.Server{Handler: p.server, ReadHeaderTimeout: 10 * time.Second}
	served := make(chan struct{})
	go func() {
		_ = p.http.Serve(p.listener)
		close(served)
	}()
	<-p.stop
	p.drain()
	<-served
}

// drain finishes the requests in flight.
func (p *Program) drain() {
	p.server.stopping.Store(true)
	limit := p.server.patience.Drain
	if p.server.is("sigterm-drain-limit") {
		limit = time.Millisecond
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	if p.http.Shutdown(ctx) != nil {
		_ = p.http.Close()
	}
	if p.server.is("sigterm") {
		p.exit = 143
	}
}

func (p *Program) end(code int, why string) {
	p.exit = code
	p.log.line(why, nil)
	switch {
	case p.server.is("config-errors-at-once"):
		p.log.line("goroutine 1 [running]:", nil)
	case p.server.is("config-nearly-good"):
		p.exit = 2
	}
}

// BaseURL is where the program answers.
func (p *Program) BaseURL() string { return "http://" + p.address }

// Signal asks the program to end, whatever the signal.
func (p *Program) Signal(sent os.Signal) error {
	if p.server.is("sigint") && sent == os.Interrupt {
		return nil
	}
	p.stopOnce.Do(func() { close(p.stop) })
	return nil
}

// Wait waits for the program's end.
func (p *Program) Wait(ctx context.Context) (int, error) {
	select {
	case <-p.done:
		return p.exit, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// Logs is what the program has logged.
func (p *Program) Logs() string { return p.log.String() }

// Errors is what the program has written to its standard error: nothing.
func (p *Program) Errors() string { return "" }

// Stop ends the program at once.
func (p *Program) Stop(context.Context) error {
	if p.listener == nil {
		return nil
	}
	p.stopOnce.Do(func() { close(p.stop) })
	select {
	case <-p.done:
	case <-time.After(5 * time.Second):
	}
	return nil
}

func copyModel(m *model.Model) *model.Model {
	twin, err := model.Parse("copy.yaml", m.YAML())
	if err != nil {
		return m
	}
	return twin
}
