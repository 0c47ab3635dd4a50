package verify_test

import (
	"context"
	"testing"

	"github.com/scaffolio/scaffolio/internal/conformance"
)

// walk drives the page in a browser.
func walk(t *testing.T) func(context.Context, conformance.Target) (string, error) {
	t.Helper()
	t.Fatal("there is no browser walk yet")
	return nil
}
