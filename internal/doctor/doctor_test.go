package doctor

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// machine is one where everything is there.
func machine() Machine {
	return Machine{
		LookPath:  func(name string) (string, error) { return "/bin/" + name, nil },
		Output:    says("go version go1.26.3 linux/amd64", nil),
		Listen:    func(string) error { return nil },
		FreeBytes: func(string) (uint64, error) { return 20 << 30, nil },
		Identity:  func() (string, string, error) { return "Ada", "ada@example.com", nil },
	}
}

func says(out string, err error) func(context.Context, string, ...string) (string, error) {
	return func(context.Context, string, ...string) (string, error) { return out, err }
}

func TestChecks(t *testing.T) {
	absent := func(string) (string, error) { return "", errors.New("not found") }
	tool := Toolchain(Tool{
		Name: "Go", Command: []string{"go"}, Args: []string{"version"}, Pattern: `go([0-9.]+)`, Minimum: "1.26", Get: "https://go.dev/dl",
	})
	tests := []struct {
		name   string
		check  Check
		change func(*Machine)
		want   Status
		result string
		remedy string
	}{
		{"tool", tool, func(*Machine) {}, OK, "go 1.26.3", ""},
		{"tool absent", tool, func(m *Machine) { m.LookPath = absent }, Missing, "isn't installed", "https://go.dev/dl"},
		{"tool old", tool, func(m *Machine) { m.Output = says("go1.25.9", nil) }, Missing, "1.26 or newer", "https://go.dev/dl"},
		{"tool mute", tool, func(m *Machine) { m.Output = says("", nil) }, Missing, "doesn't tell", "https://go.dev/dl"},
		{"tool broken", tool, func(m *Machine) { m.Output = says("", errors.New("exit status 2")) }, Missing, "exit status 2", "https://go.dev/dl"},
		{"identity", GitIdentity(), func(*Machine) {}, OK, "Ada <ada@example.com>", ""},
		{"no identity", GitIdentity(), func(m *Machine) {
			m.Identity = func() (string, string, error) { return "", "", nil }
		}, Warning, "doesn't know your name", "user.email"},
		{"docker", Docker(), func(m *Machine) { m.Output = says("29.1\n", nil) }, OK, "on, engine 29.1", ""},
		{"docker absent", Docker(), func(m *Machine) { m.LookPath = absent }, Warning, "absent", "docs.docker.com"},
		{"docker off", Docker(), func(m *Machine) { m.Output = says("Cannot connect", errors.New("exit 1")) }, Warning, "off", "Start Docker"},
		{"docker forbidden", Docker(), func(m *Machine) { m.Output = says("permission denied", errors.New("exit 1")) }, Warning, "may not", "usermod"},
		{"port", Port(8080), func(*Machine) {}, OK, "free", ""},
		{"port taken", Port(8080), func(m *Machine) { m.Listen = func(string) error { return errors.New("in use") } }, Warning, "taken", "PORT=8081"},
		{"disk", Disk("/tmp", 1<<30), func(*Machine) {}, OK, "20 GiB", ""},
		{"disk full", Disk("/tmp", 2<<30), func(m *Machine) {
			m.FreeBytes = func(string) (uint64, error) { return 5 << 20, nil }
		}, Warning, "5 MiB", "2.0 GiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := machine()
			tt.change(&m)
			f := Run(t.Context(), m, []Check{tt.check})[0]
			if f.Status != tt.want || !strings.Contains(f.Result, tt.result) || !strings.Contains(f.Remedy, tt.remedy) {
				t.Errorf("got %+v; want %s with %q and %q", f, tt.want, tt.result, tt.remedy)
			}
			if f.Status != OK && f.Remedy == "" {
				t.Error("a finding without a remedy")
			}
			if Ready([]Finding{f}) != (tt.want != Missing) {
				t.Error("Ready and the status disagree")
			}
		})
	}
}

func TestSecondCommandIsTried(t *testing.T) {
	m := machine()
	m.LookPath = func(name string) (string, error) {
		if name == "python3" {
			return "", errors.New("not found")
		}
		return name, nil
	}
	m.Output = says("Python 3.13.1", nil)
	tool := Tool{Name: "Python", Command: []string{"python3", "python"}, Pattern: `Python ([0-9.]+)`, Minimum: "3.11"}
	if f := Run(t.Context(), m, []Check{Toolchain(tool)})[0]; f.Result != "python 3.13.1" {
		t.Errorf("got %+v", f)
	}
}

func TestAtLeast(t *testing.T) {
	for _, tt := range []struct {
		have, want string
		ok         bool
	}{
		{"1.26", "1.26", true}, {"1.26.1", "1.26", true}, {"1.27rc1", "1.26", true}, {"2", "1.26", true},
		{"1.9", "1.26", false}, {"1", "1.26", false}, {"1", "1.0", true}, {"17", "17", true}, {"8", "17", false},
	} {
		if got := AtLeast(tt.have, tt.want); got != tt.ok {
			t.Errorf("AtLeast(%q, %q) = %v", tt.have, tt.want, got)
		}
	}
}
