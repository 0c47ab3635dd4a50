package config

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// secret is the key that signs access tokens.
func (r *reader) secret(c *Config) []byte {
	text := r.text("JWT_SECRET", "")
	switch {
	case text == "" && !c.Production:
		return r.developmentSecret(c.DataDir)
	case c.Production && weak(text):
		r.refuseWeak("JWT_SECRET")
	}
	return []byte(text)
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
