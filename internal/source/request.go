package source

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/strictyaml"
)

const (
	maxEntries = 50
	maxHeaders = 10
)

var (
	// placeholder is {city} or {today-30} in an address.
	placeholder  = regexp.MustCompile(`\{([^{}]*)\}`)
	dayName      = regexp.MustCompile(`^today(-([1-9][0-9]{0,2}))?$`)
	plainURL     = regexp.MustCompile(`^https?://[A-Za-z0-9.:_~%@\[\]-]+([/?#][!-~]*)?$`)
	headerName   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,59}$`)
	headerValue  = regexp.MustCompile(`^[ -~]{1,500}$`)
	variableName = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,59}$`)
	entryName    = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	ownVariables = []string{"PORT", "HOST", "PATH", "HOME", "TZ", "APP_ENV", "LOG_LEVEL", "PUBLIC_URL", "DATA_DIR", "STORE_URL", "DATABASE_URL", "SOURCE_URL", "POLL_INTERVAL", "OPERATOR_TOKEN", "RETENTION_DAYS", "METRICS_TOKEN", "ALLOWED_ORIGINS", "TRUSTED_PROXIES", "RATE_LIMIT_PER_MINUTE", "CONTACT"}
	ownHeaders   = []string{"accept", "accept-encoding", "connection", "content-length", "content-type", "host", "if-match", "if-modified-since", "if-none-match", "range", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "cookie"}
	commonSecret = regexp.MustCompile(`(?i)([?&])(api[-_]?key|apikey|access[-_]?token|token|secret|password|appid|app_id)=([^{}&]+)`)
)

// address is an absolute http or https address in ASCII.
func (r *reader) address(s scalar, what string) string {
	if s.Given() && (!plainURL.MatchString(s.Text) || len(s.Text) > 2048) {
		r.Fail(s.Pos, "%s is an address such as https://example.com/licence, not %.60q", what, s.Text)
	}
	return s.Text
}

// entries checks that all entries have the same names, each a single value.
func (r *reader) entries(raw *rawSource, s *Source) {
	if len(raw.entries) > maxEntries {
		r.Fail(raw.entries[maxEntries].Pos, "each has %d entries; at most %d, as each is a request at every run", len(raw.entries), maxEntries)
	}
	for i, re := range raw.entries {
		e := &Entry{}
		for j, name := range re.names {
			switch {
			case !entryName.MatchString(name.Text):
				r.Fail(name.Pos, "%.60q can't be a name in each: that is small letters, digits and underscores, such as city", name.Text)
			case dayName.MatchString(name.Text):
				r.Fail(name.Pos, "today can't be a name in each: {today} is the day of the request")
			case re.values[j].Kind == strictyaml.Null || strings.TrimSpace(re.values[j].Text) == "" && re.values[j].Given():
				r.Fail(name.Pos, "%s has no value here", name.Text)
			case len(re.values[j].Text) > 500:
				r.Fail(name.Pos, "the value of %s has %d characters; at most 500", name.Text, len(re.values[j].Text))
			}
			e.Names, e.Values = append(e.Names, name.Text), append(e.Values, re.values[j].Text)
		}
		s.Request.Entries = append(s.Request.Entries, e)
		if i > 0 {
			r.sameNames(raw.entries[0], re)
		}
	}
}

func (r *reader) sameNames(first, other *rawEntry) {
	has := func(e *rawEntry, name string) bool {
		return slices.ContainsFunc(e.names, func(s scalar) bool { return s.Text == name })
	}
	for _, n := range first.names {
		if !has(other, n.Text) {
			r.Fail(other.Pos, "this entry has no %s; all entries have the same names", n.Text)
		}
	}
	for _, n := range other.names {
		if !has(first, n.Text) {
			r.Fail(n.Pos, "the first entry has no %s; all entries have the same names", n.Text)
		}
	}
}

// entryNames are the names that all entries have.
func (s *Source) entryNames() []string {
	if len(s.Request.Entries) == 0 {
		return nil
	}
	return s.Request.Entries[0].Names
}

func (r *reader) requestURL(raw *rawSource, s *Source) {
	if !raw.url.Given() {
		return
	}
	s.Request.URL = raw.url.Text
	names := s.entryNames()
	used := false
	for _, m := range placeholder.FindAllStringSubmatch(raw.url.Text, -1) {
		switch {
		case slices.Contains(names, m[1]):
			used = true
		case dayName.MatchString(m[1]):
		case len(names) == 0:
			r.Fail(raw.url.Pos, "the url has {%.40s}, but there is no list 'each' with a value for it ({today} and {today-30} are days)", m[1])
		default:
			r.Fail(raw.url.Pos, "the url has {%.40s}, which is no name in each%s (there are %s)", m[1], nearest.DidYouMean(m[1], names), strings.Join(names, ", "))
		}
	}
	if len(names) > 0 && !used {
		r.Fail(raw.url.Pos, "the url has none of the values of each, such as {%s}: all requests would be the same", names[0])
	}
	r.plainAddress(raw.url)
}

// plainAddress refuses an address that is none, or that holds what doesn't belong into one.
func (r *reader) plainAddress(s scalar) {
	bare := placeholder.ReplaceAllString(s.Text, "0")
	u, err := url.Parse(bare)
	if err != nil || !plainURL.MatchString(bare) || u.Host == "" || len(bare) > 2000 {
		r.Fail(s.Pos, "the url is an http or https address in ASCII, not %.60q", s.Text)
		return
	}
	for _, one := range []struct {
		bad bool
		why string
	}{
		{u.User != nil, "a user or a password; put it into a header whose value comes from a variable (env)"},
		{u.Fragment != "", "a part after #, which no server ever sees"},
		{strings.Contains(authority(s.Text), "{"), "a placeholder in its host; a source is one host"},
		{commonSecret.MatchString(s.Text), "what seems to be a secret, which would stand in the repository; most APIs take it in a header, whose value can come from a variable (env)"},
	} {
		if one.bad {
			r.Fail(s.Pos, "the url holds %s", one.why)
		}
	}
}

// authority is the host and port of an address.
func authority(address string) string {
	rest := strings.SplitN(address, "://", 2)[1]
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		return rest[:end]
	}
	return rest
}

func (r *reader) headers(raw *rawSource, s *Source) {
	if len(raw.headers) > maxHeaders {
		r.Fail(raw.headers[maxHeaders].Pos, "there are %d headers; at most %d", len(raw.headers), maxHeaders)
	}
	seen := map[string]bool{}
	for _, rh := range raw.headers {
		h := &Header{Name: rh.name.Text, Value: rh.value.Text, Env: rh.env.Text, Prefix: rh.prefix.Text, Meaning: r.line(rh.meaning, "meaning"),
			Required: !rh.required.Given() || r.flag(rh.required, "required")}
		lower := strings.ToLower(h.Name)
		switch {
		case !headerName.MatchString(h.Name):
			r.Fail(rh.Pos, "a header needs a name such as X-Api-Key")
		case slices.Contains(ownHeaders, lower):
			r.Fail(rh.name.Pos, "%s can't be set: the service sets it itself, or it would break the request", h.Name)
		case seen[lower]:
			r.Fail(rh.name.Pos, "the header %s is there twice", h.Name)
		case rh.value.Given() == rh.env.Given():
			r.Fail(rh.Pos, "the header %s needs either a value or, for a secret, the name of a variable (env)", h.Name)
		case rh.value.Given() && !headerValue.MatchString(h.Value):
			r.Fail(rh.value.Pos, "the value of a header is printable ASCII, at most 500 characters")
		case rh.value.Given() && (rh.prefix.Given() || rh.meaning.Given() || rh.required.Given()):
			r.Fail(rh.Pos, "prefix, meaning and required are for headers whose value comes from a variable (env)")
		case rh.value.Given() && slices.Contains([]string{"authorization", "x-api-key", "api-key"}, lower):
			r.Fail(rh.value.Pos, "%s would stand in the repository; name a variable (env) instead of a value", h.Name)
		case rh.env.Given():
			r.secret(rh, h)
		}
		seen[lower] = true
		s.Request.Headers = append(s.Request.Headers, h)
	}
}

func (r *reader) secret(rh *rawHeader, h *Header) {
	switch {
	case !variableName.MatchString(h.Env):
		r.Fail(rh.env.Pos, "env is the name of a variable such as WEATHER_API_KEY, not %.60q", h.Env)
	case slices.Contains(ownVariables, h.Env):
		r.Fail(rh.env.Pos, "the service has a variable %s of its own; take another name", h.Env)
	case h.Meaning == "":
		r.Fail(rh.Pos, "the variable %s needs a meaning: one line about what it is and where one gets it", h.Env)
	case rh.prefix.Given() && !headerValue.MatchString(h.Prefix):
		r.Fail(rh.prefix.Pos, "the prefix of a header is printable ASCII, such as \"Bearer \"")
	}
}

// items checks where items lie in an answer.
func (r *reader) items(raw *rawSource, s *Source) {
	s.Shape = Shape(r.oneOf(raw.shape, "shape", string(List), []string{string(List), string(Single), string(Map), string(Columns)}))
	s.At = Path{}
	if raw.path.Given() {
		s.At = r.path(raw.path)
	}
}

func (r *reader) path(s scalar) Path {
	p, problem := ParsePath(s.Text)
	if problem != "" {
		r.Fail(s.Pos, "%.60q is no path: %s", s.Text, problem)
		return Path{}
	}
	return p
}

// URL is the address for an entry (-1 without entries) as it stands on a day such as 2026-11-20.
func (s *Source) URL(template string, entry int, day func(ago int) string) string {
	return placeholder.ReplaceAllStringFunc(template, func(p string) string {
		name := p[1 : len(p)-1]
		if m := dayName.FindStringSubmatch(name); m != nil {
			ago := 0
			for _, c := range m[2] {
				ago = ago*10 + int(c-'0')
			}
			return day(ago)
		}
		if entry < 0 || entry >= len(s.Request.Entries) {
			return p
		}
		return escape(s.Request.Entries[entry].Value(name))
	})
}

// escape writes a value so that it is one in any part of an address: all but letters, digits and -._~ as %XX.
func escape(value string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		c := value[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// reservedItems are names that the API has for something else.
var reservedItems = map[string]string{
	"Source": "/source tells about the source", "Summary": "/summary counts the items", "Rejected": "/source/rejected lists what was refused",
}

func (r *reader) itemName(raw *rawItem) string {
	name := raw.name.Text
	if problem := model.EntityNameProblem(name); problem != "" {
		r.Fail(raw.name.Pos, "%s", problem)
		return ""
	}
	if why, ok := reservedItems[model.Pascal(name)]; ok {
		r.Fail(raw.name.Pos, "%s can't be the item's name: %s", name, why)
	}
	return name
}
