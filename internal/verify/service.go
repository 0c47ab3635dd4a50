package verify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

// service starts instances of the built project as processes of this machine.
type service struct {
	argv []string
	env  []string // what every process needs
	data *datasets
}

// baseEnv are the variables of every instance (see conformance.StartOptions), with a free port and its database.
func baseEnv(database dbserver.Database) (map[string]string, error) {
	port, err := proc.FreePort()
	if err != nil {
		return nil, err
	}
	env := map[string]string{
		"APP_ENV": "development", "RATE_LIMIT_PER_MINUTE": "0", "LOGIN_RATE_LIMIT_PER_MINUTE": "100000",
		"PORT": strconv.Itoa(port),
	}
	if database.URL != "" {
		env["DATABASE_URL"] = database.URL
	}
	return env, nil
}

// merged is the base environment with what a check wants otherwise.
func merged(base map[string]string, o conformance.StartOptions) map[string]string {
	for name, value := range o.Env {
		base[name] = value
	}
	for _, name := range o.Unset {
		delete(base, name)
	}
	return base
}

func (s *service) start(ctx context.Context, o conformance.StartOptions) (conformance.Instance, error) {
	set, err := s.data.get(ctx, o.Data)
	if err != nil {
		return nil, err
	}
	base, err := baseEnv(set.database)
	if err != nil {
		return nil, err
	}
	base["DATA_DIR"] = set.dir
	if o.DotEnv != "" {
		if err := os.WriteFile(filepath.Join(set.dir, ".env"), []byte(o.DotEnv), 0o600); err != nil {
			return nil, err
		}
	}
	env := append([]string(nil), s.env...)
	vars := merged(base, o)
	for name, value := range vars {
		env = append(env, name+"="+value)
	}
	in := &instance{out: proc.NewLog(16 << 20), err: proc.NewLog(16 << 20), base: "http://127.0.0.1:" + vars["PORT"]}
	in.process, err = proc.Start(proc.Spec{Argv: s.argv, Dir: set.dir, Env: env, Output: in.out, Errors: in.err})
	if err != nil {
		return nil, err
	}
	return in, nil
}

func (s *service) control(ctx context.Context) conformance.DatabaseControl {
	set, err := s.data.get(ctx, mainData)
	if err != nil || s.data.server == nil {
		return nil
	}
	return control{server: s.data.server, base: set.database.URL}
}

// instance is a process of the project.
type instance struct {
	process  *proc.Process
	out, err *proc.Log
	base     string
}

func (i *instance) BaseURL() string              { return i.base }
func (i *instance) Signal(sig os.Signal) error   { return i.process.Signal(sig) }
func (i *instance) Logs() string                 { return i.out.String() }
func (i *instance) Errors() string               { return i.err.String() }
func (i *instance) Stop(c context.Context) error { return i.process.Stop(c) }

func (i *instance) Wait(ctx context.Context) (int, error) { return i.process.Wait(ctx) }

// ready waits until an instance is ready to serve.
func ready(ctx context.Context, in conformance.Instance, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	ended := make(chan int, 1)
	go func() {
		if code, err := in.Wait(ctx); err == nil {
			ended <- code
		}
	}()
	for {
		if status := get(ctx, in.BaseURL()+"/readyz"); status == http.StatusOK {
			return nil
		}
		select {
		case code := <-ended:
			return fmt.Errorf("it ended with code %d instead of starting:\n%s", code, said(in))
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return fmt.Errorf("%s/readyz was not answered with 200 within %s:\n%s", in.BaseURL(), limit, said(in))
			}
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func said(in conformance.Instance) string { return proc.Tail(in.Logs()+in.Errors(), 30) }

// get is the status of a GET, 0 when nobody answers.
func get(ctx context.Context, url string) int {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	_ = res.Body.Close()
	return res.StatusCode
}
