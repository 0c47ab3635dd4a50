// Benchspeed shows what the generated projects do in a second. It builds the image of each language's project, starts
// it as in production on PostgreSQL with 100,000 books, and loads it with wrk: a page of a filtered and sorted list, one
// book by its id, and new books. A hello-world of the same framework, in the same image, tells what the framework and
// the machine can do at best in the same run; it also answers which versions it is made of.
//
//	scripts/bench-speed                       every language
//	scripts/bench-speed go python             some
//	scripts/bench-speed -readme README.md     and puts the table into README, between its markers
//
// It needs Docker, wrk (Debian's package), and a machine that does nothing else: on a busy one the figures are wrong, also
// beside each other. Four languages take about ten minutes, and longer where their images have to be built. It is a module
// of its own, so that the tool needs no database driver.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/verify"
	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
	"github.com/scaffolio/scaffolio/templates"
)

type settings struct {
	root        string // of scaffolio's repository
	readme      string
	rows        int
	connections int
	time        time.Duration
	warm        time.Duration
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var s settings
	flag.StringVar(&s.root, "root", "../..", "folder of scaffolio's repository")
	flag.StringVar(&s.readme, "readme", "", "file in the repository that the table is written into")
	flag.IntVar(&s.rows, "rows", 100_000, "books in the database")
	flag.IntVar(&s.connections, "connections", 16, "connections at the same time")
	flag.DurationVar(&s.time, "time", 10*time.Second, "how long each load lasts")
	flag.DurationVar(&s.warm, "warm", 20*time.Second, "how long each load is tried before, without counting: Java compiles meanwhile")
	flag.Parse()
	if err := run(ctx, s, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench-speed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings, languages []string) (err error) {
	if _, err := exec.LookPath("wrk"); err != nil {
		return errors.New("there is no program wrk; on Debian: apt-get install wrk")
	}
	if err := dbserver.DockerAnswers(ctx); err != nil {
		return err
	}
	p, err := pack.Load(templates.Portfolio())
	if err != nil {
		return err
	}
	if len(languages) == 0 {
		languages = p.Languages()
	}
	work, err := os.MkdirTemp("", "bench-speed-")
	if err != nil {
		return err
	}
	servers := verify.NewServers(dbserver.Anywhere)
	defer func() {
		err = errors.Join(err, servers.Close(context.WithoutCancel(ctx)), os.RemoveAll(work))
	}()
	server, err := servers.Get(ctx, "postgres")
	if err != nil {
		return err
	}
	var all []figures
	for _, name := range languages {
		one, err := s.measure(ctx, filepath.Join(work, name), name, server)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, one)
		fmt.Fprintln(os.Stderr, one)
	}
	text := table(all, s, server.Version(), time.Now())
	fmt.Print(text)
	if s.readme == "" {
		return nil
	}
	return replaceIn(filepath.Join(s.root, s.readme), text)
}

// figures are what was measured of one language.
type figures struct {
	versions           string // of the language and its framework
	list, item, create rate
	memory             int64 // bytes, after the load
	start              time.Duration
	image              int64 // bytes
	hello              rate
	helloMemory        int64
	helloStart         time.Duration
}

// rate is what a load brought.
type rate struct {
	perSecond float64
	p99       time.Duration
}

// measure builds the images of a language, and loads the project and then its hello-world.
func (s settings) measure(ctx context.Context, dir, language string, server dbserver.Server) (f figures, err error) {
	tag, hello := "scaffolio-speed/"+language, "scaffolio-speed/"+language+"-hello"
	if err := s.build(ctx, dir, language, tag, hello); err != nil {
		return f, err
	}
	if f.image, err = imageSize(ctx, tag); err != nil {
		return f, err
	}
	database, err := server.Create(ctx)
	if err != nil {
		return f, err
	}
	address, err := direct(ctx, database)
	if err != nil {
		return f, err
	}
	if err := s.project(ctx, tag, address, &f); err != nil {
		return f, err
	}
	c, err := start(ctx, hello, "/", nil)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, c.stop(context.WithoutCancel(ctx))) }()
	f.helloStart = c.took
	if f.versions, err = get(ctx, c.base+"/version"); err != nil {
		return f, err
	}
	if f.hello, err = s.load(ctx, work{url: c.base + "/"}); err != nil {
		return f, err
	}
	f.helloMemory, err = c.memory(ctx)
	return f, err
}

// project loads the project. It is started twice: the first time it makes its tables.
func (s settings) project(ctx context.Context, tag, database string, f *figures) (err error) {
	env := map[string]string{"DATABASE_URL": database, "JWT_SECRET": secret(), "RATE_LIMIT_PER_MINUTE": "0"}
	c, err := start(ctx, tag, "/readyz", env)
	if err != nil {
		return err
	}
	if err := c.stop(ctx); err != nil {
		return err
	}
	if c, err = start(ctx, tag, "/readyz", env); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.stop(context.WithoutCancel(ctx))) }()
	f.start = c.took
	o, err := fill(ctx, c.base, database, s.rows)
	if err != nil {
		return err
	}
	books := c.base + "/api/v1/books"
	page := books + "?status=reading&sort=title&limit=20"
	if err := o.checkPage(ctx, page); err != nil {
		return err
	}
	for _, one := range []struct {
		work
		into *rate
	}{
		{work{url: page, token: o.token}, &f.list},
		{work{url: books + "/", token: o.token, script: "item.lua", args: o.ids}, &f.item},
		{work{url: books, token: o.token, script: "create.lua", args: []string{o.shelf}}, &f.create},
	} {
		if *one.into, err = s.load(ctx, one.work); err != nil {
			return err
		}
	}
	f.memory, err = c.memory(ctx)
	return err
}
