package verify_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/scaffolio/scaffolio/internal/browserwalk"
	"github.com/scaffolio/scaffolio/internal/conformance"
	"github.com/scaffolio/scaffolio/internal/verify"
)

// walk drives the page in a browser. With SCAFFOLIO_SCREENSHOTS set it keeps pictures there.
func walk(t *testing.T) func(context.Context, conformance.Target) (string, error) {
	t.Helper()
	return func(ctx context.Context, target conformance.Target) (string, error) {
		steps := map[string]bool{}
		err := browserwalk.Run(ctx, browserwalk.Options{
			BaseURL: target.BaseURL, Model: target.Model,
			AdminEmail: target.AdminEmail, AdminPassword: target.AdminPassword,
			Screenshots: screenshots(t),
			Step:        func(name string, _ time.Duration) { steps[name] = true },
		})
		if errors.Is(err, browserwalk.ErrNoBrowser) {
			return "", verify.Skipped(err.Error())
		}
		return fmt.Sprintf("%d steps", len(steps)), err
	}
}

func screenshots(t *testing.T) string {
	folder := os.Getenv("SCAFFOLIO_SCREENSHOTS")
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, filepath.FromSlash(t.Name()))
}
