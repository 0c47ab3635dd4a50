package nearest_test

import (
	"testing"

	"github.com/scaffolio/scaffolio/internal/nearest"
)

func TestNearest(t *testing.T) {
	names := []string{"sqlite", "postgres", "mysql"}
	for word, want := range map[string]string{
		"postgress": "postgres", "Postgres": "postgres", "psotgres": "postgres", "my-sql": "mysql", "postgresql": "postgres",
		"post": "postgres", "spqlite": "sqlite", "MYSQL": "mysql", "oracle": "", "x": "", "": "",
	} {
		if got := nearest.Of(word, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
