package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// steps are what is typed, each after some text has appeared. A picture is taken where it says so.
var steps = []struct {
	after, press string
	picture      bool
}{
	{after: "called?", press: "my-books"},
	{after: "my-books", press: "Enter"},
	{after: "Which language?", press: "Enter"},
	{after: "Which database?", press: "Enter"},
	{after: "My own", press: "Enter", picture: true},
	{after: "after a push?", press: "Enter"},
	{after: "licence?", press: "Enter"},
	{after: "Make it?", press: "Enter"},
	{after: "make it again", picture: true},
}

// prompts types the answers of a run into a real terminal and takes two pictures on the way, as one image.
func prompts(ctx, browser context.Context, tool, work, image string) error {
	terminal := &tmux{name: fmt.Sprintf("pictures-%d", os.Getpid())}
	if err := terminal.start(ctx, work, tool); err != nil {
		return err
	}
	defer terminal.stop()
	var shots []string
	for _, step := range steps {
		text, err := terminal.waitFor(ctx, step.after)
		if err != nil {
			return err
		}
		if step.picture {
			shots = append(shots, text)
		}
		if step.press == "" {
			continue
		}
		if err := terminal.press(ctx, step.press); err != nil {
			return err
		}
	}
	return capture(browser, terminalHTML("scaffolio new", shots), image)
}

// tmux is a terminal that can be typed into and read.
type tmux struct{ name string }

// start runs the tool as somebody called Ada would, in an empty folder.
func (t *tmux) start(ctx context.Context, work, tool string) error {
	config := filepath.Join(work, "tmux.conf")
	home := filepath.Join(work, "home")
	files := map[string]string{
		config:                            "set -g remain-on-exit on\nset -g status off\nset -g remain-on-exit-format \"\"\n",
		filepath.Join(home, ".gitconfig"): "[user]\n\tname = Ada Example\n\temail = ada@example.com\n",
	}
	if err := os.MkdirAll(filepath.Join(home, "projects"), 0o755); err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return command(ctx, work, []string{"TMUX="}, "tmux", "-L", t.name, "-f", config,
		"new-session", "-d", "-x", "100", "-y", "36", "-s", "main", "-c", filepath.Join(home, "projects"),
		"env", "-u", "CI", "-u", "NO_COLOR", "HOME="+home, "TERM=tmux-256color", tool, "new")
}

func (t *tmux) stop() {
	_ = exec.Command("tmux", "-L", t.name, "kill-server").Run() // it may have ended by itself
}

func (t *tmux) press(ctx context.Context, key string) error {
	return command(ctx, ".", nil, "tmux", "-L", t.name, "send-keys", "-t", "main", key)
}

// text is what the terminal shows, with its colours.
func (t *tmux) text(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "tmux", "-L", t.name, "capture-pane", "-e", "-p", "-t", "main").Output()
	return string(out), err
}

// waitFor waits until the terminal shows a text.
func (t *tmux) waitFor(ctx context.Context, want string) (string, error) {
	deadline := time.Now().Add(time.Minute)
	for {
		text, err := t.text(ctx)
		if err != nil {
			return "", err
		}
		if strings.Contains(escape.ReplaceAllString(text, ""), want) {
			return text, nil
		}
		if time.Now().After(deadline) {
			return "", fmt.Errorf("the terminal does not show %q but\n%s", want, text)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
