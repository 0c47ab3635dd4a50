package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/verify"
)

type verifyOptions struct {
	dir      string
	url      string
	domain   string
	model    string
	engines  []string
	chapters []int
	image    bool
	audit    bool
	verbose  bool
	junit    string
	json     bool
	run      func(context.Context, verify.Options, verify.Reporter) (*verify.Report, error)
}

func (a *App) verifyCommand() *cobra.Command {
	o := &verifyOptions{run: verify.Run}
	cmd := &cobra.Command{
		Use:   "verify [DIR]",
		Short: "Run a project's tests, then check it over HTTP",
		Long: `Verify says what it will run, then installs, lints, tests and builds the project in DIR (default: the
current folder), starts it on a free port, checks it over HTTP against the contract that every project keeps,
and stops it. The commands come from scaffolio, never from the project. Nothing is left behind.

With --url the checks run against a service that is running already, such as a live demo; they make accounts
of their own and delete them. It exits with 6 when something fails.`,
		Example: `  scaffolio verify my-books
  scaffolio verify my-books --engine sqlite --engine postgres
  scaffolio verify my-books --url https://my-books.example.com
  scaffolio verify --url https://my-books.example.com --domain reading-list
  scaffolio verify my-books --junit report.xml`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.dir = args[0]
			}
			return a.runVerify(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&o.url, "url", "", "check the service at this `URL` instead of starting one")
	f.StringVar(&o.domain, "domain", "", "with --url: the built-in `SUBJECT` of the service")
	f.StringVar(&o.model, "model", "", "with --url: a `FILE` with the model of the service")
	f.StringArrayVar(&o.engines, "engine", nil, "run on `ENGINE`: sqlite (default), or a server that the project was made for: postgres, mysql, mariadb (repeatable)")
	f.IntSliceVar(&o.chapters, "chapter", nil, "check these `CHAPTERS` of the contract only")
	f.BoolVar(&o.image, "image", false, "build the container image and check that too (needs Docker)")
	f.BoolVar(&o.audit, "audit", false, "run further linters where this machine has them")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "a line for each check")
	f.StringVar(&o.junit, "junit", "", "write a JUnit report to `FILE`")
	f.BoolVar(&o.json, "json", false, "print one JSON document")
	return cmd
}

func (a *App) runVerify(ctx context.Context, o *verifyOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	p, err := a.Pack()
	if err != nil {
		return err
	}
	options, err := o.options(p)
	if err != nil {
		return err
	}
	if err := o.checkJUnit(); err != nil {
		return err
	}
	text := &verify.Text{W: a.Streams.Out, Verbose: o.verbose}
	if o.json {
		text.W = a.Streams.Err // progress; the document alone goes to stdout
	}
	report, err := o.run(ctx, options, text)
	if ctx.Err() != nil {
		return &Failure{Exit: exitInterrupted, Code: "interrupted", Message: "Interrupted; everything that was started is stopped.", Err: ctx.Err()}
	}
	if err != nil {
		return err
	}
	text.End(report)
	if err := o.writeJUnit(report); err != nil {
		return err
	}
	if o.json {
		if err := a.printJSON(report); err != nil {
			return err
		}
	}
	if !report.OK() {
		return &Failure{Exit: exitCheckFailed, Code: "check_failed", Message: fmt.Sprintf("%d checks failed.", len(report.Failures())), silent: true}
	}
	return nil
}

// check refuses flags that make no sense.
func (o *verifyOptions) check() error {
	if o.url == "" {
		if o.domain != "" || o.model != "" {
			return usagef("--domain and --model tell what a service at --url is about; a project knows it itself.")
		}
		return nil
	}
	u, err := url.Parse(o.url)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return usagef("--url: %q is no address of a service.", o.url).withHint("One is like https://my-books.example.com.")
	}
	o.url = strings.TrimSuffix(o.url, "/")
	switch {
	case o.image || o.audit || len(o.engines) > 0:
		return usagef("--url checks a running service; --engine, --image and --audit are about a project's folder.")
	case o.domain != "" && o.model != "":
		return usagef("--domain and --model are two ways to say what the service is about: keep one.")
	}
	return nil
}

// options says what to verify. A running service can be checked without its project's folder.
func (o *verifyOptions) options(p *pack.Pack) (verify.Options, error) {
	options := verify.Options{URL: o.url, Engines: o.engines, Chapters: o.chapters, Image: o.image, Audit: o.audit}
	var err error
	switch {
	case o.domain != "":
		options.Model, err = domainModel(p, o.domain)
	case o.model != "":
		options.Model, err = answer.LoadModel(o.model)
	default:
		dir := o.dir
		if dir == "" {
			dir = "."
		}
		options.Subject, err = verify.Load(dir, p)
		if err == nil {
			err = o.checkEngines(options.Subject)
		}
	}
	return options, err
}

// checkEngines refuses engines that the project wasn't made for.
func (o *verifyOptions) checkEngines(s *verify.Subject) error {
	known := append([]string{verify.SQLite}, s.Engines...)
	for _, engine := range o.engines {
		if slices.Contains(known, engine) {
			continue
		}
		f := usagef("--engine: %s doesn't run on %q.", s.Name, engine)
		if near := nearest.Of(engine, known); near != "" {
			return f.withHint("Did you mean %s? It was made for %s.", near, strings.Join(known, ", "))
		}
		return f.withHint("It was made for %s.", strings.Join(known, ", "))
	}
	return nil
}

func domainModel(p *pack.Pack, name string) (*model.Model, error) {
	for _, q := range p.Questions {
		if q.Kind == answer.ModelKind {
			return answer.LoadDomain(p, q, name)
		}
	}
	return nil, errors.New("the pack has no built-in subjects")
}

// checkJUnit finds out before the run, which takes minutes, whether its report can be written.
func (o *verifyOptions) checkJUnit() error {
	if o.junit == "" {
		return nil
	}
	f, err := os.OpenFile(o.junit, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	return f.Close()
}

func (o *verifyOptions) writeJUnit(report *verify.Report) (err error) {
	if o.junit == "" {
		return nil
	}
	f, err := os.Create(o.junit)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return report.JUnit(f)
}
