// Package bench measures how quickly the service answers: over HTTP, on a database of its own.
package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"example.com/my-books/internal/auth"
	"example.com/my-books/internal/config"
	"example.com/my-books/internal/database"
	"example.com/my-books/internal/server"
	"example.com/my-books/seed"
)

const (
	path     = "/api/v1/books"
	clients  = 8
	password = "measured-only-here"
)

// Run measures with a number of rows (2000 when args has none) and prints what it found. It uses a file in a
// temporary folder, or the empty database of BENCH_DATABASE_URL.
func Run(ctx context.Context, args []string, out io.Writer) error {
	rows := 2000
	if len(args) > 0 {
		var err error
		if rows, err = strconv.Atoi(args[0]); err != nil || rows < 1 {
			return fmt.Errorf("%q is not a number of rows", args[0])
		}
	}
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	handler, db, err := start(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	web := httptest.NewServer(handler)
	defer web.Close()
	c := &client{ctx: ctx, url: web.URL}
	if err := c.signIn(); err != nil {
		return err
	}
	return c.measureAll(out, rows)
}

// start makes the server with the demo account and its sample data.
func start(ctx context.Context, folder string) (http.Handler, *database.DB, error) {
	settings := map[string]string{
		"APP_ENV": "development", "DATA_DIR": folder, "DATABASE_URL": os.Getenv("BENCH_DATABASE_URL"),
		"RATE_LIMIT_PER_MINUTE": "0", "SEED_DEMO": "true", "DEMO_PASSWORD": password,
	}
	cfg, err := config.Load(func(name string) (string, bool) { return settings[name], true })
	if err != nil {
		return nil, nil, err
	}
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return nil, nil, err
	}
	log := slog.New(slog.DiscardHandler)
	app := server.New(cfg, db, log)
	return app, db, seed.Accounts(ctx, cfg, db, app.Auth(), log)
}

// client sends requests as the demo account.
type client struct {
	ctx   context.Context
	url   string
	token string
}

// send returns the status, and the answer when it is JSON.
func (c *client) send(method, target string, body any) (int, map[string]any, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	request, err := http.NewRequestWithContext(c.ctx, method, c.url+target, bytes.NewReader(data))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+c.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	return response.StatusCode, answer, json.NewDecoder(response.Body).Decode(&answer)
}

func (c *client) signIn() error {
	_, answer, err := c.send(http.MethodPost, "/api/v1/auth/login", map[string]string{"email": auth.DemoEmail, "password": password})
	c.token, _ = answer["access_token"].(string)
	return err
}

func (c *client) measureAll(out io.Writer, rows int) error {
	_, page, err := c.send(http.MethodGet, path+"?limit=1", nil)
	if err != nil {
		return err
	}
	items, _ := page["items"].([]any)
	if len(items) == 0 {
		return fmt.Errorf("there is no sample data to measure with")
	}
	sample, _ := items[0].(map[string]any)
	id, _ := sample["id"].(string)
	for _, name := range []string{"id", "owner_id", "created_at", "updated_at", "version", "shelf"} {
		delete(sample, name) // what nobody may write
	}
	create := func(int) (int, error) {
		status, _, err := c.send(http.MethodPost, path, sample)
		return status, err
	}
	get := func(target string) func(int) (int, error) {
		return func(int) (int, error) {
			status, _, err := c.send(http.MethodGet, target, nil)
			return status, err
		}
	}
	for _, what := range []struct {
		name string
		send func(int) (int, error)
	}{{"create", create}, {"list of 20", get(path)}, {"get one", get(path + "/" + id)}} {
		if err := measure(out, what.name, rows, what.send); err != nil {
			return err
		}
	}
	return nil
}

// measure sends n requests from several clients at once and prints a line.
func measure(out io.Writer, name string, n int, send func(int) (int, error)) error {
	var group sync.WaitGroup
	took, failures := make([]time.Duration, n), make(chan error, n)
	next, start := make(chan int, n), time.Now()
	for i := range n {
		next <- i
	}
	close(next)
	for range clients {
		group.Go(func() {
			for i := range next {
				begin := time.Now()
				if status, err := send(i); err != nil || status >= http.StatusInternalServerError {
					failures <- fmt.Errorf("%s: status %d: %w", name, status, err)
				}
				took[i] = time.Since(begin)
			}
		})
	}
	group.Wait()
	total := time.Since(start)
	slices.Sort(took)
	_, err := fmt.Fprintf(out, "%-12s %6.0f requests/s   p50 %8s   p99 %8s   %d failed   (%d requests, %d clients)\n",
		name, float64(n)/total.Seconds(), took[n/2].Round(time.Microsecond), took[n*99/100].Round(time.Microsecond), len(failures), n, clients)
	return err
}
