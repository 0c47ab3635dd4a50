// Package config reads the settings from the environment, once, at start.
package config

import (
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"strconv"
)

// Config is every setting, checked.
type Config struct {
	Production     bool
	Port           int
	LogLevel       slog.Level
	PublicURL      *url.URL // nil when it is not set
	AllowedOrigins []string
	RateLimit      int
	TrustedProxies []netip.Prefix
	MetricsToken   string

	Service // what only this service has: service.go
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
	c := &Config{}
	switch env := r.text("APP_ENV", "development"); env {
	case "production":
		c.Production = true
	case "development":
		r.lookup = withDotEnv(lookup)
	default:
		r.refuse("APP_ENV", "is %q; it must be development or production.", env)
	}
	c.Port = r.number("PORT", "8080", 1, 65535)
	if err := c.LogLevel.UnmarshalText([]byte(r.text("LOG_LEVEL", "info"))); err != nil {
		r.refuse("LOG_LEVEL", "must be debug, info, warn or error.")
	}
	c.PublicURL = r.publicURL()
	c.AllowedOrigins = r.origins()
	c.RateLimit = r.number("RATE_LIMIT_PER_MINUTE", "600", 0, 1_000_000)
	c.TrustedProxies = r.networks()
	c.MetricsToken = r.text("METRICS_TOKEN", "")
	r.service(c)
	return c, errors.Join(r.problems...)
}
