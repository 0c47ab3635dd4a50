package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// item is a book as the project answers it.
type item map[string]any

// keys are the columns of an item: all its names but that of the parent, which is joined.
func keys(i item) iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range maps.Keys(i) {
			if name != "shelf" && !yield(name) {
				return
			}
		}
	}
}

// client is one owner.
type client struct{ base, token string }

func (c *client) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+"/api/v1"+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("%s %s answers %d: %s", method, path, res.StatusCode, data)
	}
	return json.Unmarshal(data, out)
}

func (c *client) register(ctx context.Context, n int) error {
	account := map[string]string{"email": fmt.Sprintf("owner%d@example.com", n), "name": "Owner", "password": "a long password"}
	var user, session item
	if err := c.call(ctx, http.MethodPost, "/auth/register", account, &user); err != nil {
		return err
	}
	delete(account, "name")
	if err := c.call(ctx, http.MethodPost, "/auth/login", account, &session); err != nil {
		return err
	}
	c.token, _ = session["access_token"].(string)
	return nil
}

func (c *client) firstBook(ctx context.Context) (item, error) {
	var shelf, book item
	if err := c.call(ctx, http.MethodPost, "/shelves", item{"label": "All"}, &shelf); err != nil {
		return nil, err
	}
	err := c.call(ctx, http.MethodPost, "/books", item{"title": "Book", "pages": 100, "shelf_id": shelf["id"]}, &book)
	return book, err
}

// measured is what the first page, the one in the middle and the last full one cost.
type measured struct {
	first, middle, last time.Duration // medians
	pages               int           // number of the last one
	middlePath          string
}

func (m measured) worst() time.Duration { return max(m.middle, m.last) }

func (m measured) ratio() float64 { return float64(m.worst()) / float64(m.first) }

// tooSlow leaves room for the machine's own noise.
func (m measured) tooSlow() bool { return m.worst() > m.first*3/2+500*time.Microsecond }

// measure walks to the end by large pages, then asks for the three pages by turns.
func measure(ctx context.Context, base string, c client, sort string) (measured, error) {
	first := "/books?limit=20&sort=" + sort
	cursors, rows, err := c.walk(ctx, sort)
	if err != nil {
		return measured{}, err
	}
	if len(cursors) < 2 {
		return measured{}, fmt.Errorf("%d rows are too few to have a depth", rows)
	}
	middle := first + "&cursor=" + url.QueryEscape(cursors[len(cursors)/2])
	last := first + "&cursor=" + url.QueryEscape(cursors[len(cursors)-1])
	times := map[string][]time.Duration{}
	for range 150 {
		for _, path := range []string{first, middle, last} {
			var page struct{ Items []item }
			begin := time.Now()
			if err := c.call(ctx, http.MethodGet, path, nil, &page); err != nil {
				return measured{}, err
			}
			times[path] = append(times[path], time.Since(begin))
			if len(page.Items) != 20 {
				return measured{}, fmt.Errorf("%s has %d items, not 20", path, len(page.Items))
			}
		}
	}
	return measured{
		first: median(times[first]), middle: median(times[middle]), last: median(times[last]),
		pages: len(cursors)*5 + 1, middlePath: middle,
	}, nil
}

// walk returns the cursors, 100 rows apart, after which a page of 20 is full, and how many rows there are. A cursor
// holds a place and not the size of a page, so that depth can be reached by pages of 100.
func (c *client) walk(ctx context.Context, sort string) ([]string, int, error) {
	var cursors []string
	rows := 0
	for next := ""; ; {
		path := "/books?limit=100&sort=" + sort
		if next != "" {
			path += "&cursor=" + url.QueryEscape(next)
		}
		var page struct {
			Items      []item
			NextCursor *string `json:"next_cursor"`
		}
		if err := c.call(ctx, http.MethodGet, path, nil, &page); err != nil {
			return nil, 0, err
		}
		if len(page.Items) >= 20 && next != "" {
			cursors = append(cursors, next)
		}
		rows += len(page.Items)
		if page.NextCursor == nil {
			return cursors, rows, nil
		}
		next = *page.NextCursor
	}
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}
