package browserwalk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// client talks to the API beside the page: it makes rows in bulk, changes things behind the page's back, and
// looks up what was really saved.
type client struct {
	base, token, email, password string
	http                         *http.Client
}

// item is an answer of the API.
type item map[string]any

func newClient(base, email, password string) *client {
	return &client{base: base + "/api/v1", email: email, password: password, http: &http.Client{Timeout: 30 * time.Second}}
}

// call sends one request, and signs in first where that is needed. An answer that refuses is an error.
func (c *client) call(ctx context.Context, method, path string, body any, header http.Header) (item, error) {
	if c.token == "" && path != "/auth/login" {
		data, err := c.call(ctx, "POST", "/auth/login", item{"email": c.email, "password": c.password}, nil)
		if err != nil {
			return nil, err
		}
		c.token, _ = data["access_token"].(string)
	}
	status, data, err := c.send(ctx, method, path, body, header)
	if err == nil && status == http.StatusUnauthorized && path != "/auth/login" {
		err = fmt.Errorf("%s %s: the session has ended", method, path)
	}
	if err == nil && status >= 400 {
		err = fmt.Errorf("%s %s: %d %v", method, path, status, data)
	}
	return data, err
}

func (c *client) send(ctx context.Context, method, path string, body any, header http.Header) (int, item, error) {
	var reader io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		reader = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, reader)
	if err != nil {
		return 0, nil, err
	}
	for k, v := range header {
		req.Header[k] = v
	}
	req.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	var data item
	decoder := json.NewDecoder(res.Body)
	decoder.UseNumber()
	if err := decoder.Decode(&data); err != nil && err != io.EOF {
		return res.StatusCode, nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return res.StatusCode, data, nil
}

// text is a value of an item as text.
func (i item) text(name string) string { s, _ := i[name].(string); return s }
