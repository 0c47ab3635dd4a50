package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/pack"
)

// completionCommand is cobra's, with a good answer to a shell that it doesn't know.
func (a *App) completionCommand(root *cobra.Command) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print a script that lets your shell complete commands, flags and choices",
		Example: `  source <(scaffolio completion bash)
  scaffolio completion zsh > "${fpath[1]}/_scaffolio"
  scaffolio completion fish > ~/.config/fish/completions/scaffolio.fish
  scaffolio completion powershell | Out-String | Invoke-Expression`,
		ValidArgs: shells,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 || !slices.Contains(shells, args[0]) {
				f := usagef("`scaffolio completion` needs the name of your shell.").withHint("It is one of %s.", strings.Join(shells, ", "))
				if len(args) > 0 && nearest.Of(args[0], shells) != "" {
					f = f.withHint("Did you mean %s? It is one of %s.", nearest.Of(args[0], shells), strings.Join(shells, ", "))
				}
				return f
			}
			return atMost(1)(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.Streams.Out, true)
			case "zsh":
				return root.GenZshCompletion(a.Streams.Out)
			case "fish":
				return root.GenFishCompletion(a.Streams.Out, true)
			}
			return root.GenPowerShellCompletionWithDesc(a.Streams.Out)
		},
	}
}

// completeChoices lets the shell complete the values of all flags that answer a pack's question.
func (a *App) completeChoices(cmd *cobra.Command) {
	for _, f := range packFlags {
		a.completeQuestion(cmd, f.name)
	}
	_ = cmd.MarkFlagFilename("model", "yaml", "yml")
	_ = cmd.MarkFlagFilename("answers", "yaml", "yml")
	_ = cmd.MarkFlagFilename("sample", "json")
	_ = cmd.MarkFlagDirname("output-dir")
}

// completeQuestion lets the shell complete one such flag. The pack is read when it is asked to.
func (a *App) completeQuestion(cmd *cobra.Command, name string) {
	// The error is about a flag that isn't there, or is completed twice: not possible for the flags above.
	_ = cmd.RegisterFlagCompletionFunc(name, func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		p, err := a.Pack()
		if err != nil || p.Question(name) == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		if p.Question(name).Kind == answer.SourceKind {
			return completions(p, p.Question(name), cmd), cobra.ShellCompDirectiveDefault // or a file
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
