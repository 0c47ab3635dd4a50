package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What production can't do without, and values that are wrong, of the settings that only this service has.
var (
	required = map[string]string{"JWT_SECRET": "vX7Qp2Lr9Zk4Ht6Wm1Nc8Bs3Fd5Gj0Ay"}
	wrong    = map[string]string{
		"DATABASE_URL": "oracle://x", "LOGIN_RATE_LIMIT_PER_MINUTE": "x",
		"ADMIN_EMAIL": "nobody", "ADMIN_PASSWORD": "short", "SEED_DEMO": "yes",
	}
)

func TestDevelopment(t *testing.T) {
	c, err := load(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Load(func(string) (string, bool) { return "", false })
	if err != nil || string(again.JWTSecret) != string(c.JWTSecret) {
		t.Errorf("the secret of a second start is another one (%v)", err)
	}
	if c.SecureCookie() {
		t.Error("the cookie is for https only")
	}
}

func TestSecretsInProduction(t *testing.T) {
	for _, secret := range []string{"", "too-short", strings.Repeat("x", 40), "change-me-change-me-change-me-change-me"} {
		_, err := load(t, map[string]string{"APP_ENV": "production", "JWT_SECRET": secret})
		if err == nil || !strings.Contains(err.Error(), "JWT_SECRET") {
			t.Errorf("the secret %q is taken (%v)", secret, err)
		}
	}
}

func TestDataFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := load(t, map[string]string{"DATA_DIR": file}); err == nil || !strings.Contains(err.Error(), "DATA_DIR") {
		t.Errorf("a file is taken for the data folder (%v)", err)
	}
}
