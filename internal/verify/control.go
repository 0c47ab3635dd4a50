package verify

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/scaffolio/scaffolio/internal/verify/dbserver"
)

// control lets the suite take a database server away and bring it back.
type control struct {
	server dbserver.Server
	base   string // DATABASE_URL of the instance under test
}

func (c control) Stop(ctx context.Context) error  { return c.server.Stop(ctx) }
func (c control) Start(ctx context.Context) error { return c.server.Start(ctx) }

// UnreachableURL leads to the discard port, on which nobody listens.
func (c control) UnreachableURL() string {
	u, err := url.Parse(c.base)
	if err != nil {
		return ""
	}
	u.Host = "127.0.0.1:9"
	return u.String()
}

// Spellings are the same address with every character of user and password percent-encoded, and with the
// other scheme that PostgreSQL goes by.
func (c control) Spellings() []string {
	u, err := url.Parse(c.base)
	if err != nil {
		return nil
	}
	password, _ := u.User.Password()
	tail := "@" + u.Host + u.Path
	if u.RawQuery != "" {
		tail += "?" + u.RawQuery
	}
	base := u.Scheme + "://" + encoded(u.User.Username()) + ":" + encoded(password) + tail
	all := []string{base}
	if u.Scheme == "postgres" {
		all = append(all, "postgresql"+strings.TrimPrefix(c.base, "postgres"))
	}
	return all
}

// encoded is a text with each byte percent-encoded.
func encoded(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}
