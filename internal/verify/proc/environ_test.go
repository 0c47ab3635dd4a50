package proc

import (
	"slices"
	"testing"
)

func TestEnvironIsAnAllowList(t *testing.T) {
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	t.Setenv("GITHUB_TOKEN", "secret")
	t.Setenv("GOPROXY", "off")
	t.Setenv("npm_config_registry", "x")
	t.Setenv("PATH", "/bin")
	env := Environ("GOPROXY", "npm_config_*")
	for _, want := range []string{"PATH=/bin", "GOPROXY=off", "npm_config_registry=x"} {
		if !slices.Contains(env, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, entry := range env {
		if entry == "AWS_SECRET_ACCESS_KEY=secret" || entry == "GITHUB_TOKEN=secret" {
			t.Errorf("%s got through", entry)
		}
	}
}
