package cli

import (
	"github.com/spf13/cobra"

	"github.com/scaffolio/scaffolio/internal/pack"
)

// completeChoices lets the shell complete the values of all flags that answer a pack's question.
func (a *App) completeChoices(cmd *cobra.Command) {
	for _, f := range packFlags {
		a.completeQuestion(cmd, f.name)
	}
}

// completeQuestion lets the shell complete one such flag. The pack is read when it is asked to.
func (a *App) completeQuestion(cmd *cobra.Command, name string) {
	// The error is about a flag that isn't there, or is completed twice: not possible for the flags above.
	_ = cmd.RegisterFlagCompletionFunc(name, func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		p, err := a.Pack()
		if err != nil || p.Question(name) == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return completions(p, p.Question(name), cmd), cobra.ShellCompDirectiveNoFileComp
	})
}

// completions are the choices that go with what the line says already.
func completions(p *pack.Pack, q *pack.Question, cmd *cobra.Command) []string {
	known := map[string]string{}
	for _, other := range p.Questions {
		if f := cmd.Flags().Lookup(other.Name); f != nil && f.Changed && other.Name != q.Name {
			known[other.Name] = f.Value.String()
		}
	}
	var out []string
	for _, name := range p.Available(q, known) {
		c, err := p.Choice(q, name)
		if err != nil {
			continue
		}
		out = append(out, name+"\t"+c.Summary)
	}
	return out
}
