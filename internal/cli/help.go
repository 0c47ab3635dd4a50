package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/prompt"
)

// helpWidth is the widest that text is comfortable to read.
const helpWidth = 100

// help prints a command's help for the terminal's width. Examples stay as they are: they are there to be copied.
func (a *App) help(cmd *cobra.Command, _ []string) {
	w := a.Streams.Out
	width := min(a.Streams.Width, helpWidth)
	text := cmd.Long
	if text == "" {
		text = cmd.Short + "."
	}
	fmt.Fprintln(w, reflow(text, width))
	fmt.Fprintf(w, "\nUsage:\n  %s\n", usageLine(cmd))
	if cmd.Example != "" {
		fmt.Fprintf(w, "\nExamples:\n%s\n", cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprint(w, "\nCommands:\n")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() || c.Name() == "help" {
				short := strings.TrimLeft(prompt.Wrap(c.Short, strings.Repeat(" ", 14), width), " ")
				fmt.Fprintf(w, "  %s %s\n", pad(c.Name(), 11), short)
			}
		}
	}
	a.hideUnasked(cmd)
	if cmd.HasAvailableLocalFlags() {
		fmt.Fprintf(w, "\nFlags:\n%s", cmd.LocalFlags().FlagUsagesWrapped(width))
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n`%s COMMAND --help` tells more about a command.\n", cmd.CommandPath())
	}
}

// hideUnasked leaves flags out that this pack asks nothing by.
func (a *App) hideUnasked(cmd *cobra.Command) {
	p, err := a.Pack()
	if err != nil || cmd.Name() != "new" {
		return
	}
	for _, q := range packFlags {
		if f := cmd.Flags().Lookup(q.name); f != nil && p.Question(q.name) == nil {
			f.Hidden = true
		}
	}
	if f := cmd.Flags().Lookup("sample"); f != nil && p.QuestionOf(answer.SourceKind) == nil {
		f.Hidden = true
	}
}

func usageLine(cmd *cobra.Command) string {
	if cmd.HasAvailableSubCommands() {
		return cmd.CommandPath() + " COMMAND"
	}
	return cmd.UseLine()
}

// reflow breaks paragraphs anew; lines that are indented, or that follow such a line, are a table or an example
// and stay.
func reflow(text string, width int) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		if !strings.HasPrefix(p, " ") && !strings.Contains(p, "\n ") {
			paragraphs[i] = prompt.Wrap(p, "", width)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}
