package main

import (
	"context"
	"log/slog"
	"net/http"

	"example.com/my-books/internal/config"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/server"
	"example.com/my-books/seed"
)

// newApp puts the service together: the database, what answers requests, and the accounts that are there from
// the start. The function it returns closes what was opened.
func newApp(ctx context.Context, cfg *config.Config, log *slog.Logger) (http.Handler, func(), error) {
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return nil, nil, err
	}
	closeApp := func() { _ = db.Close() }
	app := server.New(cfg, db, log)
	if err := seed.Accounts(ctx, cfg, db, app.Auth(), log); err != nil {
		closeApp()
		return nil, nil, err
	}
	return app, closeApp, nil
}
