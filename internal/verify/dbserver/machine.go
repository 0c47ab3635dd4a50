package dbserver

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"

	"github.com/scaffolio/scaffolio/internal/verify/proc"
)

// program is a server of this machine, with its data in a temporary folder.
type program struct {
	engine  engine
	bin     string
	client  string
	user    string // as whom it runs; "" as we do
	root    string // temporary folder
	data    string
	port    int
	version string
	process *proc.Process
	log     *proc.Log
}

func startProgram(ctx context.Context, e engine) (Server, error) {
	p, err := locate(ctx, e)
	if err != nil {
		return nil, &Unavailable{Engine: e.title, Reason: err.Error()}
	}
	if err := p.setUp(ctx); err != nil {
		_ = p.Close(context.WithoutCancel(ctx))
		return nil, fmt.Errorf("the %s of this machine (%s) can't be started: %w", e.title, p.bin, err)
	}
	return p, nil
}

// locate finds the server's program, its client and the user to run it as.
func locate(ctx context.Context, e engine) (*program, error) {
	p := &program{engine: e, log: proc.NewLog(1 << 18)}
	for _, pattern := range e.machine.programs {
		found, _ := filepath.Glob(pattern)
		sort.Slice(found, func(i, j int) bool { return versionIn(found[i]) < versionIn(found[j]) })
		if len(found) > 0 {
			p.bin = found[len(found)-1]
			break
		}
	}
	if p.bin == "" {
		return nil, fmt.Errorf("its server program is not installed")
	}
	if e.name == "mysql" { // MariaDB's packages answer to MySQL's names as well
		out, _ := proc.Run(ctx, proc.Spec{Argv: []string{p.bin, "--version"}, Env: proc.Environ()})
		if strings.Contains(out, "MariaDB") {
			return nil, fmt.Errorf("%s is MariaDB", p.bin)
		}
	}
	for _, name := range e.machine.clients {
		for _, candidate := range []string{sibling(p.bin, name), name} {
			if path, err := exec.LookPath(candidate); err == nil && p.client == "" {
				p.client = path
			}
		}
	}
	if p.client == "" {
		return nil, fmt.Errorf("its client %s is not installed", e.machine.clients[0])
	}
	if runtime.GOOS != "windows" && os.Geteuid() == 0 {
		p.user = e.machine.user
	}
	return p, nil
}

// versionIn is the first number of a path, by which /usr/lib/postgresql/9 comes before 18.
func versionIn(path string) int {
	digits := strings.FieldsFunc(path, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(digits[0])
	return n
}

// sibling is another program in the same folder.
func sibling(bin, name string) string {
	return filepath.Join(filepath.Dir(bin), name+filepath.Ext(bin))
}

func (p *program) setUp(ctx context.Context) error {
	root, err := os.MkdirTemp("", "scaffolio-"+p.engine.name+"-")
	if err != nil {
		return err
	}
	p.root, p.data = root, filepath.Join(root, "data")
	file := p.data + ".password" // initdb reads it
	if err := os.WriteFile(file, []byte(rootSecret), 0o600); err != nil {
		return err
	}
	if p.user != "" {
		if err := handOver(p.user, root, file); err != nil {
			return err
		}
	}
	if _, err := p.exec(ctx, p.engine.machine.folder(p.bin, p.data)); err != nil {
		return err
	}
	if p.port, err = proc.FreePort(); err != nil {
		return err
	}
	return p.first(ctx)
}

// first starts the server for the first time and asks for its version.
func (p *program) first(ctx context.Context) error {
	if err := p.launch(); err != nil {
		return err
	}
	if after := p.engine.machine.after; after != nil {
		if err := p.answer(ctx, "", after("root")); err != nil {
			return err
		}
	}
	if err := p.answer(ctx, rootSecret, p.engine.version); err != nil {
		return err
	}
	out, err := p.SQL(ctx, "", p.engine.version)
	if err != nil {
		return err
	}
	version, _, _ := strings.Cut(strings.TrimSpace(out), " ")
	p.version = fmt.Sprintf("%s %s of this machine", p.engine.title, version)
	return nil
}

func (p *program) launch() error {
	process, err := proc.Start(proc.Spec{
		Argv: p.engine.machine.server(p.bin, p.data, p.port), Dir: p.root, Env: p.environ(), Output: p.log, User: p.user,
	})
	p.process = process
	return err
}

func (p *program) environ() []string { return append(proc.Environ(), "LC_ALL=C", "HOME="+p.root) }

func (p *program) exec(ctx context.Context, argv []string) (string, error) {
	return proc.Run(ctx, proc.Spec{Argv: argv, Dir: p.root, Env: p.environ(), User: p.user})
}

// SQL runs statements as the administrator.
func (p *program) SQL(ctx context.Context, database, text string) (string, error) {
	return p.sql(ctx, rootSecret, text, database)
}

func (p *program) sql(ctx context.Context, pass, text string, database ...string) (string, error) {
	argv := append([]string{p.client}, p.engine.client("127.0.0.1", p.port)[1:]...)
	for _, name := range database {
		if name != "" {
			argv = append(argv, name)
		}
	}
	return proc.Run(ctx, proc.Spec{
		Argv: argv, Dir: p.root, Env: append(p.environ(), p.engine.pass+"="+pass), Stdin: strings.NewReader(text),
	})
}

// answer runs a statement as soon as the server takes it; a server that has ended is not waited for.
func (p *program) answer(ctx context.Context, pass, text string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-p.process.Done():
			cancel()
		case <-ctx.Done():
		}
	}()
	err := eventually(ctx, func() error { _, err := p.sql(ctx, pass, text); return err })
	if err != nil {
		return fmt.Errorf("it does not answer: %w\n%s", err, proc.Tail(p.log.String(), 20))
	}
	return nil
}

func (p *program) Engine() string  { return p.engine.name }
func (p *program) Version() string { return p.version }

func (p *program) Create(ctx context.Context) (Database, error) {
	name := freshName()
	if _, err := p.SQL(ctx, "", p.engine.create(name)); err != nil {
		return Database{}, fmt.Errorf("a database can't be made on %s: %w", p.version, err)
	}
	return Database{Name: name, URL: databaseURL(p.engine.scheme, name, "127.0.0.1:"+strconv.Itoa(p.port), name, p.engine.query)}, nil
}

func (p *program) Stop(ctx context.Context) error {
	// PostgreSQL waits for its clients after SIGTERM; SIGINT is its "fast" shutdown. The others take both.
	_ = p.process.Signal(stopSignal(p.engine.name))
	return p.process.Stop(ctx)
}

func (p *program) Start(ctx context.Context) error {
	if err := p.launch(); err != nil {
		return err
	}
	return p.answer(ctx, rootSecret, p.engine.version)
}

func (p *program) Close(ctx context.Context) error {
	if p.process != nil {
		if err := p.Stop(ctx); err != nil {
			return err
		}
	}
	return os.RemoveAll(p.root)
}
