// Package dbserver starts database servers for a verification and removes them afterwards: as a container where
// a Docker engine answers, else the machine's own program on a free port with its data in a temporary folder.
package dbserver

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"sort"
	"strings"
	"time"
)

// Server is a running database server.
type Server interface {
	// Engine is the name it was started by: postgres, mysql, mariadb.
	Engine() string
	// Version names what really runs, for receipts: "PostgreSQL 18.1, container postgres:18".
	Version() string
	// Create makes an empty database with a user of its own.
	Create(ctx context.Context) (Database, error)
	// SQL runs statements as the server's administrator and returns what its client prints. database "" is
	// the administrator's own.
	SQL(ctx context.Context, database, text string) (string, error)
	// Stop stops the server and keeps its data; Start starts it again, at the same address.
	Stop(ctx context.Context) error
	Start(ctx context.Context) error
	// Close stops the server and removes all that it wrote.
	Close(ctx context.Context) error
}

// Database is one database on a Server.
type Database struct {
	Name string
	URL  string // as DATABASE_URL takes it
	// Network is the Docker network in which ContainerURL works, "" where there is none.
	Network      string
	ContainerURL string
}

// Unavailable is returned when a server can't be had on this machine.
type Unavailable struct{ Engine, Reason string }

func (e *Unavailable) Error() string {
	return fmt.Sprintf("%s can't be started here: %s", e.Engine, e.Reason)
}

// Where says where a server may run.
type Where string

// The places. Anywhere prefers a container.
const (
	Anywhere  Where = ""
	Container Where = "container"
	Machine   Where = "machine"
)

// Engines are the names that Start knows.
func Engines() []string {
	names := make([]string, 0, 3)
	for name := range engines() {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// startTime is how long a server may take to answer. A first start makes its data folder.
const startTime = 3 * time.Minute

// Start starts a server of the engine and waits until it answers.
func Start(ctx context.Context, name string, where Where) (Server, error) {
	e, ok := engines()[name]
	if !ok {
		return nil, fmt.Errorf("there is no database server %q; known are %s", name, strings.Join(Engines(), ", "))
	}
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	var reasons []string
	for _, way := range []struct {
		is    Where
		start func(context.Context, engine) (Server, error)
	}{{Container, startContainer}, {Machine, startProgram}} {
		if where != Anywhere && where != way.is {
			continue
		}
		s, err := way.start(ctx, e)
		if err == nil {
			return s, nil
		}
		var no *Unavailable
		if !errors.As(err, &no) {
			return nil, err
		}
		reasons = append(reasons, no.Reason)
	}
	return nil, &Unavailable{Engine: e.title, Reason: strings.Join(reasons, "; ")}
}

const (
	// rootSecret is the password of the server's own administrator.
	rootSecret = "scaffolio-verify"
	// secret is the password of each database's user. It holds what a URL must encode, so that a project that
	// takes its URL apart by hand is found out.
	secret = "p@ss:w/rd?#%[x]"
)

// databaseURL is the DATABASE_URL of a database.
func databaseURL(scheme, user, host, name, query string) string {
	u := url.URL{Scheme: scheme, User: url.UserPassword(user, secret), Host: host, Path: "/" + name, RawQuery: query}
	return u.String()
}

// freshName is a name for a database and its user that nobody else has.
func freshName() string { return "db_" + strings.ToLower(rand.Text()[:10]) }

// eventually calls try until it succeeds or ctx ends; the error is then that of the last try.
func eventually(ctx context.Context, try func() error) error {
	wait := 50 * time.Millisecond
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w (%w)", err, ctx.Err())
		case <-time.After(wait):
		}
		wait = min(2*wait, time.Second)
	}
}
