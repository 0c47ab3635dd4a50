package verify

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

func randomText() string { return rand.Text()[:12] }

// containers starts instances as containers of the project's image, as tightly as one would run them: the
// image's own user, a root file system that can't be written, no capability, a volume for the data.
type containers struct {
	image   *image
	server  dbserver.Server // nil on SQLite
	mu      sync.Mutex
	volumes map[string]*volume
	loose   []string // volumes that no name leads to
}

// volume is a set of data: a Docker volume, and a database where there is a server.
type volume struct {
	name     string
	database dbserver.Database
}

func (c *containers) volume(ctx context.Context, name string) (*volume, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.volumes[name]; ok && name != "" {
		return v, nil
	}
	v := &volume{name: "scaffolio-verify-" + strings.ToLower(randomText())}
	if _, err := dbserver.Docker(ctx, "", "volume", "create", "--label", "scaffolio.verify=1", v.name); err != nil {
		return nil, err
	}
	c.loose = append(c.loose, v.name)
	if c.server != nil {
		database, err := c.server.Create(ctx)
		if err != nil {
			return nil, err
		}
		v.database = database
	}
	if name != "" {
		c.volumes[name] = v
	}
	return v, nil
}

// control is what takes the database away; nil on SQLite.
func (c *containers) control(ctx context.Context) conformance.DatabaseControl {
	v, err := c.volume(ctx, mainData)
	if err != nil || c.server == nil {
		return nil
	}
	return control{server: c.server, base: v.database.URL}
}

func (c *containers) close(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, name := range c.loose {
		_, _ = dbserver.Docker(ctx, "", "volume", "rm", "-f", name)
	}
}

// tight are the arguments that every container runs with.
func (c *containers) tight(name string, v *volume) []string {
	dir := c.image.dataDir
	if dir == "" {
		dir = "/data"
	}
	return []string{
		"run", "-d", "--name", name, "--label", "scaffolio.verify=1", "--read-only", "--tmpfs", "/tmp",
		"--cap-drop", "ALL", "--security-opt", "no-new-privileges", "-v", v.name + ":" + dir,
	}
}

// start runs a container on the network of this machine: in development the program listens on loopback only.
func (c *containers) start(ctx context.Context, o conformance.StartOptions) (conformance.Instance, error) {
	if o.DotEnv != "" {
		return nil, fmt.Errorf("%w: a container has no folder with a .env", conformance.ErrNotHere)
	}
	v, err := c.volume(ctx, o.Data)
	if err != nil {
		return nil, err
	}
	base, err := baseEnv(v.database)
	if err != nil {
		return nil, err
	}
	vars := merged(base, o)
	in := &boxed{name: "scaffolio-app-" + strings.ToLower(randomText()), base: "http://127.0.0.1:" + vars["PORT"]}
	// The health check is that of production: with a dozen containers at once it would only be load.
	args := append(c.tight(in.name, v), "--network", "host", "--no-healthcheck")
	for _, name := range o.Unset { // what the image sets can't be unset, only emptied
		args = append(args, "-e", name+"=")
	}
	for name, value := range vars {
		args = append(args, "-e", name+"="+value)
	}
	if _, err := dbserver.Docker(ctx, "", append(args, c.image.tag)...); err != nil {
		_ = in.Stop(context.WithoutCancel(ctx))
		return nil, err
	}
	return in, nil
}

// production runs a container as one would in production, with nothing set but what it must be told, on a
// network with its database; and waits until its own health check is content.
func (c *containers) production(ctx context.Context, limit time.Duration) error {
	v, err := c.volume(ctx, "production")
	if err != nil {
		return err
	}
	port, err := proc.FreePort()
	if err != nil {
		return err
	}
	in := &boxed{name: "scaffolio-app-" + strings.ToLower(randomText()), base: fmt.Sprintf("http://127.0.0.1:%d", port)}
	defer func() { _ = in.Stop(context.WithoutCancel(ctx)) }()
	args := append(c.tight(in.name, v), "-p", fmt.Sprintf("127.0.0.1:%d:%s", port, c.image.port), "-e", "JWT_SECRET="+rand.Text()+rand.Text())
	args = append(args, "--health-interval", "1s", "--health-start-period", "1s")
	switch {
	case v.database.Network != "":
		args = append(args, "--network", v.database.Network, "-e", "DATABASE_URL="+v.database.ContainerURL)
	case v.database.URL != "":
		return Skipped("the database server of this machine listens on loopback, where no network of containers reaches it")
	}
	if _, err := dbserver.Docker(ctx, "", append(args, c.image.tag)...); err != nil {
		return err
	}
	if err := ready(ctx, in, limit); err != nil {
		return err
	}
	if err := in.healthy(ctx, limit); err != nil {
		return err
	}
	if status := get(ctx, in.base+"/metrics"); status != http.StatusNotFound {
		return fmt.Errorf("it does not run as in production: /metrics without METRICS_TOKEN answers %d", status)
	}
	if err := in.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	code, err := in.Wait(ctx)
	if err == nil && code != 0 {
		err = fmt.Errorf("after SIGTERM it ended with code %d:\n%s", code, said(in))
	}
	return err
}

// boxed is an instance in a container.
type boxed struct{ name, base string }

func (b *boxed) BaseURL() string { return b.base }

func (b *boxed) Signal(sig os.Signal) error {
	number, ok := sig.(syscall.Signal)
	if !ok {
		return fmt.Errorf("a container can't be sent the signal %s", sig)
	}
	_, err := dbserver.Docker(context.Background(), "", "kill", "--signal", strconv.Itoa(int(number)), b.name)
	return err
}

func (b *boxed) Wait(ctx context.Context) (int, error) {
	out, err := dbserver.Docker(ctx, "", "wait", b.name)
	if err != nil {
		return 0, err
	}
	code, err := strconv.Atoi(strings.TrimSpace(out))
	if code > 128 { // ended by a signal, as a process that tells -1
		code = -1
	}
	return code, err
}

func (b *boxed) Logs() string   { out, _ := b.logs(); return out }
func (b *boxed) Errors() string { _, err := b.logs(); return err }

func (b *boxed) logs() (string, string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	out, err := proc.NewLog(16<<20), proc.NewLog(16<<20)
	_, _ = proc.Run(ctx, proc.Spec{
		Argv: []string{"docker", "logs", b.name}, Env: proc.Environ("DOCKER_*"), Output: io.Writer(out), Errors: err,
	})
	return out.String(), err.String()
}

func (b *boxed) Stop(ctx context.Context) error {
	_, err := dbserver.Docker(ctx, "", "rm", "-f", "-v", b.name)
	return err
}

// healthy waits until Docker calls the container healthy.
func (b *boxed) healthy(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		out, err := dbserver.Docker(ctx, "", "inspect", "--format", "{{.State.Health.Status}}", b.name)
		if err == nil && strings.TrimSpace(out) == "healthy" {
			return nil
		}
		select {
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return fmt.Errorf("its health check is not content after %s: %s", limit, strings.TrimSpace(out))
			}
			return ctx.Err()
		case <-time.After(300 * time.Millisecond):
		}
	}
}
