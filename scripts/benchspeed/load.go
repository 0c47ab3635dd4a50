package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// work is what wrk asks for.
type work struct {
	url    string
	token  string
	script string // in the folder wrk
	args   []string
}

var (
	perSecond = regexp.MustCompile(`(?m)^Requests/sec:\s+([0-9.]+)`)
	slowest   = regexp.MustCompile(`(?m)^\s+99%\s+([0-9.]+)(us|ms|s|m)`)
	trouble   = regexp.MustCompile(`(?m)^\s*(Non-2xx.*|Socket errors.*)$`)
)

// load runs wrk, once to get warm and once to measure.
func (s settings) load(ctx context.Context, w work) (rate, error) {
	if _, err := s.wrk(ctx, w, s.warm); err != nil {
		return rate{}, err
	}
	return s.wrk(ctx, w, s.time)
}

func (s settings) wrk(ctx context.Context, w work, lasting time.Duration) (r rate, err error) {
	args := []string{"--latency", "-t", "1", "-c", strconv.Itoa(s.connections), "-d", lasting.String()}
	if w.token != "" {
		args = append(args, "-H", "Authorization: Bearer "+w.token)
	}
	if w.script != "" {
		args = append(args, "-s", filepath.Join("wrk", w.script))
	}
	args = append(append(args, w.url, "--"), w.args...)
	out, err := exec.CommandContext(ctx, "wrk", args...).CombinedOutput()
	if err != nil {
		return r, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	if found := trouble.Find(out); found != nil {
		return r, fmt.Errorf("%s: %s", w.url, strings.TrimSpace(string(found)))
	}
	rps, p99 := perSecond.FindSubmatch(out), slowest.FindSubmatch(out)
	if rps == nil || p99 == nil {
		return r, fmt.Errorf("wrk says something else than usual:\n%s", out)
	}
	if r.perSecond, err = strconv.ParseFloat(string(rps[1]), 64); err != nil {
		return r, err
	}
	r.p99, err = time.ParseDuration(string(p99[1]) + string(p99[2]))
	return r, err
}
