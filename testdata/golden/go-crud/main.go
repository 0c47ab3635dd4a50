// Command my-books is the server. README.md says how to run it; this file says what happens then.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/my-books/internal/bench"
	"example.com/my-books/internal/config"
)

// shutdownPatience is how long requests that have begun may take to end.
const shutdownPatience = 10 * time.Second

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(args) > 0 && args[0] == "bench" {
		return bench.Run(ctx, args[1:], os.Stdout)
	}
	cfg, err := config.Load(os.LookupEnv)
	if err != nil {
		return err
	}
	switch {
	case len(args) == 0:
		return serve(ctx, cfg)
	case args[0] == "healthcheck":
		return healthcheck(ctx, cfg.Port)
	}
	return fmt.Errorf("%q is not a command: use none to run the server, healthcheck or bench", args[0])
}

// serve runs until the context ends.
func serve(ctx context.Context, cfg *config.Config) error {
	log := newLogger(cfg)
	listener, err := net.Listen("tcp", cfg.Address())
	if err != nil {
		return fmt.Errorf("port %d can't be used, perhaps by another program already: %w", cfg.Port, err)
	}
	defer func() { _ = listener.Close() }()
	app, closeApp, err := newApp(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer closeApp()
	httpServer := &http.Server{
		Handler: app, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute,
	}
	log.Info("my-books is ready: open " + cfg.URL())
	failed := make(chan error, 1)
	go func() { failed <- httpServer.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownPatience)
	defer cancel()
	if err := httpServer.Shutdown(patience); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	log.Info("stopped")
	return nil
}
