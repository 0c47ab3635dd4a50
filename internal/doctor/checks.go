package doctor

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
)

// GitIdentity checks that commits would carry a name and an address.
func GitIdentity() Check {
	return Check{Name: "Git identity", Run: func(_ context.Context, m Machine) (Status, string, string) {
		name, email, err := m.Identity()
		if err == nil && name != "" && email != "" {
			return OK, fmt.Sprintf("%s <%s>", name, email), ""
		}
		result := "git doesn't know your name and e-mail address, so the first commit can't carry them"
		if err != nil {
			result = err.Error()
		}
		return Warning, result,
			"git config --global user.name \"Your Name\"\ngit config --global user.email you@example.com"
	}}
}

// Docker checks the container engine, which no project needs but containers do.
func Docker() Check {
	const without = "Projects run without Docker; containers and compose need it."
	return Check{Name: "Docker", Run: func(ctx context.Context, m Machine) (Status, string, string) {
		if _, err := m.LookPath("docker"); err != nil {
			return Warning, "absent", without + " To get it: https://docs.docker.com/get-started/get-docker/"
		}
		out, err := m.Output(ctx, "docker", "version", "--format", "{{.Server.Version}}")
		version := strings.TrimSpace(out)
		switch {
		case err == nil && version != "" && !strings.Contains(version, "\n"):
			return OK, "on, engine " + version, ""
		case strings.Contains(strings.ToLower(out), "permission denied"):
			return Warning, "on, but you may not use it", without +
				" Add yourself to its group (sudo usermod -aG docker $USER) and sign in again."
		}
		return Warning, "installed, but its engine is off", without + " Start Docker Desktop, or: sudo systemctl start docker"
	}}
}

// Port checks that the port a project listens on by default is free.
func Port(port int) Check {
	return Check{Name: fmt.Sprintf("Port %d", port), Run: func(_ context.Context, m Machine) (Status, string, string) {
		if err := m.Listen(net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err != nil {
			return Warning, "taken by another program", fmt.Sprintf("Start a project with PORT=%d, or end that program.", port+1)
		}
		return OK, "free", ""
	}}
}

// Disk checks that a project, its dependencies and its build fit.
func Disk(dir string, need uint64) Check {
	return Check{Name: "Disk space", Run: func(_ context.Context, m Machine) (Status, string, string) {
		free, err := m.FreeBytes(dir)
		if err != nil {
			return Warning, fmt.Sprintf("can't be told for %s: %v", dir, err), "Look at it with `df`."
		}
		result := fmt.Sprintf("%s free in %s", size(free), dir)
		if free < need {
			return Warning, result, fmt.Sprintf("A project with its dependencies and build takes up to %s: free some space.", size(need))
		}
		return OK, result, ""
	}}
}

func size(bytes uint64) string {
	const mib, gib = 1 << 20, 1 << 30
	switch {
	case bytes >= 10*gib:
		return fmt.Sprintf("%d GiB", bytes/gib)
	case bytes >= gib:
		return fmt.Sprintf("%.1f GiB", float64(bytes)/gib)
	}
	return fmt.Sprintf("%d MiB", bytes/mib)
}
