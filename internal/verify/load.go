package verify

import (
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/project"
	"github.com/scaffolio/scaffolio/internal/source"
)

// Load reads what there is to verify in a project's folder: what its lock says, and what the pack says about
// its answers.
func Load(dir string, p *pack.Pack) (*Subject, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	lock, err := project.ReadLock(dir)
	if err != nil {
		return nil, err
	}
	if lock.Pack.Name != p.Name {
		return nil, fmt.Errorf("the project was made from the pack %s; this is %s", lock.Pack.Name, p.Name)
	}
	s := &Subject{Dir: dir, Name: filepath.Base(dir), Type: lock.Answers["type"], Answers: lock.Answers}
	for name := range maps.Keys(lock.Files) {
		s.Files = append(s.Files, name)
	}
	slices.Sort(s.Files)
	if len(lock.Model) > 0 {
		if s.Model, err = model.Parse(project.LockName, lock.Model); err != nil {
			return nil, err
		}
	}
	if len(lock.Source) > 0 {
		if s.Source, err = source.Parse(project.LockName, lock.Source); err != nil {
			return nil, err
		}
		s.Source.Name = lock.Answers["source"]
	}
	if s.Engines, err = engines(p, lock.Answers["database"]); err != nil {
		return nil, err
	}
	l, err := p.Language(lock.Answers["language"])
	if err != nil {
		return nil, err
	}
	if s.Language, err = language(l); err != nil {
		return nil, err
	}
	s.Language.Audit = append(s.Language.Audit, commonAudit(p)...)
	s.SampleSecrets, err = sampleSecrets(p, lock.Answers)
	return s, err
}

// engines are the servers that a project with this database can run on, as the choice says in its facts.
func engines(p *pack.Pack, database string) ([]string, error) {
	q := p.Question("database")
	if q == nil || database == "" {
		return nil, nil
	}
	choice, err := p.Choice(q, database)
	if err != nil {
		return nil, err
	}
	var names []string
	list, _ := choice.Facts["engines"].([]any)
	for _, entry := range list {
		if name, ok := entry.(string); ok && name != SQLite {
			names = append(names, name)
		}
	}
	return names, nil
}

// language takes from a language what verify runs.
func language(l *pack.Language) (Language, error) {
	out := Language{Title: l.Title, Inherit: l.Inherit}
	for _, name := range []string{installStep, lintStep, testStep, "build"} {
		if commands := l.Commands[name]; len(commands) > 0 {
			out.Steps = append(out.Steps, step(name, commands))
		}
	}
	for _, c := range l.Commands["audit"] {
		out.Audit = append(out.Audit, step(strings.Join(c.Run[:min(2, len(c.Run))], " "), []pack.Command{c}))
	}
	for _, c := range l.Commands[coverageStep] {
		out.Audit = append(out.Audit, step(coverageStep, []pack.Command{c}))
	}
	out.Make, out.Start = step("make", l.Commands["make"]), step("start", l.Commands["start"]).Commands
	if len(out.Start) == 0 {
		return out, fmt.Errorf("the pack doesn't say how %s projects are started: language.yaml has no commands.start", l.Title)
	}
	for _, tool := range l.Requires {
		if !tool.Optional {
			out.Version, out.Pattern = tool.Command, tool.Pattern
			break
		}
	}
	rename(&out, l.Requires)
	return out, nil
}

// rename makes commands use the name that a program has on this machine, where it has several.
func rename(l *Language, tools []pack.Tool) {
	commands := []*Command{{Argv: l.Version}}
	for _, step := range slices.Concat(l.Steps, l.Audit, []Step{l.Make, {Commands: l.Start}}) {
		for i := range step.Commands {
			commands = append(commands, &step.Commands[i])
		}
	}
	for _, tool := range tools {
		name := here(tool)
		for _, c := range commands {
			if len(c.Argv) > 0 && c.Argv[0] == tool.Command[0] {
				c.Argv = append([]string{name}, c.Argv[1:]...)
			}
		}
	}
	l.Version = commands[0].Argv
}

// here is the first of a tool's names that is a program on this machine; if none is, the usual one.
func here(tool pack.Tool) string {
	for _, name := range append(tool.Command[:1:1], tool.Also...) {
		if _, err := exec.LookPath(name); err == nil {
			return name
		}
	}
	return tool.Command[0]
}

// commonAudit are the linters for what every project has, whatever its language: the pack's data lists them.
func commonAudit(p *pack.Pack) []Step {
	var steps []Step
	list, _ := p.Data["audit"].([]any)
	for _, entry := range list {
		words, _ := entry.([]any)
		var c Command
		for _, word := range words {
			c.Argv = append(c.Argv, fmt.Sprint(word))
		}
		if len(c.Argv) > 0 {
			steps = append(steps, Step{Name: c.Argv[0], Commands: []Command{c}})
		}
	}
	return steps
}

func step(name string, commands []pack.Command) Step {
	s := Step{Name: name}
	for _, c := range commands {
		command := Command{Argv: c.Run, Quiet: c.Quiet, Needs: c.Needs, AtLeast: c.AtLeast, Since: c.Since, Before: c.Before}
		for _, key := range slices.Sorted(maps.Keys(c.Env)) {
			command.Env = append(command.Env, key+"="+c.Env[key])
		}
		s.Commands = append(s.Commands, command)
	}
	return s
}

// leftInPlace are what people leave in place of a secret, long enough to pass for one.
var leftInPlace = []string{"change-me-change-me-change-me-change-me", "replace-this-placeholder-in-production-0123"}

// sampleSecrets are the values that the project's .env.example shows in place of secrets, and the usual ones.
func sampleSecrets(p *pack.Pack, answers map[string]string) ([]string, error) {
	layers, err := p.Layers(answers)
	if err != nil {
		return nil, err
	}
	samples := slices.Clone(leftInPlace)
	for _, layer := range layers {
		for _, v := range layer.Facts.Env {
			if v.Secret && v.Example != "" {
				samples = append(samples, v.Example)
			}
		}
	}
	return samples, nil
}
