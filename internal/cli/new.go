package cli

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/gitrepo"
	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/project"
	"github.com/scaffolio/scaffolio/internal/render"
	"github.com/scaffolio/scaffolio/internal/source"
)

// packFlags are the questions of a pack that have a flag of their own; any other is answered with --set.
var packFlags = []struct{ name, usage string }{
	{"language", "programming `LANGUAGE`"},
	{"framework", "`FRAMEWORK`, where the language has several"},
	{"type", "project `TYPE`"},
	{"database", "`DATABASE` that the project is made for"},
	{"domain", "built-in `SUBJECT` (instead of --model or --entity)"},
	{"source", "third-party `SOURCE`: a built-in one or a file with your own"},
	{"ci", "CI `SYSTEM`"},
	{"target", "`TARGET` that the project is deployed to"},
	{"license", "`LICENCE` of the project"},
}

// newOptions are the flags of `new`.
type newOptions struct {
	dir       string
	outputDir string
	answers   string            // path of the answers file
	given     map[string]string // questions answered by flags, by name
	model     string
	entities  []string
	set       []string
	yes       bool
	dryRun    bool
	json      bool
	noGit     bool
	now       time.Time
}

func (a *App) newCommand() *cobra.Command {
	o := &newOptions{given: map[string]string{}}
	cmd := &cobra.Command{
		Use:   "new [DIR]",
		Short: "Make a project",
		Long: `Make a project in DIR: asks what was not given, shows a summary, writes the project, makes its first
commit, and says how to run it.

DIR is the project's folder and gives it its name. It may be missing, empty, or a freshly cloned empty
repository. Without a terminal, with --yes or with CI set nothing is asked: what was not given takes its
default. Each question can also be answered by a variable (SCAFFOLIO_LANGUAGE=go) or in an answers file; a
flag wins over a variable, a variable over the file.

` + model.ShorthandGrammar,
		Example: `  scaffolio new
  scaffolio new my-books --language go --type crud --domain reading-list --yes
  scaffolio new my-zoo --entity 'Animal: name! born=date kind=enum(cat,dog)' --yes
  scaffolio new my-zoo --model zoo.yaml --database postgres --repo https://github.com/ada/my-zoo
  scaffolio new my-books --dry-run --yes`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.dir = args[0]
				if o.dir == "" {
					return usagef("The project's folder is an empty text.").withHint("Name one: scaffolio new my-project")
				}
			}
			if err := o.collect(cmd); err != nil {
				return err
			}
			return a.runNew(cmd.Context(), o)
		},
	}
	o.bind(cmd)
	a.completeChoices(cmd)
	return cmd
}

func (o *newOptions) bind(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	for _, q := range packFlags {
		f.String(q.name, "", q.usage)
	}
	f.StringVar(&o.model, "model", "", "your own subject: a `FILE` with its model")
	f.String("sample", "", "a `FILE` with a recorded answer of the source, to check it with")
	f.StringArrayVar(&o.entities, "entity", nil, "your own subject, a `LINE` for each thing in it (repeatable)")
	f.String("name", "", "project `NAME`, when it isn't that of DIR")
	f.String("module", "", "module `PATH`, such as github.com/ada/my-books")
	f.String("author", "", "`NAME` in the licence (default: git's user.name)")
	f.String("repo", "", "`URL` of the repository that the project will have")
	f.StringArrayVar(&o.set, "set", nil, "answer any question: `KEY=VALUE` (repeatable)")
	f.StringVar(&o.answers, "answers", "", "YAML `FILE` with answers")
	f.StringVar(&o.outputDir, "output-dir", "", "`FOLDER` to make the project's folder in")
	f.BoolVarP(&o.yes, "yes", "y", false, "ask nothing: defaults for all that wasn't given")
	f.BoolVar(&o.dryRun, "dry-run", false, "write nothing; show what would be written")
	f.BoolVar(&o.noGit, "no-git", false, "make no repository and no commit")
	f.BoolVar(&o.json, "json", false, "print one JSON document")
}

// collect notes which questions were answered by flags: an empty answer differs from none.
func (o *newOptions) collect(cmd *cobra.Command) error {
	names := []string{"name", "module", "author", "repo", "sample"}
	for _, q := range packFlags {
		names = append(names, q.name)
	}
	for _, name := range names {
		if f := cmd.Flags().Lookup(name); f.Changed {
			o.given[name] = f.Value.String()
		}
	}
	for _, name := range []string{"model", "answers", "output-dir"} {
		if f := cmd.Flags().Lookup(name); f.Changed && f.Value.String() == "" {
			return usagef("--%s is empty.", name).withHint("Leave it out, or name something.")
		}
	}
	return nil
}

// draft is a project before it is written.
type draft struct {
	pack    *pack.Pack
	name    string
	dir     string
	answers []answer.Answer // of the pack's questions, then of the project's
	subject answer.Subject
	from    *answer.Upstream // nil for a project without a source
	project render.Project
	plan    *render.Plan
	command string // makes it again
	asked   bool   // the user answered something at the terminal
}

// source is where the service fetches from, or nil.
func (d *draft) source() *source.Source {
	if d.from == nil {
		return nil
	}
	return d.from.Source
}

// value is the answer to a question.
func (d *draft) value(name string) string {
	for _, a := range d.answers {
		if a.Question == name {
			return a.Value
		}
	}
	return ""
}

func (a *App) runNew(ctx context.Context, o *newOptions) error {
	if o.now.IsZero() {
		o.now = time.Now()
	}
	p, err := a.Pack()
	if err != nil {
		return err
	}
	d := &draft{pack: p}
	if err := a.decide(ctx, o, d); err != nil {
		return err
	}
	d.plan, err = render.Render(ctx, p, render.Input{Answers: packAnswers(d), Model: d.subject.Model, Source: d.source(), Project: d.project})
	if err != nil {
		return err
	}
	d.command = reproduce(d, o)
	if o.dryRun {
		return a.previewNew(ctx, o, d)
	}
	if err := a.confirmNew(ctx, o, d); err != nil {
		return err
	}
	result, err := project.Write(ctx, a.writeOptions(o, d))
	if err != nil {
		return err
	}
	return a.reportNew(o, d, result)
}

func (a *App) writeOptions(o *newOptions, d *draft) project.Options {
	lock := project.Lock{
		Tool: a.Version, Pack: project.PackID{Name: d.pack.Name, Version: d.pack.Version}, Command: d.command,
		Answers: map[string]string{"name": d.name},
	}
	for _, one := range d.answers {
		lock.Answers[one.Question] = one.Value
	}
	if d.subject.Model != nil {
		lock.Model = d.subject.Model.YAML()
	}
	if s := d.source(); s != nil {
		lock.Source = []byte(s.Text)
	}
	options := project.Options{Dir: d.dir, Plan: d.plan, Lock: lock}
	if !o.noGit {
		options.Commit = &project.Commit{
			Message: fmt.Sprintf("Start %s with scaffolio\n\n%s\n", d.name, d.command), Env: a.gitEnvironment(), Now: o.now,
		}
	}
	return options
}

func (a *App) gitEnvironment() gitrepo.Environment {
	return gitrepo.Environment{Getenv: func(name string) string { v, _ := a.LookupEnv(name); return v }}
}

// packAnswers are the answers that the pack asked for.
func packAnswers(d *draft) map[string]string {
	answers := map[string]string{}
	for _, q := range d.pack.Questions {
		answers[q.Name] = d.value(q.Name)
	}
	return answers
}

// checkTarget refuses a folder that can't become the project before anybody answers a question about it.
func checkTarget(ctx context.Context, dir string) error {
	_, err := project.Write(ctx, project.Options{Dir: dir, Plan: &render.Plan{}, System: project.DryRun{}})
	return err
}

// year is that of the licence: SOURCE_DATE_EPOCH's when it is set.
func (a *App) year(now time.Time) (int, error) {
	epoch := a.env("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return now.Year(), nil
	}
	const year9999 = 253402300799
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil || seconds < 0 || seconds > year9999 {
		return 0, usagef("SOURCE_DATE_EPOCH is %q: it must be a number of seconds since 1970.", epoch)
	}
	return time.Unix(seconds, 0).UTC().Year(), nil
}

// place is where a project of this name goes.
func (o *newOptions) place(name string) string {
	return filepath.Join(o.outputDir, cmp.Or(o.dir, name))
}

// mayAsk says whether anybody is there to answer.
func (a *App) mayAsk(o *newOptions) bool {
	return a.Streams.InTerminal && a.Streams.ErrTerminal && a.env("CI") == "" && !o.yes
}

// sources are where answers come from.
func (a *App) sources(o *newOptions, p *pack.Pack) (answer.SubjectSources, error) {
	src := answer.SubjectSources{ModelFlag: o.model, EntityFlag: o.entities}
	src.Flags, src.LookupEnv = o.given, a.LookupEnv
	if err := o.applySet(p); err != nil {
		return src, err
	}
	var err error
	if src.File, err = o.readAnswers(p); err != nil {
		return src, err
	}
	if a.mayAsk(o) {
		src.Prompter = a.Prompter
	}
	return src, nil
}

// questionNames are all questions that can be answered, the pack's and the project's.
func questionNames(p *pack.Pack) []string {
	names := []string{}
	for _, q := range p.Questions {
		names = append(names, q.Name)
	}
	own := []string{"model", "entity", "name", "module", "author", "repo"}
	if p.QuestionOf(answer.SourceKind) != nil {
		own = append(own, "sample")
	}
	for _, name := range own {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
