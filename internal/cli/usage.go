package cli

import (
	"cmp"
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/scaffolio/scaffolio/internal/nearest"
)

// checkCommand refuses an unknown command before flags are looked at: what is wrong with `nwe --json` is not
// the flag. Commands that begin with two underscores are cobra's own, for completion.
func checkCommand(root *cobra.Command, args []string) error {
	for _, arg := range args {
		if strings.HasPrefix(arg, "-") {
			continue
		}
		for _, c := range root.Commands() {
			if c.Name() == arg {
				return nil
			}
		}
		if arg == "help" || strings.HasPrefix(arg, "__") {
			return nil
		}
		return unknownCommand(root, arg)
	}
	return nil
}

// unknownCommand is what `scaffolio nwe` gets.
func unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	f := usagef("%q is no command of scaffolio.", name)
	if near := nearest.Of(name, names); near != "" {
		return f.withHint("Did you mean %q? `scaffolio --help` shows all commands.", near)
	}
	return f.withHint("The commands are %s.", strings.Join(names, ", "))
}

// helpCommand is cobra's, but doesn't take an unknown command for a good question.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about any command",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(root, args[0])
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
	}
}

// flagError makes cobra's errors about flags say what to do.
func flagError(cmd *cobra.Command, err error) error {
	help := "`" + cmd.CommandPath() + " --help`"
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		kinds := map[string]string{"bool": "true or false", "intSlice": "numbers, such as 3,5"}
		return usagef("--%s takes %s, not %q.", invalid.GetFlag().Name, cmp.Or(kinds[invalid.GetFlag().Value.Type()], "something else"), invalid.GetValue()).
			withHint("%s shows what each flag takes.", help)
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usagef("%s.", strings.TrimSuffix(err.Error(), ".")).withHint("%s shows what each flag takes.", help)
	}
	name := unknown.GetSpecifiedName()
	if unknown.GetSpecifiedShortnames() != "" {
		return usagef("-%s is no flag of `%s`.", name, cmd.CommandPath()).withHint("%s shows all flags.", help)
	}
	var names []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	f := usagef("--%s is no flag of `%s`.", name, cmd.CommandPath())
	if near := nearest.Of(name, names); near != "" {
		return f.withHint("Did you mean --%s? %s shows all flags.", near, help)
	}
	return f.withHint("%s shows all flags.", help)
}

// noArguments is cobra.NoArgs with a sentence.
func noArguments(cmd *cobra.Command, args []string) error {
	return atMost(0)(cmd, args)
}

// atMost accepts n arguments and names the first one too many.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return usagef("`%s` doesn't know what to do with %q.", cmd.CommandPath(), args[n]).
			withHint("Usage: %s", cmd.UseLine())
	}
}
