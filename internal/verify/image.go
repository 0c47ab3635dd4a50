package verify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
)

// image is the project's own container image.
type image struct {
	tag     string
	user    string
	dataDir string // where the image keeps its data
	port    string // that it listens on by itself
	healthy bool   // it has a health check
}

// image builds the project's image and proves its containers: as they run in production, and with the suite.
func (r *run) image(ctx context.Context) error {
	if err := dbserver.DockerAnswers(ctx); err != nil {
		r.add(Result{Group: "image", Name: "docker build", Status: conformance.Skip, Detail: err.Error()})
		return nil
	}
	img := &image{tag: "scaffolio-verify/" + strings.ToLower(randomText())}
	defer func() { _, _ = dbserver.Docker(context.WithoutCancel(ctx), "", "image", "rm", "-f", img.tag) }()
	if ok, err := r.buildImage(ctx, img); err != nil || !ok {
		return err
	}
	for _, engine := range r.o.Engines {
		server, err := r.server(ctx, engine)
		if err != nil {
			return err
		}
		if server == nil && engine != SQLite {
			continue
		}
		if err := r.container(ctx, img, engine, server); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) buildImage(ctx context.Context, img *image) (bool, error) {
	defer r.servers.working()()
	r.reporter.Begin("image", "docker build")
	limited, cancel := context.WithTimeout(ctx, r.o.Limits.Command)
	defer cancel()
	begin := time.Now()
	_, err := dbserver.Docker(limited, "", "build", "--quiet", "--tag", img.tag, r.subject.Dir)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	result := Result{Group: "image", Name: "docker build", Command: "docker build " + r.subject.Dir, Status: conformance.Pass, Took: time.Since(begin)}
	if err != nil {
		result.Status, result.Detail = conformance.Fail, failure(err, r.o.Limits.Command)
		r.add(result)
		return false, nil
	}
	size, err := img.inspect(ctx)
	if err != nil {
		return false, err
	}
	result.Detail = fmt.Sprintf("%.1f MB, user %s", float64(size)/1e6, img.user)
	r.add(result)
	r.add(img.judge())
	return true, nil
}

// inspect reads what the image says about itself, and returns its size.
func (i *image) inspect(ctx context.Context) (int64, error) {
	out, err := dbserver.Docker(ctx, "", "image", "inspect", i.tag)
	if err != nil {
		return 0, err
	}
	var told []struct {
		Size   int64
		Config struct {
			User         string
			Env          []string
			ExposedPorts map[string]struct{}
			Healthcheck  *struct{ Test []string }
		}
	}
	if err := json.Unmarshal([]byte(out), &told); err != nil || len(told) != 1 {
		return 0, fmt.Errorf("docker image inspect answers what can't be read: %w", err)
	}
	config := told[0].Config
	i.user, i.healthy = config.User, config.Healthcheck != nil
	for port := range config.ExposedPorts {
		i.port, _, _ = strings.Cut(port, "/")
	}
	for _, pair := range config.Env {
		if value, ok := strings.CutPrefix(pair, "DATA_DIR="); ok {
			i.dataDir = value
		}
	}
	return told[0].Size, nil
}

// judge checks what an image has to say about itself.
func (i *image) judge() Result {
	var wrong []string
	user, _, _ := strings.Cut(i.user, ":")
	if user == "" || user == "0" || user == "root" {
		wrong = append(wrong, "it runs as root: USER is missing")
	}
	if i.dataDir == "" {
		wrong = append(wrong, "ENV DATA_DIR is missing: without it a container with a read-only root has nowhere to write")
	}
	if i.port == "" {
		wrong = append(wrong, "EXPOSE is missing")
	}
	if !i.healthy {
		wrong = append(wrong, "HEALTHCHECK is missing")
	}
	result := Result{Group: "image", Name: "image settings", Status: conformance.Pass}
	if len(wrong) > 0 {
		result.Status, result.Detail = conformance.Fail, strings.Join(wrong, "\n")
	}
	return result
}

// container proves the image on one engine.
func (r *run) container(ctx context.Context, img *image, engine string, server dbserver.Server) error {
	group := "image, " + engine
	if server != nil {
		defer r.servers.Use(engine)()
	}
	c := &containers{image: img, server: server, volumes: map[string]*volume{}}
	defer func() { c.close(context.WithoutCancel(ctx)) }()
	r.reporter.Begin(group, "production container")
	begin := time.Now()
	err := c.production(ctx, r.o.Limits.Start)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	result := Result{Group: group, Name: "production container", Status: conformance.Pass, Took: time.Since(begin),
		Detail: "healthy, non-root, read-only root file system, ends with code 0"}
	if err != nil {
		result.Status, result.Detail = conformance.Fail, err.Error()
	}
	if skipped := Skipped(""); errors.As(err, &skipped) {
		result.Status = conformance.Skip
	}
	r.add(result)
	if server == nil && len(r.o.Engines) > 1 {
		return nil // the image is made for a server: without one it only has to run
	}
	return r.prove(ctx, group, c)
}
