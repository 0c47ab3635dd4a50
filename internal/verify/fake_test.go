package verify

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/scaffolio/scaffolio/internal/model"
)

// The test program plays the toolchain and the project that it builds: what it does is the word in VERIFY_TEST.
func TestMain(m *testing.M) {
	switch os.Getenv("VERIFY_TEST") {
	case "":
		os.Exit(m.Run())
	case "say":
		fmt.Println(strings.Join(os.Args[1:], " "))
	case "fail":
		fmt.Println("two tests failed")
		os.Exit(1)
	case "meddle": // changes a file of the project
		if err := os.WriteFile("go.sum", []byte("changed"), 0o600); err != nil {
			os.Exit(9)
		}
	case "sleep":
		select {}
	case "serve":
		serve()
	case "refuse":
		fmt.Fprintln(os.Stderr, "JWT_SECRET is too short")
		os.Exit(1)
	}
}

// serve is a project that answers its health checks, with its environment in a header.
func serve() {
	l, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := os.WriteFile(filepath.Join(os.Getenv("DATA_DIR"), "pid"), fmt.Append(nil, os.Getpid()), 0o600); err != nil {
		os.Exit(9)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	go func() {
		_ = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprint(w, `{"status":"ok"}`)
		}))
	}()
	fmt.Println("http://" + l.Addr().String())
	<-stop
}

// played is a command in which this program plays a role.
func played(t *testing.T, role string, args ...string) Command {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Command{Argv: append([]string{exe}, args...), Env: []string{"VERIFY_TEST=" + role}}
}

// fakeSubject is a project of which everything goes well.
func fakeSubject(t *testing.T) *Subject {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), []byte("as generated"), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := model.Parse("model.yaml", []byte("entities:\n  - name: Book\n    fields:\n      - {name: title, type: string, required: true}\n"))
	if err != nil {
		t.Fatal(err)
	}
	step := func(name string) Step { return Step{Name: name, Commands: []Command{played(t, "say", name)}} }
	return &Subject{
		Dir: dir, Name: "my-books", Type: "crud", Model: m, Files: []string{"go.sum"},
		Language: Language{
			Title: "Fake",
			Steps: []Step{step("install"), step("lint"), step("test"), step("build")},
			Make:  step("make"), Start: []Command{played(t, "serve")},
		},
	}
}
