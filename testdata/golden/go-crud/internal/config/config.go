// Package config reads the settings from the environment, once, at start.
package config

import (
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"example.com/my-books/internal/database"
)

// Config is every setting, checked.
type Config struct {
	Production     bool
	Port           int
	LogLevel       slog.Level
	PublicURL      *url.URL // nil when it is not set
	DataDir        string
	DatabaseURL    string
	JWTSecret      []byte
	AllowedOrigins []string
	RateLimit      int
	LoginRateLimit int
	TrustedProxies []netip.Prefix
	MetricsToken   string
	AdminEmail     string
	AdminPassword  string
	SeedDemo       bool
	DemoPassword   string
}

// SecureCookie tells whether browsers may send the cookie over https only.
func (c *Config) SecureCookie() bool {
	return c.Production || c.PublicURL != nil && c.PublicURL.Scheme == "https"
}

// Address is what the server listens on: in development this computer only.
func (c *Config) Address() string {
	if c.Production {
		return ":" + strconv.Itoa(c.Port)
	}
	return "127.0.0.1:" + strconv.Itoa(c.Port)
}

// URL is the address to open in a browser.
func (c *Config) URL() string {
	if c.PublicURL != nil {
		return c.PublicURL.String()
	}
	return "http://localhost:" + strconv.Itoa(c.Port)
}

// Load reads the settings; the error names every bad one.
func Load(lookup func(string) (string, bool)) (*Config, error) {
	r := &reader{lookup: lookup}
	c := &Config{DataDir: r.text("DATA_DIR", "data")}
	switch env := r.text("APP_ENV", "development"); env {
	case "production":
		c.Production = true
	case "development":
		r.lookup = withDotEnv(lookup)
		c.DataDir = r.text("DATA_DIR", "data")
	default:
		r.refuse("APP_ENV", "is %q; it must be development or production.", env)
	}
	c.Port = r.number("PORT", "8080", 1, 65535)
	if err := c.LogLevel.UnmarshalText([]byte(r.text("LOG_LEVEL", "info"))); err != nil {
		r.refuse("LOG_LEVEL", "must be debug, info, warn or error.")
	}
	c.PublicURL = r.publicURL()
	c.DatabaseURL = r.text("DATABASE_URL", defaultDatabase(c.DataDir))
	if err := database.Check(c.DatabaseURL); err != nil {
		r.refuse("DATABASE_URL", "%w", err)
	}
	c.AllowedOrigins = r.origins()
	c.RateLimit = r.number("RATE_LIMIT_PER_MINUTE", "600", 0, 1_000_000)
	c.LoginRateLimit = r.number("LOGIN_RATE_LIMIT_PER_MINUTE", "10", 0, 1_000_000)
	c.TrustedProxies = r.networks()
	c.MetricsToken = r.text("METRICS_TOKEN", "")
	r.accounts(c)
	c.JWTSecret = r.secret(c)
	return c, errors.Join(r.problems...)
}

// defaultDatabase is a file in the data folder.
func defaultDatabase(dataDir string) string {
	path, err := filepath.Abs(filepath.Join(dataDir, "my-books.db"))
	if err != nil {
		path = filepath.Join(dataDir, "my-books.db")
	}
	path = filepath.ToSlash(path)
	return (&url.URL{Scheme: "sqlite", Path: "/" + strings.TrimPrefix(path, "/")}).String()
}
