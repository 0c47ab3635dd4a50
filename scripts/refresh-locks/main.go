// Command refresh-locks makes the dependency locks of a pack anew, for all of its languages: it renders every distinct
// manifest, runs the language's own refresh commands on each in a folder of its own, and stores what they leave. With
// -upgrade it first raises the versions in the languages' manifests to the newest. It also tells Dependabot where those
// manifests are.
//
//	go run ./scripts/refresh-locks [-pack templates/portfolio] [-language go] [-missing] [-upgrade]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r := &refresher{}
	flag.StringVar(&r.dir, "pack", "templates/portfolio", "the folder of the pack")
	flag.StringVar(&r.only, "language", "", "refresh this language only")
	flag.BoolVar(&r.missing, "missing", false, "make only the locks that are missing")
	flag.BoolVar(&r.upgrade, "upgrade", false, "raise the versions to the newest ones first")
	flag.StringVar(&r.dependabot, "dependabot", ".github/dependabot.yml", "Dependabot's settings; empty: leave them alone")
	flag.Parse()
	if err := r.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "refresh-locks:", err)
		os.Exit(1)
	}
}

type refresher struct {
	dir, only  string
	missing    bool
	upgrade    bool
	pack       *pack.Pack
	dependabot string          // the file
	used       map[string]bool // the locks that some project uses
}

func (r *refresher) run(ctx context.Context) error {
	r.used = map[string]bool{}
	if err := r.load(); err != nil {
		return err
	}
	for _, name := range r.languages() {
		if r.upgrade {
			if err := r.raise(ctx, name); err != nil {
				return err
			}
		}
		if err := r.writeVersions(name); err != nil {
			return err
		}
	}
	if err := r.writeDependabot(); err != nil {
		return err
	}
	// The versions are part of what is rendered.
	if err := r.load(); err != nil {
		return err
	}
	for _, answers := range r.combinations() {
		if err := r.combination(ctx, answers); err != nil {
			return err
		}
	}
	return r.dropUnused()
}

func (r *refresher) load() (err error) {
	r.pack, err = pack.Load(os.DirFS(r.dir))
	return err
}

func (r *refresher) languages() []string {
	if r.only != "" {
		return []string{r.only}
	}
	return r.pack.Languages()
}

// writeVersions makes versions.yaml from the language's one real manifest.
func (r *refresher) writeVersions(name string) error {
	l, err := r.pack.Language(name)
	if err != nil || l.Versions.From == "" {
		return err
	}
	text, err := versions(filepath.Join(r.dir, l.Folder()), l)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.dir, l.Folder(), "versions.yaml"), []byte(text), 0o644)
}

// versions is what versions.yaml must say, from the manifest in the language's folder.
func versions(folder string, l *pack.Language) (string, error) {
	data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(l.Versions.From)))
	if err != nil {
		return "", fmt.Errorf("the manifest of all dependencies: %w", err)
	}
	pattern, err := regexp.Compile("(?m)" + l.Versions.Pattern)
	if err != nil {
		return "", fmt.Errorf("%s: versions: %w", l.Name, err)
	}
	var lines []string
	for _, m := range pattern.FindAllStringSubmatch(string(data), -1) {
		lines = append(lines, fmt.Sprintf("%q: %q\n", m[1], m[2]))
	}
	if len(lines) == 0 {
		return "", fmt.Errorf("%s: the pattern finds no version in %s", l.Name, l.Versions.From)
	}
	slices.Sort(lines)
	return "# Made from " + l.Versions.From + " by scripts/refresh-locks.\n" + strings.Join(lines, ""), nil
}

// combinations are all answers that make a project.
func (r *refresher) combinations() []map[string]string {
	all := []map[string]string{{}}
	for _, q := range r.pack.Questions {
		var next []map[string]string
		for _, answers := range all {
			if !q.When.Holds(answers) {
				next = append(next, answers)
				continue
			}
			names := r.pack.Available(q, answers)
			if q.Kind != "choice" { // what a project is about changes nothing in what it depends on
				names = []string{q.Default}
			}
			for _, name := range names {
				with := map[string]string{q.Name: name}
				for k, v := range answers {
					with[k] = v
				}
				next = append(next, with)
			}
		}
		all = next
	}
	return all
}

func (r *refresher) combination(ctx context.Context, answers map[string]string) error {
	l, err := r.pack.LanguageOf(answers)
	if err != nil || len(l.Locks) == 0 || r.only != "" && l.Name != r.only {
		return err
	}
	in := render.Input{Answers: answers, Project: render.LockProject(answers["license"]), WithoutLocks: true}
	if err := r.subject(&in); err != nil {
		return err
	}
	plan, err := render.Render(ctx, r.pack, in)
	if err != nil {
		return err
	}
	for _, lock := range l.Locks {
		if err := r.lock(ctx, l, lock, plan, answers); err != nil {
			return fmt.Errorf("%v: %w", answers, err)
		}
	}
	return nil
}

// checkLocks renders a project with its locks, which fails where one is missing.
func (r *refresher) checkLocks(ctx context.Context, answers map[string]string) error {
	in := render.Input{Answers: answers, Project: render.LockProject(answers["license"])}
	err := r.subject(&in)
	if err == nil {
		_, err = render.Render(ctx, r.pack, in)
	}
	return err
}

// subject reads the model or the source that the answers name.
func (r *refresher) subject(in *render.Input) (err error) {
	for _, q := range r.pack.Questions {
		name := in.Answers[q.Name]
		switch {
		case err != nil || name == "":
		case q.Kind == "model":
			in.Model, err = r.pack.Model(q, name)
		case q.Kind == "source":
			in.Source, err = r.pack.Source(q, name)
		}
	}
	return err
}

// lock makes the lock files of one manifest, unless this run has made them already.
func (r *refresher) lock(ctx context.Context, l *pack.Language, lock pack.Lock, plan *render.Plan, answers map[string]string) error {
	i := slices.IndexFunc(plan.Files, func(f render.File) bool { return f.Path == lock.Manifest })
	if i < 0 {
		return nil
	}
	key := render.LockKey(plan.Files[i].Data)
	known := r.used[render.LockPath(l.Folder(), key, lock.Files[0])]
	have := true
	for _, name := range lock.Files {
		stored := render.LockPath(l.Folder(), key, name)
		r.used[stored] = true
		have = have && r.pack.Has(stored)
	}
	if known || r.missing && have {
		return nil
	}
	fmt.Printf("%s %s: %v\n", l.Name, key, answers)
	return r.makeLock(ctx, l, lock, plan, key)
}

func (r *refresher) makeLock(ctx context.Context, l *pack.Language, lock pack.Lock, plan *render.Plan, key string) error {
	dir, err := os.MkdirTemp("", "refresh-locks-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	deps := filepath.Join(r.dir, l.Folder(), "deps")
	if err := fill(dir, deps, lock.Seed, plan); err != nil {
		return err
	}
	if err := runAll(ctx, dir, lock.Refresh); err != nil {
		return err
	}
	for _, name := range lock.Files {
		if err := r.store(dir, l, key, name); err != nil {
			return err
		}
	}
	return nil
}

// runAll runs commands in a folder.
func runAll(ctx context.Context, dir string, commands []pack.Command) error {
	for _, c := range commands {
		cmd := exec.CommandContext(ctx, c.Run[0], c.Run[1:]...)
		cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.Env = dir, os.Stdout, os.Stderr, os.Environ()
		for k, v := range c.Env {
			cmd.Env = append(cmd.Env, k+"="+v)
		}
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(c.Run, " "), err)
		}
	}
	return nil
}

// fill writes a project and the seeds of its lock into a folder.
func fill(dir, deps string, seeds []string, plan *render.Plan) error {
	for _, f := range plan.Files {
		target := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, f.Data, 0o644); err != nil {
			return err
		}
	}
	for _, seed := range seeds {
		data, err := os.ReadFile(filepath.Join(deps, seed))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, seed), data, 0o644)
		}
		if err != nil {
			return fmt.Errorf("the seed of a lock: %w", err)
		}
	}
	return nil
}

func (r *refresher) store(dir string, l *pack.Language, key, name string) error {
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return fmt.Errorf("the refresh made no %s: %w", name, err)
	}
	locked := render.LockProject("")
	for _, personal := range []string{locked.Title, locked.Author, locked.RepoURL} {
		if strings.Contains(string(data), personal) {
			return fmt.Errorf("%s holds more of the project than its name: %q", name, personal)
		}
	}
	target := filepath.Join(r.dir, filepath.FromSlash(render.LockPath(l.Folder(), key, name)))
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, data, 0o644)
}

// dropUnused deletes the locks that no project uses any more.
func (r *refresher) dropUnused() error {
	for _, name := range r.languages() {
		found, err := filepath.Glob(filepath.Join(r.dir, name, "locks", "*"))
		if err != nil {
			return err
		}
		for _, file := range found {
			if r.used[name+"/locks/"+filepath.Base(file)] {
				continue
			}
			if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			fmt.Println("dropped", file)
		}
	}
	return nil
}
