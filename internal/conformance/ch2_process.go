package conformance

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

func processChecks() []check {
	process := func(name, clause string, run func(*T)) check {
		return check{chapter: 2, name: name, clause: clause, needs: needsStart, run: run}
	}
	const stops = "SIGTERM/SIGINT: stop accepting, finish requests in flight (up to 10 s), close the database, exit 0."
	slow := func(c check) check { c.slow = true; return c }
	return []check{
		process("port-taken", "Port taken …: one clear line, exit 1.", portTaken),
		process("two-at-once", "Two instances starting at once migrate once.", twoAtOnce),
		process("sigterm", stops, func(t *T) { stopsAtOnce(t, syscall.SIGTERM) }),
		process("sigint", stops, func(t *T) { stopsAtOnce(t, os.Interrupt) }),
		process("sigterm-in-flight", stops, finishesRequests),
		slow(process("sigterm-drain-limit", stops, drainLimit)),
		process("data-kept", "close the database, exit 0", dataKept),
		slow(check{
			chapter: 2, name: "database-unreachable", needs: needsStart | needsDatabase, run: databaseUnreachable,
			clause: "database unreachable (tried for 30 s): one clear line, exit 1",
		}),
		{
			chapter: 2, name: "database-spellings", needs: needsStart | needsDatabase, run: databaseSpellings,
			clause: "`postgres://` or `postgresql://`, `mysql://`; percent-encoded user and password, `?sslmode=` for PostgreSQL",
		},
	}
}

func portTaken(t *T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.failf("the suite could not take a port: %v", err)
	}
	defer func() { _ = listener.Close() }()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	said := t.exitsWithOne(env("PORT", port), t.suite.target.Patience.Ready)
	if !strings.Contains(said, port) {
		t.failf("the program doesn't name the port %s that is taken: %s", port, shorten(said))
	}
}

// twoAtOnce starts two instances on one fresh set of data; each must know what the other did.
func twoAtOnce(t *T) {
	o := StartOptions{Data: t.check.name, Unset: []string{"JWT_SECRET"}}
	one, two := t.launch(o), t.launch(o)
	one.ready()
	two.ready()
	c := one.user()
	made := c.make(t.first())
	c.site = two.site
	c.get(itemPath(t.first(), made.id())).is(200)
	c.refresh().is(200)
}

func stopsAtOnce(t *T, signal os.Signal) {
	r := t.start(StartOptions{})
	r.user()
	if err := r.Signal(signal); err != nil {
		t.skipf("this system can't send %s: %v", signal, err)
	}
	if code := r.exits(r.stopTime()); code != 0 {
		t.failf("after %s the program ended with exit code %d, want 0: %s", signal, code, shorten(r.said()))
	}
	noStack(t, r.said())
}

// inFlight is a request whose body the service is still waiting for.
type inFlight struct {
	t          *T
	connection net.Conn
	reader     *bufio.Reader
	rest       string
}

// begin sends a login but for the last bytes of its body.
func (r running) begin() *inFlight {
	c := r.account()
	body := string(jsonBody(r.t, c.credentials()))
	connection, err := net.Dial("tcp", r.hostPort())
	if err != nil {
		r.t.failf("no connection: %v", err)
	}
	r.t.cleanup(func() { _ = connection.Close() })
	_, err = fmt.Fprintf(connection, "POST %s/auth/login HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		api, r.hostPort(), len(body), body[:len(body)-5])
	if err != nil {
		r.t.failf("the request could not be sent: %v", err)
	}
	r.t.wait(300 * time.Millisecond) // until the service is surely reading it
	return &inFlight{t: r.t, connection: connection, reader: bufio.NewReader(connection), rest: body[len(body)-5:]}
}

// finish sends the rest and returns the answer's status.
func (f *inFlight) finish() int {
	_ = f.connection.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(f.connection, f.rest); err != nil {
		f.t.failf("the request in flight was cut off: %v", err)
	}
	response, err := http.ReadResponse(f.reader, nil)
	if err != nil {
		f.t.failf("the request in flight was not answered: %v", err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func (r running) terminate() {
	if err := r.Signal(syscall.SIGTERM); err != nil {
		r.t.skipf("this system can't send SIGTERM: %v", err)
	}
}

func finishesRequests(t *T) {
	r := t.start(StartOptions{})
	request := r.begin()
	r.terminate()
	refused := t.eventually(3*time.Second, func() bool {
		connection, err := net.DialTimeout("tcp", r.hostPort(), time.Second)
		if err == nil {
			_ = connection.Close()
		}
		return err != nil
	})
	if status := request.finish(); status != 200 {
		t.failf("the request in flight was answered with %d, want 200", status)
	}
	if !refused {
		t.failf("after SIGTERM the program still accepts connections")
	}
	if code := r.exits(r.stopTime()); code != 0 {
		t.failf("the program ended with exit code %d, want 0: %s", code, shorten(r.said()))
	}
}

// drainLimit leaves a request unfinished: the program must not wait for it for ever.
func drainLimit(t *T) {
	r := t.start(StartOptions{})
	r.begin()
	began := time.Now()
	r.terminate()
	limit := t.suite.target.Patience.Drain
	r.exits(limit + max(limit/2+3*time.Second, r.starting))
	if took := time.Since(began); took < limit/2 {
		t.failf("the program ended %s after SIGTERM with a request in flight, want to see it wait up to %s", took, limit)
	}
}

func dataKept(t *T) {
	o := StartOptions{Data: t.check.name}
	before := t.start(o)
	c := before.user()
	var made []item
	t.eachEntity(func(e *model.Entity) { made = append(made, c.make(e)) })
	before.terminate()
	before.exits(before.stopTime())
	c.site = t.start(o).site
	c.signIn()
	for i, e := range t.suite.target.Model.Entities {
		c.get(itemPath(e, made[i].id())).is(200)
	}
}

func databaseUnreachable(t *T) {
	r := t.launch(env("DATABASE_URL", t.suite.target.Database.UnreachableURL()))
	began := time.Now()
	tries := t.suite.target.Patience.DatabaseTries
	if code := r.exits(tries + tries/2 + 5*time.Second); code != 1 {
		t.failf("the program ended with exit code %d, want 1: %s", code, shorten(r.said()))
	}
	if took := time.Since(began); took < tries/2 {
		t.failf("the program gave up after %s, want %s", took, tries)
	}
	noStack(t, r.said())
}

func databaseSpellings(t *T) {
	for _, address := range t.suite.target.Database.Spellings() {
		t.start(env("DATABASE_URL", address)).user()
	}
}
