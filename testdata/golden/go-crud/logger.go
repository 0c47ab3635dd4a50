package main

import (
	"log/slog"
	"os"

	"example.com/my-books/internal/config"
)

// newLogger writes one JSON object a line in production, and lines for people in development.
func newLogger(cfg *config.Config) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.Production {
		return slog.New(slog.NewJSONHandler(os.Stdout, options))
	}
	return slog.New(slog.NewTextHandler(os.Stdout, options))
}
