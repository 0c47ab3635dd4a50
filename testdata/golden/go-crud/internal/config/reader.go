package config

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// reader reads variables and collects what is wrong with them, so that all of it is told at once.
type reader struct {
	lookup   func(string) (string, bool)
	problems []error
}

func (r *reader) text(name, fallback string) string {
	if text, ok := r.lookup(name); ok && text != "" {
		return text
	}
	return fallback
}

func (r *reader) refuse(name, format string, args ...any) {
	r.problems = append(r.problems, fmt.Errorf("%s "+format, append([]any{name}, args...)...))
}

func (r *reader) number(name, fallback string, min, max int) int {
	text := r.text(name, fallback)
	n, err := strconv.Atoi(text)
	if err != nil || n < min || n > max {
		r.refuse(name, "is %q; it must be a whole number from %d to %d.", text, min, max)
	}
	return n
}

func (r *reader) publicURL() *url.URL {
	text := r.text("PUBLIC_URL", "")
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		r.refuse("PUBLIC_URL", "is %q; it must be an address such as https://example.com.", text)
	}
	return u
}

func (r *reader) list(name string) []string {
	items := []string{}
	for item := range strings.SplitSeq(r.text(name, ""), ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

func (r *reader) origins() []string {
	origins := r.list("ALLOWED_ORIGINS")
	for _, origin := range origins {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != origin {
			r.refuse("ALLOWED_ORIGINS", "has %q; it must list addresses such as https://example.com, without a path.", origin)
		}
	}
	return origins
}

func (r *reader) networks() []netip.Prefix {
	networks := []netip.Prefix{}
	for _, text := range r.list("TRUSTED_PROXIES") {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			r.refuse("TRUSTED_PROXIES", "has %q; it must list networks such as 10.0.0.0/8.", text)
		}
		networks = append(networks, network)
	}
	return networks
}

// withDotEnv looks variables up in the environment, and then in the file .env.
func withDotEnv(lookup func(string) (string, bool)) func(string) (string, bool) {
	data, err := os.ReadFile(".env")
	if errors.Is(err, fs.ErrNotExist) {
		return lookup
	}
	file := map[string]string{}
	for line := range strings.Lines(string(data)) {
		name, text, ok := strings.Cut(strings.TrimSpace(line), "=")
		if name = strings.TrimSpace(name); ok && !strings.HasPrefix(name, "#") {
			file[name] = strings.Trim(strings.TrimSpace(text), `"'`)
		}
	}
	return func(name string) (string, bool) {
		if text, ok := lookup(name); ok {
			return text, true
		}
		text, ok := file[name]
		return text, ok
	}
}
