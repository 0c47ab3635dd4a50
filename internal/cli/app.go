// Package cli is the command line: one file for each command, each an Options struct, the flags bound to it,
// and a run function. Exit codes are decided in failure.go alone.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/prompt"
	"github.com/scaffolio/scaffolio/templates"
)

// App is what commands share: streams, the environment, the pack and the means to ask.
type App struct {
	Streams   *Streams
	LookupEnv func(string) (string, bool)
	// Pack loads the built-in pack; commands that need none don't call it.
	Pack func() (*pack.Pack, error)
	// Prompter is called when the first question comes up.
	Prompter func(context.Context) (prompt.Prompter, error)
	Version  string
}

// Main runs the program on its own streams and returns its exit code.
func Main(args []string, in, out, errOut *os.File) int {
	// A run is short and its heap small: collecting garbage every few megabytes took a third of its time.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(800)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	// After the first signal the next one ends the process at once.
	context.AfterFunc(ctx, stop)
	// A reader that has seen enough (`| head -1`) is no reason to die in the middle of something: the write
	// fails with EPIPE instead, and Run takes that for the end of the story.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return newApp(in, out, errOut).Run(ctx, args)
}

func newApp(in, out, errOut *os.File) *App {
	a := &App{
		Streams:   SystemStreams(in, out, errOut, os.Getenv),
		LookupEnv: os.LookupEnv,
		Pack:      sync.OnceValues(func() (*pack.Pack, error) { return pack.Load(templates.Portfolio()) }),
		Version:   version(),
	}
	a.Prompter = oncePrompter(func(ctx context.Context) (prompt.Prompter, error) {
		return prompt.New(ctx, in, errOut, prompt.Options{Dumb: a.Streams.Dumb, Color: a.Streams.Color})
	})
	return a
}

// oncePrompter makes one Prompter for all questions of a run: two would read the same terminal, and each would
// get half of what is typed.
func oncePrompter(open func(context.Context) (prompt.Prompter, error)) func(context.Context) (prompt.Prompter, error) {
	var p prompt.Prompter
	return func(ctx context.Context) (prompt.Prompter, error) {
		if p != nil {
			return p, nil
		}
		var err error
		p, err = open(ctx)
		return p, err
	}
}

// Run executes one command line and returns its exit code.
func (a *App) Run(ctx context.Context, args []string) (code int) {
	out := &watchedWriter{w: a.Streams.Out}
	a.Streams.Out = out
	asJSON := wantsJSON(args)
	defer func() {
		if p := recover(); p != nil {
			a.report(a.panicked(p), asJSON)
			code = exitInternal
		}
	}()
	root := a.rootCommand()
	root.SetArgs(args)
	err := checkCommand(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if errors.Is(out.err, syscall.EPIPE) {
		return exitOK // whoever read our output had enough of it
	}
	if err == nil && out.err != nil {
		err = &Failure{Exit: exitEnvironment, Code: "environment", Message: "the result couldn't be written: " + out.err.Error()}
	}
	if err == nil {
		return exitOK
	}
	if ctx.Err() != nil { // whatever gave up, gave up because of that
		err = errors.Join(err, ctx.Err())
	}
	failure := classify(err)
	a.report(failure, asJSON)
	return failure.Exit
}

// panicked makes a bug readable. The stack is shown on request only.
func (a *App) panicked(p any) *Failure {
	f := &Failure{
		Exit: exitInternal, Code: "internal", Message: fmt.Sprintf("scaffolio met a bug: %v", p),
		Hint: "Please report it, with the output of the same command under SCAFFOLIO_DEBUG=1.",
	}
	if v, _ := a.LookupEnv("SCAFFOLIO_DEBUG"); v != "" {
		fmt.Fprintf(a.Streams.Err, "%s\n", debug.Stack())
	}
	return f
}

// wantsJSON looks for --json before flags are parsed, since a wrong flag is told as JSON too.
func wantsJSON(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}

func (a *App) rootCommand() *cobra.Command {
	var showVersion bool
	root := &cobra.Command{
		Use:   "scaffolio",
		Short: "Generate a portfolio back-end project that runs, is tested and can be explained",
		Long: `Scaffolio turns a few answers into a back-end repository about your own subject: it runs, passes its
tests, builds as a container, and every file in it can be explained.

Results go to stdout, messages and questions to stderr. The exit code is 0 when all is well, 1 for a bug of
scaffolio's, 2 for wrong usage or input, 3 when the target exists, 4 when the machine is in the way (a missing
tool, a full disk, permissions), 6 when a check failed, and 130 when interrupted.`,
		Example: `  scaffolio new my-books
  scaffolio new my-books --language go --type crud --domain reading-list --yes
  scaffolio verify my-books`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if showVersion {
				return a.printVersion(false)
			}
			return cmd.Help()
		},
	}
	root.SetOut(a.Streams.Out)
	root.SetErr(a.Streams.Err)
	root.Flags().BoolVar(&showVersion, "version", false, "print the version")
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(a.help)
	root.AddCommand(a.newCommand(), a.listCommand(), a.describeCommand(), a.verifyCommand(), a.doctorCommand(), a.versionCommand())
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(a.completionCommand(root))
	root.SetHelpCommand(helpCommand(root))
	return root
}

// printJSON writes the one document of a --json run.
func (a *App) printJSON(v any) error {
	enc := json.NewEncoder(a.Streams.Out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// env is LookupEnv for those to whom unset and empty are the same.
func (a *App) env(name string) string {
	v, _ := a.LookupEnv(name)
	return strings.TrimSpace(v)
}
