package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scaffolio/scaffolio/internal/doctor"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/prompt"
)

type doctorOptions struct {
	language string
	json     bool
	machine  *doctor.Machine // nil: this one
}

func (a *App) doctorCommand() *cobra.Command {
	o := &doctorOptions{}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Tell whether this machine is ready, and what to do if not",
		Long: `Tell whether this machine is ready for the projects: the languages' tools and their versions, git's
identity, Docker, the usual port, disk space. Each finding comes with its remedy. Without --language one
usable language is enough.

It exits with 4 when something is missing that a project can't run without.`,
		Example: "  scaffolio doctor\n  scaffolio doctor --language go\n  scaffolio doctor --json",
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runDoctor(cmd.Context(), o) },
	}
	cmd.Flags().StringVar(&o.language, "language", "", "look at the tools of this `LANGUAGE` only")
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON document")
	a.completeQuestion(cmd, "language")
	return cmd
}

// The port that a project listens on by default, and the space that one takes with dependencies and build.
const (
	defaultPort = 8080
	diskNeeded  = 2 << 30
)

func (a *App) runDoctor(ctx context.Context, o *doctorOptions) error {
	p, err := a.Pack()
	if err != nil {
		return err
	}
	languages := p.Languages()
	if o.language != "" {
		if !slices.Contains(languages, o.language) {
			return unknownLanguage(o.language, languages)
		}
		languages = []string{o.language}
	}
	dir, err := os.Getwd()
	if err != nil {
		return &Failure{Exit: exitEnvironment, Code: "no_current_folder", Message: "The current folder is gone.", Hint: "Change into one that exists.", Err: err}
	}
	m := o.machine
	if m == nil {
		m = a.thisMachine(dir)
	}
	tools, ready, err := lookAtTools(ctx, *m, p, languages)
	if err != nil {
		return err
	}
	others := doctor.Run(ctx, *m, []doctor.Check{
		doctor.GitIdentity(), doctor.Docker(), doctor.Port(defaultPort), doctor.Disk(dir, diskNeeded),
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return a.reportDoctor(o, append(tools, others...), ready)
}

func (a *App) thisMachine(dir string) *doctor.Machine {
	m := doctor.ThisMachine(func() (string, string, error) {
		name, email := a.gitEnvironment().Identity(filepath.Join(dir, ".git"))
		return name, email, nil
	})
	return &m
}

// lookAtTools checks the languages' tools; ready are the languages that have all they need.
func lookAtTools(ctx context.Context, m doctor.Machine, p *pack.Pack, languages []string) (findings []doctor.Finding, ready []string, err error) {
	for _, name := range languages {
		language, err := p.Language(name)
		if err != nil {
			return nil, nil, err
		}
		usable := true
		for _, t := range language.Requires {
			found := doctor.Run(ctx, m, []doctor.Check{doctor.Toolchain(tool(t))})
			if !doctor.Ready(found) {
				if t.Optional {
					found[0].Status = doctor.Warning
				} else {
					usable = false
				}
			}
			findings = append(findings, found...)
		}
		if usable {
			ready = append(ready, name)
		}
	}
	return findings, ready, nil
}

// tool is a pack's tool as the doctor sees it.
func tool(t pack.Tool) doctor.Tool {
	return doctor.Tool{
		Name: t.Name, Command: append(t.Command[:1:1], t.Also...), Args: t.Command[1:],
		Pattern: t.Pattern, Minimum: t.Minimum, Get: t.Get,
	}
}

func unknownLanguage(name string, languages []string) error {
	f := usagef("--language: %q is none of the choices.", name).withHint("Choose one of %s.", strings.Join(languages, ", "))
	if near := nearest.Of(name, languages); near != "" {
		f = f.withHint("Did you mean %s? Choose one of %s.", near, strings.Join(languages, ", "))
	}
	return f
}

// doctorDocument is what `doctor --json` prints.
type doctorDocument struct {
	Ready     bool             `json:"ready"`
	Languages []string         `json:"ready_languages"`
	Findings  []doctor.Finding `json:"findings"`
}

func (a *App) reportDoctor(o *doctorOptions, findings []doctor.Finding, languages []string) error {
	// A missing tool stands in the way only when no language is left.
	if len(languages) > 0 {
		for i := range findings {
			if findings[i].Status == doctor.Missing {
				findings[i].Status = doctor.Warning
			}
		}
	}
	ready := doctor.Ready(findings)
	if o.json {
		if err := a.printJSON(doctorDocument{Ready: ready, Languages: append([]string{}, languages...), Findings: findings}); err != nil {
			return err
		}
	} else {
		a.printFindings(findings, ready, languages)
	}
	if !ready {
		return &Failure{Exit: exitEnvironment, Code: "not_ready", Message: "This machine isn't ready.", silent: true}
	}
	return nil
}

func (a *App) printFindings(findings []doctor.Finding, ready bool, languages []string) {
	w := a.Streams.Out
	width := 0
	for _, f := range findings {
		width = max(width, len(f.Name))
	}
	indent := strings.Repeat(" ", width+11)
	if a.Streams.Width < 60 {
		indent = strings.Repeat(" ", 9) // a column of its own would leave too little
	}
	for _, f := range findings {
		head := pad(string(f.Status), 8) + " " + pad(f.Name, width) + "  "
		if a.Streams.Width < 60 {
			head = pad(string(f.Status), 8) + " " + f.Name + "\n" + indent
		}
		fmt.Fprintln(w, head+strings.TrimLeft(prompt.Wrap(f.Result, indent, a.Streams.Width), " "))
		for line := range strings.Lines(f.Remedy) {
			fmt.Fprintln(w, prompt.Wrap(line, indent, a.Streams.Width))
		}
	}
	if ready {
		fmt.Fprintln(w, "\n"+prompt.Wrap("This machine is ready for projects in "+strings.Join(languages, ", ")+".", "", a.Streams.Width))
		return
	}
	fmt.Fprintln(w, "\nThis machine isn't ready: something is missing that a project can't run without.")
}
