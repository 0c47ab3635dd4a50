// Pictures makes the pictures of README.md from real runs: the prompts of "scaffolio new" in a terminal, and the
// page of a project that it made. It needs tmux and Chromium.
//
//	go run ./scripts/pictures
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	if err := run(ctx, "docs/images"); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, images string) error {
	if err := os.MkdirAll(images, 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	tool := filepath.Join(work, "bin", "scaffolio")
	if err := command(ctx, ".", nil, "go", "build", "-o", tool, "./cmd/scaffolio"); err != nil {
		return err
	}
	browser, done := openBrowser(ctx)
	defer done()
	if err := prompts(ctx, browser, tool, work, filepath.Join(images, "prompts.png")); err != nil {
		return fmt.Errorf("the prompts: %w", err)
	}
	if err := projectPage(ctx, browser, tool, work, filepath.Join(images, "page.png")); err != nil {
		return fmt.Errorf("the page: %w", err)
	}
	return nil
}

// command runs a program to its end and shows what it says when it fails.
func command(ctx context.Context, dir string, env []string, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), env...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}
