package proc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The test program itself plays the programs that are run.
func TestMain(m *testing.M) {
	switch os.Getenv("PROC_TEST") {
	case "":
		os.Exit(m.Run())
	case "fail":
		fmt.Println("this went wrong")
		os.Exit(3)
	case "env":
		fmt.Println(strings.Join(os.Environ(), "\n"))
	case "parent": // leaves a child in its group and ends
		child := exec.Command(os.Args[0])
		child.Env = []string{"PROC_TEST=sleep"}
		if err := child.Start(); err != nil {
			os.Exit(9)
		}
	case "sleep":
		time.Sleep(time.Minute)
	}
}

func self(t *testing.T, role string) Spec {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Spec{Argv: []string{exe}, Env: []string{"PROC_TEST=" + role}}
}

func TestRunReportsCodeAndOutput(t *testing.T) {
	_, err := Run(t.Context(), self(t, "fail"))
	var exit *ExitError
	if !errors.As(err, &exit) || exit.Code != 3 || !strings.Contains(exit.Output, "this went wrong") {
		t.Fatalf("want code 3 with its output, got %v", err)
	}
}

func TestNothingIsInherited(t *testing.T) {
	t.Setenv("PROC_SECRET", "x")
	out, err := Run(t.Context(), self(t, "env"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out, "PROC_SECRET") {
		t.Fatalf("the parent's environment reached the program:\n%s", out)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := Run(ctx, self(t, "sleep"))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("want a deadline, got %v", err)
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Fatalf("it took %s to end", took)
	}
}

func TestGrandchildrenEndToo(t *testing.T) {
	p, err := Start(self(t, "parent"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if !Alive(p.Pid()) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("a process of the group is still there")
}

func TestLogKeepsHeadAndTail(t *testing.T) {
	l := NewLog(100)
	fmt.Fprint(l, "first")
	for range 100 {
		fmt.Fprint(l, "0123456789")
	}
	fmt.Fprint(l, "last")
	got := l.String()
	if !strings.HasPrefix(got, "first") || !strings.HasSuffix(got, "last") || len(got) > 400 {
		t.Fatalf("%d bytes: %q", len(got), got)
	}
}
