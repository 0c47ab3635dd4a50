// Benchscale shows that a list page at depth costs what the first one costs, and why: it fills a project's database
// with 300,000 rows of 200 owners, times both pages over HTTP, and prints the plan of the query that the project
// really sent.
//
//	scripts/bench-scale              on every database
//	scripts/bench-scale postgres     on one
//
// It is a module of its own, so that the tool needs no database driver.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/verify"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
	"github.com/scaffolio/scaffolio/templates"
)

type settings struct {
	language string
	rows     int
	owners   int
	root     string // of scaffolio's repository
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var s settings
	flag.StringVar(&s.language, "language", "go", "whose project")
	flag.IntVar(&s.rows, "rows", 300_000, "rows in all")
	flag.IntVar(&s.owners, "owners", 200, "owners; the first one has a sixth of the rows")
	flag.StringVar(&s.root, "root", "../..", "folder of scaffolio's repository")
	flag.Parse()
	if err := run(ctx, s, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench-scale:", err)
		os.Exit(1)
	}
}

// run goes through the projects made for PostgreSQL and for MySQL: SQLite runs the first one's SQL.
func run(ctx context.Context, s settings, engines []string) (err error) {
	if len(engines) == 0 {
		engines = []string{"postgres", "sqlite", "mysql", "mariadb"}
	}
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "bench-scale-")
	if err != nil {
		return err
	}
	servers := verify.NewServers(dbserver.Anywhere)
	defer func() {
		err = errors.Join(err, servers.Close(context.WithoutCancel(ctx)), os.RemoveAll(work))
	}()
	known := &statements{}
	var slow []string
	for _, engine := range engines {
		made := map[string]string{"sqlite": "postgres", "mariadb": "mysql"}[engine]
		if made == "" {
			made = engine
		}
		dir := filepath.Join(work, made)
		if _, err := os.Stat(dir); err != nil {
			if err := generate(ctx, s, dir, made); err != nil {
				return err
			}
		}
		subject, err := verify.Load(dir, p)
		if err != nil {
			return err
		}
		worse, err := bench(ctx, s, subject, engine, servers, known)
		if err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
		slow = append(slow, worse...)
	}
	if len(slow) > 0 {
		return fmt.Errorf("depth costs more than the first page, or a plan uses no index:\n  %s", strings.Join(slow, "\n  "))
	}
	return nil
}

func generate(ctx context.Context, s settings, dir, database string) error {
	cmd := exec.CommandContext(ctx, "go", "run", "./cmd/scaffolio", "new", dir, "--language", s.language, "--type", "crud",
		"--domain", "reading-list", "--database", database, "--no-git", "--yes")
	cmd.Dir = s.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// bench fills one database, measures, and looks at the plans. It returns what is wrong.
func bench(ctx context.Context, s settings, subject *verify.Subject, engine string, servers *verify.Servers, known *statements) (worse []string, err error) {
	served, err := verify.Serve(ctx, subject, engine, servers, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, served.Stop(context.WithoutCancel(ctx))) }()
	title := "SQLite"
	if served.Server != nil {
		title = served.Server.Version()
	}
	fmt.Printf("\n%s\n", title)
	db, err := open(served)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	begin := time.Now()
	first, err := db.fill(ctx, served.BaseURL, s)
	if err != nil {
		return nil, fmt.Errorf("the rows can't be made: %w", err)
	}
	fmt.Printf("%d rows of %d owners, made in %s; the owner that asks has %d\n", s.rows, s.owners, time.Since(begin).Round(time.Second), s.first())
	fmt.Printf("%-22s %10s %10s %10s %7s\n", "page of 20, sorted by", "first", "middle", "last", "ratio")
	for _, sort := range []string{"-created_at", "title", "-pages", "title&status=reading"} {
		m, err := measure(ctx, served.BaseURL, first, sort)
		if err != nil {
			return nil, err
		}
		fmt.Printf("%-22s %10s %10s %10s %7.2f   (page 1, %d, %d)\n", sort, round(m.first), round(m.middle), round(m.last), m.ratio(), m.pages/2, m.pages)
		if m.tooSlow() {
			worse = append(worse, fmt.Sprintf("%s, sorted by %s: %s instead of %s", title, sort, round(m.worst()), round(m.first)))
		}
		plan, err := db.plan(ctx, served, known, sort, func() error { return first.call(ctx, http.MethodGet, m.middlePath, nil, &item{}) })
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(plan.text) {
			fmt.Printf("    %s\n", strings.TrimRight(line, "\n"))
		}
		if !plan.indexed && !strings.Contains(sort, "&") { // a filter beside a sort may scan the owner's rows
			worse = append(worse, fmt.Sprintf("%s, sorted by %s: the plan uses no index", title, sort))
		}
	}
	return worse, nil
}

// first is how many rows the owner has who asks.
func (s settings) first() int { return s.rows - (s.owners-1)*s.others() }

func (s settings) others() int { return s.rows * 5 / 6 / (s.owners - 1) }

func round(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }
