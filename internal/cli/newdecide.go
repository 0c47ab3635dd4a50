package cli

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
)

// decide answers all questions: the name first, since it may show that there is nothing to make.
func (a *App) decide(ctx context.Context, o *newOptions, d *draft) error {
	src, err := a.sources(o, d.pack)
	if err != nil {
		return err
	}
	if err := refuseUnknownFlags(o, d.pack); err != nil {
		return err
	}
	if err := a.checkGiven(d, &src); err != nil {
		return err
	}
	known := answer.Known{}
	named, err := answer.Resolve(ctx, []answer.Question{a.nameQuestion(ctx, o, src)}, src.Sources, known)
	if err != nil {
		return hintName(o, err)
	}
	d.name = named[0].Value
	if err := checkFolderName(o, named[0]); err != nil {
		return err
	}
	d.dir = o.place(d.name)
	if err := checkTarget(ctx, d.dir); err != nil {
		return err
	}
	if err := d.answerPack(ctx, src, known); err != nil {
		return err
	}
	return a.answerProject(ctx, o, d, src, known)
}

// checkGiven tells a wrong answer before the first question: nobody answers five of them to learn of a typo.
func (a *App) checkGiven(d *draft, src *answer.SubjectSources) (err error) {
	if q := d.pack.QuestionOf(answer.ModelKind); q != nil {
		if err := src.Load(d.pack, q); err != nil {
			return err
		}
	}
	if q := d.pack.QuestionOf(answer.SourceKind); q != nil {
		if d.from, err = answer.LoadUpstream(d.pack, q, src.Sources); err != nil {
			return err
		}
	}
	return answer.Check(append(answer.FromPack(d.pack), projectQuestions("", "")...), src.Sources)
}

// nameQuestion asks for the project's name, unless DIR says it.
func (a *App) nameQuestion(ctx context.Context, o *newOptions, src answer.SubjectSources) answer.Question {
	repo := cmp.Or(src.Flags["repo"])
	fromDir := ""
	if o.dir != "" {
		fromDir = dirName(filepath.Join(o.outputDir, o.dir))
	} else if answer.CheckRepo(repo) == nil {
		fromDir = strings.TrimSuffix(filepath.Base(repo), ".git")
		if repo == "" {
			fromDir = ""
		}
	}
	return answer.Question{
		Name: "name", Flag: "--name", Title: "What is the project called?",
		Help:    "Its folder, repository and image get this name: small letters, digits and hyphens.",
		Quiet:   fromDir != "",
		Default: func(answer.Known) string { return fromDir },
		Check: func(name string) error {
			if err := answer.CheckName(name); err != nil {
				return err
			}
			if o.dir == "" && src.Prompter != nil {
				return checkTarget(ctx, o.place(name))
			}
			return nil
		},
	}
}

// checkFolderName checks a name that nobody gave but the folder.
func checkFolderName(o *newOptions, name answer.Answer) error {
	err := answer.CheckName(name.Value)
	var refused *answer.NameError
	if name.From != answer.FromDefault || !errors.As(err, &refused) {
		return nil
	}
	f := usagef("%s.", refused)
	f.Code = "bad_answer"
	if refused.Near == "" {
		return f.withHint("%s Or keep the folder and give a name: --name my-project", refused.HintText())
	}
	return f.withHint("%s Or keep the folder and give the name: --name %s", refused.HintText(), refused.Near)
}

// dirName is the last part of a folder's full path: that of "." is the current folder's.
func dirName(dir string) string {
	full, err := filepath.Abs(dir)
	if err != nil { // the current folder is gone, as will be told
		full = dir
	}
	return filepath.Base(full)
}

// hintName says how to give a name.
func hintName(o *newOptions, err error) error {
	var missing *answer.Error
	if errors.As(err, &missing) && strings.HasSuffix(missing.Message, "is missing.") {
		missing.Message = "The project has no name."
		missing.Hint = "Name its folder: scaffolio new my-project"
	}
	return err
}

// answerPack answers the pack's questions in their order.
func (d *draft) answerPack(ctx context.Context, src answer.SubjectSources, known answer.Known) error {
	questions := answer.FromPack(d.pack)
	for _, pq := range d.pack.Questions {
		var answers []answer.Answer
		var err error
		switch {
		case pq.Kind == "choice":
			i := slices.IndexFunc(questions, func(q answer.Question) bool { return q.Name == pq.Name })
			answers, err = answer.Resolve(ctx, questions[i:i+1], src.Sources, known)
		case !pq.When.Holds(known):
			err = d.unused(pq, src, known)
		default:
			answers, err = d.answerSubject(ctx, pq, src, known)
		}
		if err != nil {
			return err
		}
		d.answers = append(d.answers, answers...)
	}
	return nil
}

// answerSubject answers what the project is about, or where it fetches from: a choice, or a file of the user's.
func (d *draft) answerSubject(ctx context.Context, pq *pack.Question, src answer.SubjectSources, known answer.Known) ([]answer.Answer, error) {
	var err error
	one := answer.Answer{Question: pq.Name}
	if pq.Kind == answer.SourceKind {
		if d.from, err = answer.ResolveUpstream(ctx, d.pack, pq, src.Sources, d.from, known); err != nil {
			return nil, err
		}
		one.Value, one.From = d.from.Source.Name, d.from.From
	} else {
		if d.subject, err = answer.ResolveSubject(ctx, d.pack, pq, src, known); err != nil {
			return nil, err
		}
		one.Value, one.From = d.subject.Domain, d.subject.From
	}
	known[pq.Name] = one.Value
	return []answer.Answer{one}, nil
}

// unused refuses a subject or a source that was given for a project that has none. A variable may well be set for
// other runs.
func (d *draft) unused(pq *pack.Question, src answer.SubjectSources, known answer.Known) error {
	if pq.Kind == answer.SourceKind {
		d.from = nil
	}
	if pq.Kind == answer.ModelKind && (src.ModelFlag != "" || len(src.EntityFlag) > 0) {
		return usagef("--model and --entity have no meaning together with %s.", known).withHint("Leave them out: such a project keeps nothing of its users.")
	}
	return answer.RefuseUnused(pq, src.Sources, known)
}

// projectQuestions are about this one project. Nobody is asked them.
func projectQuestions(name, gitName string) []answer.Question {
	return []answer.Question{
		{Name: "repo", Flag: "--repo", Quiet: true, Optional: true, Check: answer.CheckRepo},
		{Name: "module", Flag: "--module", Quiet: true, Check: answer.CheckModule, Default: func(k answer.Known) string {
			return answer.DefaultModule(name, k["repo"])
		}},
		{Name: "author", Flag: "--author", Quiet: true, Optional: true, Check: answer.CheckAuthor, Default: func(answer.Known) string {
			return cmp.Or(gitName, "the author")
		}},
	}
}

// answerProject answers what is about this one project: whose it is and where it will live.
func (a *App) answerProject(ctx context.Context, o *newOptions, d *draft, src answer.SubjectSources, known answer.Known) error {
	gitName, _ := a.gitEnvironment().Identity(filepath.Join(d.dir, ".git"))
	questions := projectQuestions(d.name, gitName)
	answers, err := answer.Resolve(ctx, questions, src.Sources, known)
	if err != nil {
		return err
	}
	d.answers = append(d.answers, answers...)
	for _, one := range d.answers {
		d.asked = d.asked || one.From == answer.FromPrompt
	}
	year, err := a.year(o.now)
	d.project = render.Project{
		Name: d.name, Title: answer.Title(d.name), Module: d.value("module"), Author: d.value("author"),
		License: d.value("license"), Year: year, RepoURL: d.value("repo"),
	}
	return err
}

// refuseUnknownFlags refuses flags for questions that this pack doesn't ask.
func refuseUnknownFlags(o *newOptions, p *pack.Pack) error {
	for _, f := range packFlags {
		if _, given := o.given[f.name]; given && p.Question(f.name) == nil {
			return usagef("--%s: there is nothing to choose yet.", f.name).
				withHint("Leave it out; `scaffolio list` shows what can be chosen.")
		}
	}
	if _, given := o.given["sample"]; given && p.QuestionOf(answer.SourceKind) == nil {
		return usagef("--sample: there is no source to check with it yet.").withHint("Leave it out; `scaffolio list` shows what can be chosen.")
	}
	return nil
}

// applySet turns --set KEY=VALUE into given answers.
func (o *newOptions) applySet(p *pack.Pack) error {
	names := questionNames(p)
	for _, pair := range o.set {
		key, value, ok := strings.Cut(pair, "=")
		key = strings.TrimSpace(key)
		switch {
		case !ok:
			return usagef("--set takes KEY=VALUE, not %q.", pair)
		case !slices.Contains(names, key):
			f := usagef("--set: %q is no question.", key).withHint("The questions are %s.", strings.Join(names, ", "))
			if near := nearest.Of(key, names); near != "" {
				f = f.withHint("Did you mean %s?", near)
			}
			return f
		}
		if _, twice := o.given[key]; twice {
			return usagef("%s is answered twice, by --set and by another flag.", key)
		}
		switch key {
		case "model":
			o.model = value
		case "entity":
			o.entities = append(o.entities, value)
		default:
			o.given[key] = value
		}
	}
	return nil
}

// maxAnswers is more than any answers take.
const maxAnswers = 64 << 10

func (o *newOptions) readAnswers(p *pack.Pack) (*answer.File, error) {
	if o.answers == "" {
		return nil, nil
	}
	data, err := answer.ReadFile("--answers", o.answers, maxAnswers)
	if err != nil {
		return nil, err
	}
	return answer.ParseFile(o.answers, data, questionNames(p), []string{"entity"})
}
