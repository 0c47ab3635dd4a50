package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/prompt"
)

type listOptions struct {
	what     string
	json     bool
	receipts bool
}

func (a *App) listCommand() *cobra.Command {
	o := &listOptions{}
	cmd := &cobra.Command{
		Use:   "list [languages|types|databases|domains|sources|ci|targets|...]",
		Short: "List what can be chosen",
		Example: `  scaffolio list
  scaffolio list domains
  scaffolio list languages --json
  scaffolio list --receipts`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.what = args[0]
			}
			if o.receipts && o.what != "" {
				return usagef("--receipts lists all that was verified: leave out %q.", o.what)
			}
			if o.receipts {
				return a.listReceipts(cmd.Context(), o.json)
			}
			return a.runList(o)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			p, err := a.Pack()
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return listNames(p), cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON document")
	cmd.Flags().BoolVar(&o.receipts, "receipts", false, "list what was verified, when and with what")
	return cmd
}

// choiceDocument is one choice in JSON.
type choiceDocument struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Summary string `json:"summary"`
	Default bool   `json:"default,omitempty"`
	// Needs are the programs that a language takes.
	Needs []toolDocument `json:"needs,omitempty"`
}

// questionDocument is one question with its choices in JSON.
type questionDocument struct {
	Name    string           `json:"name"`
	Title   string           `json:"title"`
	Flag    string           `json:"flag"`
	Default string           `json:"default,omitempty"`
	Choices []choiceDocument `json:"choices"`
}

func (a *App) runList(o *listOptions) error {
	p, err := a.Pack()
	if err != nil {
		return err
	}
	questions := p.Questions
	if o.what != "" {
		q, err := listed(p, o.what)
		if err != nil {
			return err
		}
		questions = nil
		if q != nil {
			questions = []*pack.Question{q}
		}
	}
	docs := []questionDocument{}
	for _, q := range questions {
		doc, err := describeQuestion(p, q)
		if err != nil {
			return err
		}
		docs = append(docs, doc)
	}
	if o.json {
		return a.printJSON(map[string]any{"questions": docs})
	}
	a.printQuestions(docs, o.what)
	return nil
}

// laterLists are questions that DESIGN has a place for; until a pack asks them their list is empty.
var laterLists = []string{"sources", "targets"}

// listed finds the question that a list is about. It is nil for a list that is empty.
func listed(p *pack.Pack, what string) (*pack.Question, error) {
	for _, q := range p.Questions {
		if what == q.Name || what == plural(q.Name) {
			return q, nil
		}
	}
	if slices.Contains(laterLists, what) {
		return nil, nil
	}
	names := listNames(p)
	f := usagef("There is no list of %q.", what).withHint("There are lists of %s.", strings.Join(names, ", "))
	if near := nearest.Of(what, names); near != "" {
		f = f.withHint("Did you mean %s? There are lists of %s.", near, strings.Join(names, ", "))
	}
	return nil, f
}

// plural is what a question's list is called.
func plural(name string) string {
	if name == "ci" {
		return name
	}
	return name + "s"
}

func listNames(p *pack.Pack) []string {
	var names []string
	for _, q := range p.Questions {
		names = append(names, plural(q.Name))
	}
	for _, later := range laterLists {
		if !slices.Contains(names, later) {
			names = append(names, later)
		}
	}
	return names
}

func describeQuestion(p *pack.Pack, q *pack.Question) (questionDocument, error) {
	doc := questionDocument{Name: q.Name, Title: q.Title, Flag: "--" + q.Name, Default: q.Default, Choices: []choiceDocument{}}
	choices, err := p.Choices(q)
	if err != nil {
		return doc, err
	}
	for _, c := range choices {
		needs, err := needsOf(p, c)
		if err != nil {
			return doc, err
		}
		doc.Choices = append(doc.Choices, choiceDocument{Name: c.Name, Title: c.Title, Summary: c.Summary, Default: c.Name == q.Default, Needs: needs})
	}
	return doc, nil
}

// inWords says what is needed in a line: "needs Go 1.26 or newer".
func inWords(needs []toolDocument) string {
	var words []string
	for _, t := range needs {
		if !t.Optional {
			words = append(words, t.Name+" "+t.Minimum)
		}
	}
	return "needs " + strings.Join(words, " and ") + " or newer"
}

func (a *App) printQuestions(docs []questionDocument, what string) {
	if len(docs) == 0 {
		fmt.Fprintf(a.Streams.Err, "There are no %s to choose from yet.\n", what)
	}
	width := 0
	for _, doc := range docs {
		for _, c := range doc.Choices {
			width = max(width, len(c.Name))
		}
	}
	for i, doc := range docs {
		if len(docs) > 1 {
			if i > 0 {
				fmt.Fprintln(a.Streams.Out)
			}
			fmt.Fprintf(a.Streams.Out, "%s (%s)\n", doc.Title, doc.Flag)
		}
		for _, c := range doc.Choices {
			summary := c.Summary
			if c.Default {
				summary += " (default)"
			}
			text := prompt.Wrap(summary, strings.Repeat(" ", width+4), a.Streams.Width)
			fmt.Fprintf(a.Streams.Out, "  %s  %s\n", pad(c.Name, width), strings.TrimLeft(text, " "))
			if len(c.Needs) > 0 {
				fmt.Fprintln(a.Streams.Out, prompt.Wrap(inWords(c.Needs), strings.Repeat(" ", width+4), a.Streams.Width))
			}
		}
	}
}
