package verify

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

const projectGroup = "project"

// plan says in words what a run will do.
func (r *run) plan() []string {
	var lines []string
	for _, step := range r.subject.Language.Steps {
		for _, c := range step.Commands {
			lines = append(lines, fmt.Sprintf("%s: %s", step.Name, strings.Join(r.fill(c.Argv), " ")))
		}
	}
	for _, engine := range r.o.Engines {
		where := "with its data in a temporary folder"
		if engine != SQLite {
			where = "on a fresh database of " + engine
			lines = append(lines, "test: its own tests "+where)
		}
		if !r.contained {
			lines = append(lines, "start it on a free port "+where+" and run the conformance suite")
		}
	}
	if r.o.Walk != nil {
		lines = append(lines, "walk through its page in a browser")
	}
	if r.o.Image {
		lines = append(lines, "docker build, then the suite against its container")
	}
	return lines
}

// started is the command that starts the project with the toolchain of this machine.
func (r *run) started() (Command, error) {
	for _, c := range r.subject.Language.Start {
		if c.isOf(r.version) {
			return c, nil
		}
	}
	return Command{}, fmt.Errorf("the pack doesn't say how a project is started with %s %s", r.subject.Language.Title, r.version)
}

func (r *run) out() string { return filepath.Join(r.work, "out") }

func (r *run) fill(argv []string) []string { return filled(argv, r.subject.Dir, r.out()) }

// environ is the environment of the project's commands.
func (r *run) environ() []string { return proc.Environ(r.subject.Language.Inherit...) }

// findToolchain asks the toolchain for its version, and fails early when it is not here.
func (r *run) findToolchain(ctx context.Context) error {
	l := r.subject.Language
	if len(l.Version) == 0 {
		return nil
	}
	if _, err := exec.LookPath(l.Version[0]); err != nil {
		return &EnvironmentError{
			Message: fmt.Sprintf("%s is not installed: there is no program %s", l.Title, l.Version[0]),
			Hint:    "run: scaffolio doctor",
		}
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	out, err := proc.Run(ctx, proc.Spec{Argv: l.Version, Dir: r.subject.Dir, Env: r.environ()})
	if err != nil {
		return &EnvironmentError{Message: l.Title + " doesn't tell its version", Hint: "run: scaffolio doctor", Err: err}
	}
	r.report.Environment.Toolchain = strings.TrimSpace(out)
	if l.Pattern != "" {
		pattern, err := regexp.Compile(l.Pattern)
		if err != nil {
			return fmt.Errorf("the version pattern of %s: %w", l.Title, err)
		}
		if match := pattern.FindStringSubmatch(out); len(match) > 1 {
			r.version = match[1]
		}
	}
	return nil
}

// build runs the project's own steps. It is false when what follows has nothing to start.
func (r *run) build(ctx context.Context) (bool, error) {
	if err := os.MkdirAll(r.out(), 0o755); err != nil {
		return false, err
	}
	before := r.fingerprints()
	l := r.subject.Language
	for _, step := range append(l.Steps[:len(l.Steps):len(l.Steps)], l.Make) {
		ok, err := r.step(ctx, projectGroup, step, nil)
		if err != nil {
			return false, err
		}
		if !ok && step.Name != testStep && step.Name != lintStep {
			return false, nil
		}
	}
	if r.o.Audit {
		for _, step := range l.Audit {
			if _, err := r.step(ctx, projectGroup, step, nil); err != nil {
				return false, err
			}
		}
	}
	r.unchanged(before)
	return true, nil
}

// step runs the commands of a step until one fails. The error is that of ctx.
func (r *run) step(ctx context.Context, group string, step Step, env []string) (bool, error) {
	for _, c := range step.Commands {
		if !c.isOf(r.version) {
			continue
		}
		result := r.command(ctx, c, env)
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if result.Status == conformance.Pass && c.AtLeast == 0 {
			result.Detail = ""
		}
		result.Group, result.Name = group, step.Name
		r.add(result)
		if result.Status == conformance.Fail {
			return false, nil
		}
	}
	return true, nil
}

// command runs one command. The result's detail is what it printed, or what went wrong.
func (r *run) command(ctx context.Context, c Command, env []string) Result {
	argv := r.fill(c.Argv)
	result := Result{Command: strings.Join(argv, " "), Status: conformance.Pass}
	if _, err := exec.LookPath(argv[0]); err != nil {
		result.Status, result.Detail = conformance.Skip, "there is no program "+argv[0]+" on this machine"
		return result
	}
	if c.Needs != "" && !reachable(ctx, c.Needs) {
		result.Status, result.Detail = conformance.Skip, c.Needs+" can't be reached"
		return result
	}
	defer r.servers.working()()
	r.reporter.Begin(projectGroup, result.Command)
	ctx, cancel := context.WithTimeout(ctx, r.o.Limits.Command)
	defer cancel()
	begin := time.Now()
	all := append(append(r.environ(), r.fill(c.Env)...), env...)
	out, err := proc.Run(ctx, proc.Spec{Argv: argv, Dir: r.subject.Dir, Env: all})
	result.Took, result.Detail = time.Since(begin), out
	switch {
	case err != nil:
		result.Status, result.Detail = conformance.Fail, failure(err, r.o.Limits.Command)
	case c.Quiet && strings.TrimSpace(out) != "":
		result.Status, result.Detail = conformance.Fail, "it has something to say:\n"+proc.Tail(out, 40)
	case c.AtLeast > 0:
		line, value := percentage(out)
		result.Detail = strings.Join(strings.Fields(line), " ")
		if value < c.AtLeast {
			result.Status = conformance.Fail
			result.Detail += fmt.Sprintf("; at least %g %% is wanted", c.AtLeast)
		}
	}
	return result
}

var percent = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?) ?%`)

// percentage is the last one in a text, with the line it stands in, or -1 with the last line.
func percentage(text string) (string, float64) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for _, line := range slices.Backward(lines) {
		found := percent.FindAllStringSubmatch(line, -1)
		if len(found) == 0 {
			continue
		}
		if value, err := strconv.ParseFloat(found[len(found)-1][1], 64); err == nil {
			return line, value
		}
	}
	return lines[len(lines)-1], -1
}

// reachable tells whether an address answers with success.
func reachable(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return get(ctx, url) == http.StatusOK
}

// failure words what went wrong with a command.
func failure(err error, limit time.Duration) string {
	var exit *proc.ExitError
	switch {
	case errors.As(err, &exit):
		return fmt.Sprintf("it ended with code %d:\n%s", exit.Code, exit.Output)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("it did not end within %s", limit)
	}
	return err.Error()
}

// fingerprints are the hashes of the generated files.
func (r *run) fingerprints() map[string][sha256.Size]byte {
	all := make(map[string][sha256.Size]byte, len(r.subject.Files))
	for _, name := range r.subject.Files {
		if data, err := os.ReadFile(filepath.Join(r.subject.Dir, filepath.FromSlash(name))); err == nil {
			all[name] = sha256.Sum256(data)
		}
	}
	return all
}

// unchanged checks that the steps have left the project's files as they were.
func (r *run) unchanged(before map[string][sha256.Size]byte) {
	if len(before) == 0 {
		return
	}
	result := Result{Group: projectGroup, Name: "files unchanged", Status: conformance.Pass}
	after := r.fingerprints()
	var changed []string
	for name, hash := range before {
		if after[name] != hash {
			changed = append(changed, name)
		}
	}
	if len(changed) > 0 {
		slices.Sort(changed)
		result.Status = conformance.Fail
		result.Detail = "its own commands changed " + strings.Join(changed, ", ")
	}
	r.add(result)
}
