package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

// secret is good for signing.
func secret() string { return rand.Text() + rand.Text() }

// build makes the project's image, and that of the hello-world, which has the project's packages.
func (s settings) build(ctx context.Context, dir, language, tag, hello string) error {
	cmd := exec.CommandContext(ctx, "go", "run", "./cmd/scaffolio", "new", dir, "--language", language, "--type", "crud",
		"--domain", "reading-list", "--database", "postgres", "--no-git", "--yes")
	cmd.Dir = s.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	if _, err := dbserver.Docker(ctx, "", "build", "--quiet", "--tag", tag, dir); err != nil {
		return err
	}
	_, err := dbserver.Docker(ctx, "", "build", "--quiet", "--tag", hello, "--build-arg", "PROJECT="+tag, filepath.Join("hello", language))
	return err
}

func imageSize(ctx context.Context, tag string) (int64, error) {
	out, err := dbserver.Docker(ctx, "", "image", "inspect", "--format", "{{.Size}}", tag)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimSpace(out), 10, 64)
}

// direct is the database's own address. Docker would forward a port of this machine by a program that copies every byte,
// on the same processors.
func direct(ctx context.Context, database dbserver.Database) (string, error) {
	if database.ContainerURL == "" {
		return database.URL, nil
	}
	address, err := url.Parse(database.ContainerURL)
	if err != nil {
		return "", err
	}
	out, err := dbserver.Docker(ctx, "", "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
		address.Hostname())
	address.Host = net.JoinHostPort(strings.TrimSpace(out), address.Port())
	return address.String(), err
}

// container is a running container.
type container struct {
	name string
	base string
	took time.Duration // from its start to its first answer
}

// start runs an image as in production, and waits until it answers.
func start(ctx context.Context, tag, path string, env map[string]string) (_ *container, err error) {
	port, err := proc.FreePort()
	if err != nil {
		return nil, err
	}
	c := &container{name: "scaffolio-speed-" + strings.ToLower(rand.Text()[:12]), base: fmt.Sprintf("http://127.0.0.1:%d", port)}
	// Docker would read every line of the log and write it to disk again: that would be its speed, not the project's.
	args := []string{"run", "-d", "--name", c.name, "--network", "host", "--log-driver", "none", "-e", "PORT=" + strconv.Itoa(port)}
	for name, value := range env {
		args = append(args, "-e", name+"="+value)
	}
	if _, err := dbserver.Docker(ctx, "", append(args, tag)...); err != nil {
		return nil, err
	}
	for begin := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if answers(ctx, c.base+path) {
			break
		}
		if time.Since(begin) > 2*time.Minute || ctx.Err() != nil {
			_ = c.stop(context.WithoutCancel(ctx))
			return nil, fmt.Errorf("%s does not answer", tag)
		}
	}
	ready := time.Now()
	out, err := dbserver.Docker(ctx, "", "inspect", "--format", "{{.State.StartedAt}}", c.name)
	if err != nil {
		return nil, err
	}
	began, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(out))
	c.took = ready.Sub(began)
	return c, err
}

func answers(ctx context.Context, url string) bool {
	_, err := get(ctx, url)
	return err == nil
}

// get is what a URL answers.
func get(ctx context.Context, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, res.Status)
	}
	return string(body), err
}

// memory is what its processes have in memory.
func (c *container) memory(ctx context.Context) (int64, error) {
	out, err := dbserver.Docker(ctx, "", "top", c.name, "-o", "pid,rss")
	if err != nil {
		return 0, err
	}
	var sum int64
	for _, line := range strings.Split(strings.TrimSpace(out), "\n")[1:] {
		fields := strings.Fields(line)
		kilobytes, err := strconv.ParseInt(fields[len(fields)-1], 10, 64)
		if err != nil {
			return 0, err
		}
		sum += kilobytes << 10
	}
	return sum, nil
}

func (c *container) stop(ctx context.Context) error {
	_, err := dbserver.Docker(ctx, "", "rm", "-f", c.name)
	return err
}
