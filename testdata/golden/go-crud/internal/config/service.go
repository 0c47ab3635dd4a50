package config

import (
	"net/url"
	"path/filepath"
	"strings"

	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// Service is the settings for the database and the accounts.
type Service struct {
	DataDir        string
	DatabaseURL    string
	JWTSecret      []byte
	LoginRateLimit int
	AdminEmail     string
	AdminPassword  string
	SeedDemo       bool
	DemoPassword   string
}

// SecureCookie tells whether browsers may send the cookie over https only.
func (c *Config) SecureCookie() bool {
	return c.Production || c.PublicURL != nil && c.PublicURL.Scheme == "https"
}

func (r *reader) service(c *Config) {
	c.DataDir = r.text("DATA_DIR", "data")
	c.DatabaseURL = r.text("DATABASE_URL", defaultDatabase(c.DataDir))
	if err := database.Check(c.DatabaseURL); err != nil {
		r.refuse("DATABASE_URL", "%w", err)
	}
	c.LoginRateLimit = r.number("LOGIN_RATE_LIMIT_PER_MINUTE", "10", 0, 1_000_000)
	r.accounts(c)
	c.JWTSecret = r.secret(c)
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

// accounts reads the accounts that are made at start.
func (r *reader) accounts(c *Config) {
	c.AdminEmail, c.AdminPassword = r.text("ADMIN_EMAIL", ""), r.text("ADMIN_PASSWORD", "")
	if (c.AdminEmail == "") != (c.AdminPassword == "") {
		r.refuse("ADMIN_EMAIL", "and ADMIN_PASSWORD must be set together.")
	}
	if c.AdminEmail != "" {
		if _, err := value.Email().Parse(c.AdminEmail); err != nil {
			r.refuse("ADMIN_EMAIL", "is not an e-mail address.")
		}
		r.password("ADMIN_PASSWORD", c.AdminPassword)
	}
	switch text := r.text("SEED_DEMO", "false"); text {
	case "true":
		c.SeedDemo, c.DemoPassword = true, r.text("DEMO_PASSWORD", "")
		r.password("DEMO_PASSWORD", c.DemoPassword)
	case "false":
	default:
		r.refuse("SEED_DEMO", "is %q; it must be true or false.", text)
	}
}

func (r *reader) password(name, password string) {
	const min, max = 10, 128
	if _, err := value.Text(min, max).Parse(password); err != nil {
		r.refuse(name, "must have %d to %d characters.", min, max)
	}
}
