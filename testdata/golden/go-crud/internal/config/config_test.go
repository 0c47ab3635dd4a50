package config

import (
	"maps"
	"os"
	"strings"
	"testing"
)

// load reads settings in an empty folder, where no .env lies.
func load(t *testing.T, settings map[string]string) (*Config, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	return Load(func(name string) (string, bool) { text, ok := settings[name]; return text, ok })
}

func TestDefaults(t *testing.T) {
	c, err := load(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Address() != "127.0.0.1:8080" || c.URL() != "http://localhost:8080" || c.RateLimit != 600 {
		t.Errorf("the defaults are %+v", c)
	}
}

func TestProduction(t *testing.T) {
	settings := map[string]string{
		"APP_ENV": "production", "PUBLIC_URL": "https://example.com",
		"TRUSTED_PROXIES": "10.0.0.0/8, fd00::/8", "ALLOWED_ORIGINS": "https://a.example.com,https://b.example.com",
	}
	maps.Copy(settings, required)
	c, err := load(t, settings)
	if err != nil {
		t.Fatal(err)
	}
	if c.Address() != ":8080" || c.URL() != "https://example.com" || len(c.TrustedProxies) != 2 || len(c.AllowedOrigins) != 2 {
		t.Errorf("the settings are %+v", c)
	}
}

// Every bad value is named at once.
func TestBadValues(t *testing.T) {
	bad := map[string]string{
		"APP_ENV": "test", "PORT": "eighty", "LOG_LEVEL": "loud", "PUBLIC_URL": "example.com",
		"ALLOWED_ORIGINS": "https://example.com/", "RATE_LIMIT_PER_MINUTE": "-1", "TRUSTED_PROXIES": "10.0.0.0",
	}
	maps.Copy(bad, wrong)
	_, err := load(t, bad)
	if err == nil {
		t.Fatal("all of it is taken")
	}
	for name := range bad {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
}

// A file .env is read in development, and the environment comes first.
func TestDotEnv(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile(".env", []byte("# ours\nPORT=9000\nLOG_LEVEL = \"debug\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(func(name string) (string, bool) { return "9001", name == "PORT" })
	if err != nil || c.Port != 9001 || c.LogLevel.String() != "DEBUG" {
		t.Errorf("port %d, level %s (%v)", c.Port, c.LogLevel, err)
	}
}
