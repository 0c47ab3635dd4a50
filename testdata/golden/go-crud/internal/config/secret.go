package config

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/my-books/internal/value"
)

// minSecret is how long a secret must be in production: as long as the hash that it keys.
const minSecret = 32

// secret is the key that signs access tokens.
func (r *reader) secret(c *Config) []byte {
	text := r.text("JWT_SECRET", "")
	switch {
	case text == "" && !c.Production:
		return r.developmentSecret(c.DataDir)
	case c.Production && (len(text) < minSecret || looksMadeUp(text)):
		r.refuse("JWT_SECRET", "must be a random text of at least %d characters in production, for example from: openssl rand -base64 48", minSecret)
	}
	return []byte(text)
}

// looksMadeUp finds secrets that were copied from an example or typed by hand.
func looksMadeUp(secret string) bool {
	lower, letters := strings.ToLower(secret), map[rune]bool{}
	for _, letter := range secret {
		letters[letter] = true
	}
	for _, word := range []string{"change", "example", "placeholder", "replace", "your-"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	const fewLetters = 8
	return len(letters) < fewLetters
}

// developmentSecret makes a secret at the first start and keeps it, so that sign-ins survive a restart. Of two
// instances that start at once, one makes it and both read it.
func (r *reader) developmentSecret(dataDir string) []byte {
	path := filepath.Join(dataDir, "jwt-secret")
	err := os.MkdirAll(dataDir, 0o700)
	if err == nil {
		err = writeNew(path, []byte(rand.Text()+rand.Text()))
	}
	for range 20 {
		if text, err := os.ReadFile(path); err == nil && len(text) >= minSecret {
			return text
		}
		time.Sleep(50 * time.Millisecond) // the other instance is about to write it
	}
	r.refuse("DATA_DIR", "has no file jwt-secret with at least %d characters, and none can be made: %w", minSecret, err)
	return nil
}

// writeNew writes a file unless it is there already.
func writeNew(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
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
