package conformance

import (
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
)

func formatChecks() []check {
	const address = "url: absolute http or https with a host, ASCII pattern, ≤ 2048"
	const mail = "email: ASCII pattern `[^\\s@]+@[^\\s@]+\\.[^\\s@]+` without control characters, ≤ 254"
	value := func(name, clause string, run func(*T)) check {
		return check{chapter: 7, name: name, clause: clause, run: run}
	}
	return []check{
		value("url", address, urls),
		value("url-refused", address, urlsRefused),
		value("url-longest", address, urlLongest),
		value("email", mail, emails),
		value("email-value-refused", mail, emailsRefused),
		value("email-value-longest", mail, emailValueLongest),
	}
}

func isURL(f *model.Field) bool   { return f.Type == model.URL }
func isEmail(f *model.Field) bool { return f.Type == model.Email }

func urls(t *T) {
	c := t.anybody()
	t.eachField("url", isURL, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{
			"https://example.com", "http://example.com/", "https://example.com/a/b?c=d&e=%20#f", "http://localhost:8080/x", "http://127.0.0.1/",
			"https://sub.example.co.uk/~me/(x)", "https://xn--bcher-kva.example/", "http://[::1]:8080/x",
			"https://a_b.example/100%",
		} {
			c.stores(e, f, text, text)
		}
	})
}

func urlsRefused(t *T) {
	c := t.anybody()
	t.eachField("url", isURL, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{
			"", "x", "example.com", "//example.com", "/path", "http:", "http://", "http:///path", "https://?q", "ftp://example.com",
			"javascript:alert(1)", "data:text/html,x", "http:example.com", "https://exa mple.com", "https://example.com/a b",
			"https://bücher.example", "https://example.com/ü", "https://example.com/\n", "https://example.com/\x00", "https://example.com/\t",
			"javascript://example.com/%0aalert(1)", "mailto:a@example.com", "https://#x",
			"https://:80/", "https://me@example.com/", "https://..", "https://[::1", "https://%41.example/",
		} {
			c.refusesValue(e, f, text, "invalid_format|blank")
		}
	})
}

func urlLongest(t *T) {
	c := t.anybody()
	t.eachField("url", isURL, func(e *model.Entity, f *model.Field) {
		const most = 2048
		start := "https://example.com/"
		longest := start + strings.Repeat("a", most-len(start))
		c.stores(e, f, longest, longest)
		c.refusesValue(e, f, longest+"a", "too_long|invalid_format")
	})
}

func emails(t *T) {
	c := t.anybody()
	t.eachField("email", isEmail, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{"a@b.c", "first.last+tag@sub.example.co.uk", "o'reilly@example.com", "a_b-c@example-site.org"} {
			c.stores(e, f, text, text)
		}
	})
}

func emailsRefused(t *T) {
	c := t.anybody()
	t.eachField("email", isEmail, func(e *model.Entity, f *model.Field) {
		for _, text := range []string{
			"", "x", "a@b", "@b.c", "a@.c@d.e", "a b@c.d", "a@b c.d", "a@b.", "ü@b.c", "a@ü.c", "a@b.c\x00", "a\n@b.c", "a@b.\x01c", "a@@b.c",
		} {
			c.refusesValue(e, f, text, "invalid_format|blank")
		}
	})
}

func emailValueLongest(t *T) {
	c := t.anybody()
	t.eachField("email", isEmail, func(e *model.Entity, f *model.Field) {
		const most = 254
		longest := strings.Repeat("a", most-len("@example.com")) + "@example.com"
		c.stores(e, f, longest, longest)
		c.refusesValue(e, f, "a"+longest, "too_long|invalid_format")
	})
}
