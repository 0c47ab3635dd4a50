// Package seed makes the accounts that are there from the start: an administrator, and a demo account with
// sample data.
package seed

import (
	"context"
	"database/sql"
	_ "embed" // for seed.json
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"example.com/my-books/internal/auth"
	"example.com/my-books/internal/catalog"
	"example.com/my-books/internal/config"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// The sample data: a list for each kind of thing. A parent is named by its number in its own list.
//
//go:embed seed.json
var data []byte

// Sample is one thing of the sample data.
type Sample struct {
	Parent int            `json:"parent"`
	Values map[string]any `json:"values"`
}

// Samples is the sample data by the tables' names.
func Samples() (map[string][]Sample, error) {
	var samples map[string][]Sample
	return samples, json.Unmarshal(data, &samples)
}

// interval lies between two samples, so that the dashboard has something to show.
const interval = 27 * time.Hour

// Accounts makes the accounts that the settings ask for. An address that is taken is left alone.
func Accounts(ctx context.Context, cfg *config.Config, db *database.DB, accounts *auth.Service, log *slog.Logger) error {
	if cfg.AdminEmail != "" {
		_, err := accounts.Create(ctx, cfg.AdminEmail, "Administrator", cfg.AdminPassword, auth.RoleAdmin)
		if errors.Is(err, auth.ErrEmailTaken) {
			log.Info("the administrator was not made: ADMIN_EMAIL has an account already, which stays as it is")
		} else if err != nil {
			return fmt.Errorf("the administrator can't be made: %w", err)
		}
	}
	if !cfg.SeedDemo {
		return nil
	}
	user, err := accounts.Create(ctx, auth.DemoEmail, "Demo", cfg.DemoPassword, auth.RoleUser)
	if errors.Is(err, auth.ErrEmailTaken) {
		return nil // made at an earlier start
	}
	if err == nil {
		err = db.Tx(ctx, func(tx *sql.Tx) error { return addSamples(ctx, tx, catalog.All(db), user.ID) })
	}
	if err != nil {
		return fmt.Errorf("the demo account can't be made: %w", err)
	}
	return nil
}

func addSamples(ctx context.Context, tx *sql.Tx, kinds []catalog.Entry, ownerID string) error {
	samples, err := Samples()
	if err != nil {
		return err
	}
	ids := map[string][]string{}
	for _, kind := range kinds {
		for i, sample := range samples[kind.Table] {
			if kind.Parent != "" {
				sample.Values[kind.ParentKey] = ids[kind.Parent][sample.Parent]
			}
			item, err := json.Marshal(sample.Values)
			if err != nil {
				return err
			}
			age := time.Duration(i) * interval
			id, err := kind.AddSample(ctx, tx, ownerID, item, value.Time{Time: value.Now().Add(-age)})
			if err != nil {
				return fmt.Errorf("%s number %d: %w", kind.Table, i, err)
			}
			ids[kind.Table] = append(ids[kind.Table], id)
		}
	}
	return nil
}
