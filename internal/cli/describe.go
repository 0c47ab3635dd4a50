package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/prompt"
)

func (a *App) describeCommand() *cobra.Command {
	var asJSON, asYAML bool
	cmd := &cobra.Command{
		Use:   "describe QUESTION|CHOICE",
		Short: "Tell everything about a question, or about one of its choices",
		Long: `Tell everything that is known about a question (database) or about one of its choices (postgres,
reading-list), also which others it goes with. For a built-in subject that is its whole model; with --yaml it
is the file, a good start for one of your own.`,
		Example: `  scaffolio describe database
  scaffolio describe go
  scaffolio describe reading-list
  scaffolio describe reading-list --yaml > my-model.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("`scaffolio describe` needs a name.").withHint("For example: scaffolio describe database")
			}
			return atMost(1)(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if asYAML && asJSON {
				return usagef("--json and --yaml are two forms: keep one.")
			}
			if asYAML {
				return a.printModelFile(args[0])
			}
			return a.runDescribe(args[0], asJSON)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			p, err := a.Pack()
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return describable(p), cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	cmd.Flags().BoolVar(&asYAML, "yaml", false, "print the file of a built-in subject's model")
	return cmd
}

// printModelFile prints the file of a built-in subject or source, comments and all.
func (a *App) printModelFile(name string) error {
	p, err := a.Pack()
	if err != nil {
		return err
	}
	q := p.QuestionOf(answer.ModelKind)
	if sources := p.QuestionOf(answer.SourceKind); sources != nil && (q == nil || slices.Contains(p.ChoiceNames(sources), name)) {
		q = sources
	}
	switch {
	case q == nil:
		return usagef("There are no built-in subjects.")
	case q.Kind == answer.ModelKind:
		_, err = answer.LoadDomain(p, q, name)
	default:
		_, err = answer.LoadSource(p, q, name)
	}
	if err != nil {
		return err
	}
	c, err := p.Choice(q, name)
	if err != nil {
		return err
	}
	data, err := p.ReadFile(c.Path)
	if err != nil {
		return err
	}
	_, err = a.Streams.Out.Write(data)
	return err
}

// choiceDetail is all that is known about one choice.
type choiceDetail struct {
	Question string              `json:"question"`
	Name     string              `json:"name"`
	Title    string              `json:"title"`
	Summary  string              `json:"summary"`
	Detail   string              `json:"detail,omitempty"`
	GoesWith map[string][]string `json:"goes_with"`
	Needs    []toolDocument      `json:"needs,omitempty"`
	Model    string              `json:"model,omitempty"`
	Source   *sourceDocument     `json:"source,omitempty"`
	asked    []string            // the questions in GoesWith, in the pack's order
}

type toolDocument struct {
	Name     string `json:"name"`
	Minimum  string `json:"minimum"`
	Get      string `json:"get"`
	Optional bool   `json:"optional,omitempty"`
}

// questionDetail is all that is known about one question.
type questionDetail struct {
	questionDocument
	Ask      string `json:"ask"`
	Help     string `json:"help,omitempty"`
	Variable string `json:"variable"`
}

func (a *App) runDescribe(name string, asJSON bool) error {
	p, err := a.Pack()
	if err != nil {
		return err
	}
	if q := p.Question(strings.TrimPrefix(name, "--")); q != nil {
		return a.describeOne(p, q, asJSON)
	}
	var found []choiceDetail
	for _, q := range p.Questions {
		for _, c := range p.ChoiceNames(q) {
			if c != name {
				continue
			}
			detail, err := detailOf(p, q, c)
			if err != nil {
				return err
			}
			found = append(found, detail)
		}
	}
	switch {
	case len(found) == 0:
		return unknownName(p, name)
	case asJSON:
		return a.printJSON(map[string]any{"choices": found})
	}
	for i, detail := range found {
		if i > 0 {
			fmt.Fprintln(a.Streams.Out)
		}
		a.printDetail(p, detail)
	}
	return nil
}

func (a *App) describeOne(p *pack.Pack, q *pack.Question, asJSON bool) error {
	doc, err := describeQuestion(p, q)
	if err != nil {
		return err
	}
	detail := questionDetail{questionDocument: doc, Ask: q.Ask, Help: q.Help, Variable: answer.Variable(q.Name)}
	if asJSON {
		return a.printJSON(map[string]any{"question": detail})
	}
	w := a.Streams.Out
	fmt.Fprintf(w, "%s\n", q.Title)
	for _, text := range []string{q.Ask, q.Help} {
		if text != "" {
			fmt.Fprintln(w, prompt.Wrap(text, "  ", a.Streams.Width))
		}
	}
	fmt.Fprintln(w)
	a.plainRows([][2]string{{"flag", doc.Flag}, {"variable", detail.Variable}})
	fmt.Fprintln(w)
	a.printQuestions([]questionDocument{doc}, q.Name)
	return nil
}

// detailOf gathers what is known about a choice.
func detailOf(p *pack.Pack, q *pack.Question, name string) (choiceDetail, error) {
	c, err := p.Choice(q, name)
	if err != nil {
		return choiceDetail{}, err
	}
	d := choiceDetail{
		Question: q.Name, Name: c.Name, Title: c.Title, Summary: c.Summary, Detail: strings.TrimSpace(c.Detail),
		GoesWith: map[string][]string{},
	}
	known := map[string]string{q.Name: name}
	for _, other := range p.Questions {
		if other.Name != q.Name && other.Kind == "choice" {
			d.GoesWith[other.Name] = p.Available(other, known)
			d.asked = append(d.asked, other.Name)
		}
	}
	if q.Kind == answer.SourceKind {
		s, err := answer.LoadSource(p, q, name)
		if err != nil {
			return d, err
		}
		d.Source = documentSource(s)
	}
	if q.Kind == answer.ModelKind {
		m, err := answer.LoadDomain(p, q, name)
		if err != nil {
			return d, err
		}
		d.Model = string(m.YAML())
	}
	d.Needs, err = needsOf(p, c)
	return d, err
}

// needsOf are the programs that a choice takes, if it is a language.
func needsOf(p *pack.Pack, c *pack.Choice) ([]toolDocument, error) {
	if c.Path != c.Name+"/"+pack.LanguageFile {
		return nil, nil
	}
	language, err := p.Language(c.Name)
	if err != nil {
		return nil, err
	}
	var needs []toolDocument
	for _, t := range language.Requires {
		needs = append(needs, toolDocument{Name: t.Name, Minimum: t.Minimum, Get: t.Get, Optional: t.Optional})
	}
	return needs, nil
}

func (a *App) printDetail(p *pack.Pack, d choiceDetail) {
	w := a.Streams.Out
	fmt.Fprintf(w, "%s (--%s %s)\n", d.Title, d.Question, d.Name)
	fmt.Fprintln(w, prompt.Wrap(d.Summary, "  ", a.Streams.Width))
	if d.Detail != "" {
		fmt.Fprintln(w)
		for paragraph := range strings.SplitSeq(d.Detail, "\n\n") {
			fmt.Fprintln(w, prompt.Wrap(paragraph, "  ", a.Streams.Width))
		}
	}
	if len(d.Needs) > 0 {
		fmt.Fprintln(w, "\nNeeds")
		for _, t := range d.Needs {
			fmt.Fprintf(w, "  %s %s or newer: %s\n", t.Name, t.Minimum, t.Get)
		}
	}
	if d.Model != "" {
		a.printModel(p, d)
		return
	}
	if d.Source != nil {
		a.printSource(d)
		return
	}
	fmt.Fprintln(w, "\nGoes with")
	var rows [][2]string
	for _, name := range d.asked {
		rows = append(rows, [2]string{name, strings.Join(d.GoesWith[name], ", ")})
	}
	a.plainRows(rows)
}

// plainRows are rows for stdout, which has no colours.
func (a *App) plainRows(rows [][2]string) {
	plain := *a
	streams := *a.Streams
	streams.Color = false
	plain.Streams = &streams
	plain.rows(a.Streams.Out, rows)
}

// printModel shows the entities, then the model as YAML to copy.
func (a *App) printModel(p *pack.Pack, d choiceDetail) {
	m, err := answer.LoadDomain(p, p.Question(d.Question), d.Name)
	if err != nil {
		return
	}
	for _, e := range m.Entities {
		parent := ""
		if e.Parent != nil {
			parent = " (each in a " + e.Parent.Name + ")"
		}
		fmt.Fprintf(a.Streams.Out, "\n%s%s\n", e.Name, parent)
		for _, f := range e.Fields {
			fmt.Fprintln(a.Streams.Out, prompt.Wrap(fieldLine(f), "  ", a.Streams.Width))
		}
	}
	fmt.Fprintf(a.Streams.Out, "\nTo begin a model of your own with it:\n  scaffolio describe %s --yaml > my-model.yaml\n", d.Name)
}

// fieldLine says a field in words.
func fieldLine(f *model.Field) string {
	line := f.Name + ": " + string(f.Type)
	if len(f.Values) > 0 {
		line += " of " + strings.Join(f.Values, ", ")
	}
	for _, trait := range []struct {
		has  bool
		word string
	}{{f.Required, "required"}, {f.Unique, "unique"}, {f.Search, "searched"}, {f.Sort, "sorted"}, {f.Filter, "filtered"}} {
		if trait.has {
			line += "; " + trait.word
		}
	}
	return line
}

func describable(p *pack.Pack) []string {
	var names []string
	for _, q := range p.Questions {
		names = append(names, q.Name)
		names = append(names, p.ChoiceNames(q)...)
	}
	return names
}

func unknownName(p *pack.Pack, name string) error {
	f := usagef("Nothing is called %q here.", name).withHint("`scaffolio list` shows all that can be described.")
	if near := nearest.Of(name, describable(p)); near != "" {
		f = f.withHint("Did you mean %s? `scaffolio list` shows all that can be described.", near)
	}
	return f
}
