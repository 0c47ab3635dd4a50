package dbserver

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

// container is a server in a Docker container.
type container struct {
	engine  engine
	name    string // of the container and of its network
	port    int    // on this machine
	version string
}

// Docker runs the docker command.
func Docker(ctx context.Context, stdin string, args ...string) (string, error) {
	return proc.Run(ctx, proc.Spec{
		Argv: append([]string{"docker"}, args...), Stdin: strings.NewReader(stdin), Env: proc.Environ("DOCKER_*"),
	})
}

// DockerAnswers tells whether there is a Docker engine: nil, or why not.
func DockerAnswers(ctx context.Context) error {
	if _, err := exec.LookPath("docker"); err != nil {
		return fmt.Errorf("the docker command is not here")
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if _, err := Docker(ctx, "", "version", "--format", "{{.Server.Version}}"); err != nil {
		return fmt.Errorf("no Docker engine answers")
	}
	return nil
}

func startContainer(ctx context.Context, e engine) (Server, error) {
	if err := DockerAnswers(ctx); err != nil {
		return nil, &Unavailable{Engine: e.title, Reason: err.Error()}
	}
	c := &container{engine: e, name: "scaffolio-" + e.name + "-" + freshName()[3:]}
	if _, err := Docker(ctx, "", "network", "create", "--label", "scaffolio.verify=1", c.name); err != nil {
		return nil, fmt.Errorf("a Docker network for %s can't be made: %w", e.title, err)
	}
	if err := c.run(ctx); err != nil {
		_ = c.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return c, nil
}

func (c *container) run(ctx context.Context) error {
	args := []string{"run", "-d", "--name", c.name, "--network", c.name, "--label", "scaffolio.verify=1"}
	for _, pair := range c.engine.env {
		args = append(args, "-e", pair)
	}
	port, err := proc.FreePort()
	if err != nil {
		return err
	}
	c.port = port
	args = append(args, "-p", fmt.Sprintf("127.0.0.1:%d:%d", port, c.engine.port), c.engine.image)
	if _, err := Docker(ctx, "", append(args, c.engine.speed...)...); err != nil {
		// The image can't be had, or the engine refuses: the machine's own server may do.
		return &Unavailable{Engine: c.engine.title, Reason: "its container can't be started: " + proc.Tail(err.Error(), 3)}
	}
	version, err := c.ready(ctx)
	if err != nil {
		logs, _ := Docker(context.WithoutCancel(ctx), "", "logs", "--tail", "20", c.name)
		return fmt.Errorf("%s in the container %s does not answer: %w\n%s", c.engine.title, c.name, err, logs)
	}
	c.version = fmt.Sprintf("%s %s, container %s", c.engine.title, version, c.engine.image)
	return nil
}

// ready waits for an answer over TCP: while it makes its data folder, an image's server listens on its socket only.
func (c *container) ready(ctx context.Context) (string, error) {
	var version string
	err := eventually(ctx, func() error {
		if c.engine.greets {
			if err := greeting(c.port); err != nil {
				return err
			}
		}
		out, err := c.SQL(ctx, "", c.engine.version)
		version, _, _ = strings.Cut(strings.TrimSpace(out), " ")
		return err
	})
	return version, err
}

// greeting waits for the first byte. To connect is not enough: Docker's own proxy takes connections at once.
func greeting(port int) error {
	conn, err := net.DialTimeout("tcp", "127.0.0.1:"+strconv.Itoa(port), 5*time.Second)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return err
	}
	_, err = conn.Read(make([]byte, 1))
	return err
}

// SQL runs statements as the administrator.
func (c *container) SQL(ctx context.Context, database, text string) (string, error) {
	args := []string{"exec", "-i", "-e", c.engine.pass + "=" + rootSecret, c.name}
	args = append(args, c.engine.inside...)
	if database != "" {
		args = append(args, database)
	}
	return Docker(ctx, text, args...)
}

func (c *container) Engine() string  { return c.engine.name }
func (c *container) Version() string { return c.version }

func (c *container) Create(ctx context.Context) (Database, error) {
	name := freshName()
	if _, err := c.SQL(ctx, "", c.engine.create(name)); err != nil {
		return Database{}, fmt.Errorf("a database can't be made on %s: %w", c.version, err)
	}
	e := c.engine
	return Database{
		Name: name, Network: c.name,
		URL:          databaseURL(e.scheme, name, "127.0.0.1:"+strconv.Itoa(c.port), name, e.query),
		ContainerURL: databaseURL(e.scheme, name, c.name+":"+strconv.Itoa(e.port), name, e.query),
	}, nil
}

func (c *container) Stop(ctx context.Context) error {
	_, err := Docker(ctx, "", "stop", "--timeout", "10", c.name)
	return err
}

func (c *container) Start(ctx context.Context) error {
	if _, err := Docker(ctx, "", "start", c.name); err != nil {
		return err
	}
	_, err := c.ready(ctx)
	return err
}

func (c *container) Close(ctx context.Context) error {
	_, err := Docker(ctx, "", "rm", "-f", "-v", c.name)
	if _, netErr := Docker(ctx, "", "network", "rm", c.name); err == nil {
		err = netErr
	}
	return err
}
