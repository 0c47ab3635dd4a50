package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/scaffolio/scaffolio/internal/pack"
)

// raise brings the versions in a language's one real manifest to the newest, and what lies beside it.
func (r *refresher) raise(ctx context.Context, name string) error {
	l, err := r.pack.Language(name)
	if err != nil || l.Versions.From == "" {
		return err
	}
	file := filepath.Join(r.dir, l.Folder(), filepath.FromSlash(l.Versions.From))
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text := string(data)
	if len(l.Versions.Latest.Run) > 0 {
		text, err = newest(text, l.Versions, func(dependency string) (string, error) { return ask(ctx, l.Versions.Latest, dependency) })
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	if err := runAll(ctx, filepath.Dir(file), l.Versions.Upgrade); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	now, err := os.ReadFile(file)
	if err == nil && len(l.Versions.Latest.Run) == 0 && string(now) != string(data) {
		fmt.Printf("%s: %s has changed\n", name, l.Versions.From)
	}
	return err
}

// newest replaces each version in a manifest with what latest says.
func newest(text string, v pack.Versions, latest func(name string) (string, error)) (string, error) {
	pattern, err := regexp.Compile("(?m)" + v.Pattern)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	end := 0
	for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
		name, old := text[m[2]:m[3]], text[m[4]:m[5]]
		if why, ok := v.Hold[name]; ok {
			fmt.Printf("%s stays at %s: %s\n", name, old, why)
			continue
		}
		version, err := latest(name)
		if err != nil {
			return "", fmt.Errorf("the newest version of %s: %w", name, err)
		}
		if version != old {
			fmt.Printf("%s %s -> %s\n", name, old, version)
		}
		b.WriteString(text[end:m[4]] + version)
		end = m[5]
	}
	return b.String() + text[end:], nil
}

// ask runs the program that tells a dependency's newest version.
func ask(ctx context.Context, l pack.Latest, name string) (string, error) {
	args := make([]string, len(l.Run))
	for i, arg := range l.Run {
		args[i] = strings.ReplaceAll(arg, "{name}", name)
	}
	out, err := exec.CommandContext(ctx, args[0], args[1:]...).Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", strings.Join(args, " "), err)
	}
	text := strings.TrimSpace(string(out))
	if l.Pattern != "" {
		pattern, err := regexp.Compile(l.Pattern)
		if err != nil {
			return "", err
		}
		m := pattern.FindStringSubmatch(text)
		if len(m) < 2 {
			return "", fmt.Errorf("%s answers %q", strings.Join(args, " "), text)
		}
		text = m[1]
	}
	if text == "" || strings.ContainsAny(text, " \n\"'") {
		return "", fmt.Errorf("%s answers %q, which is no version", strings.Join(args, " "), text)
	}
	return text, nil
}
