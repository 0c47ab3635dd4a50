package parity

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// free are headers that belong to the connection and the server, not to the contract.
var free = map[string]bool{
	"Accept-Ranges": true, "Connection": true, "Content-Length": true, "Date": true, "Keep-Alive": true,
	"Last-Modified": true, "Transfer-Encoding": true,
}

// freeOfDocument are headers of /openapi.json: in some languages it is a file, in others made by the framework.
var freeOfDocument = map[string]bool{"Cache-Control": true, "Content-Security-Policy": true, "Etag": true}

var (
	idForm        = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	timeForm      = regexp.MustCompile(`\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\z`)
	requestIDForm = regexp.MustCompile(`\A[A-Za-z0-9._-]{1,64}\z`)
	versionTag    = regexp.MustCompile(`\A"[0-9]+"\z`)
	tagForm       = regexp.MustCompile(`\A(W/)?"[!#-~]+"\z`)
	secondsForm   = regexp.MustCompile(`\A[1-9][0-9]*\z`)
	sessionForm   = regexp.MustCompile(`=<id>\.[A-Za-z0-9_-]{43}\z`)
	linkForm      = regexp.MustCompile(`\A<([^>]*)>(.*)\z`)
)

// masked writes an answer so that two services that do the same write the same.
func (p *player) masked(r Request, got reply) string {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP %d\n", got.status)
	var lines []string
	for name, values := range got.header {
		if r.Target == metricsPath && name == "Vary" { // its format can be negotiated, with some libraries
			values = slices.DeleteFunc(strings.Split(list(strings.Join(values, ",")), ", "), func(item string) bool {
				return strings.HasPrefix(item, "Accept")
			})
		}
		if len(values) > 0 && !free[name] && (r.Target != documentPath || !freeOfDocument[name]) {
			lines = append(lines, p.headerLines(r, got, name, values)...)
		}
	}
	slices.Sort(lines)
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	b.WriteString("\n" + p.body(r, got))
	return b.String()
}

func (p *player) headerLines(r Request, got reply, name string, values []string) []string {
	var lines []string
	if isList(name) {
		values = []string{list(strings.Join(values, ","))}
	}
	if name == "Content-Type" && got.status == http.StatusNotModified {
		return nil // of a body that isn't sent
	}
	for _, value := range values {
		lines = append(lines, name+": "+p.header(r, name, value))
	}
	return lines
}

func isList(name string) bool {
	switch name {
	case "Allow", "Vary", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Expose-Headers":
		return true
	}
	return false
}

// list is a comma separated list in alphabetical order.
func list(text string) string {
	items := strings.Split(text, ",")
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	slices.Sort(items)
	return strings.Join(slices.Compact(items), ", ")
}

func (p *player) header(r Request, name, value string) string {
	switch name {
	case "X-Request-Id":
		for _, h := range r.Header {
			if strings.EqualFold(h.Name, name) && h.Value == value {
				return value
			}
		}
		return masked(value, requestIDForm, "<request id>")
	case "Etag":
		if versionTag.MatchString(value) {
			return value
		}
		return masked(value, tagForm, "<tag of a file>")
	case "Retry-After":
		return masked(value, secondsForm, "<seconds>")
	case "Link":
		return p.link(value)
	case "Set-Cookie":
		return p.cookie(value)
	case "Content-Type":
		if media, _, err := mime.ParseMediaType(value); err == nil && r.Target == metricsPath {
			return media // its parameters are the format's version, which each library chooses
		}
		value = strings.ReplaceAll(strings.ToLower(value), "; ", ";")
		if strings.Contains(value, "json") { // which is UTF-8, whether somebody says so or not
			value = strings.TrimSuffix(value, ";charset=utf-8")
		}
		return value
	}
	return p.ids(value)
}

func masked(value string, form *regexp.Regexp, mask string) string {
	if form.MatchString(value) {
		return mask
	}
	return value
}

// ids masks ids, those that were captured by the name that they got.
func (p *player) ids(text string) string {
	return idForm.ReplaceAllStringFunc(text, func(id string) string {
		least := "id" // several names may stand for one id
		for name, value := range p.vars {
			if value == id && (least == "id" || name < least) {
				least = name
			}
		}
		return "<" + least + ">"
	})
}

// link writes the parameters of the next page's address in alphabetical order.
func (p *player) link(value string) string {
	parts := linkForm.FindStringSubmatch(value)
	if parts == nil {
		return value
	}
	next, err := url.Parse(parts[1])
	if err != nil {
		return value
	}
	query := next.Query()
	if query.Get("cursor") != "" {
		query.Set("cursor", "(cursor)")
	}
	next.RawQuery = ""
	text, _ := url.QueryUnescape(query.Encode())
	return "<" + next.String() + "?" + p.ids(text) + ">" + parts[2]
}

// cookie writes the attributes in alphabetical order; their names know no upper case. Expires says the same as
// Max-Age, for browsers of long ago.
func (p *player) cookie(value string) string {
	parts := strings.Split(value, ";")
	for i, part := range parts {
		name, rest, has := strings.Cut(strings.TrimSpace(part), "=")
		if i > 0 {
			name = strings.ToLower(name)
		}
		if parts[i] = name; has {
			parts[i] += "=" + rest
		}
	}
	parts[0] = sessionForm.ReplaceAllString(idForm.ReplaceAllString(parts[0], "<id>"), "=<session>.<secret>")
	parts = slices.DeleteFunc(parts, func(part string) bool { return strings.HasPrefix(part, "expires=") })
	slices.Sort(parts[1:])
	return strings.Join(parts, "; ")
}

// body writes the body of an answer.
func (p *player) body(r Request, got reply) string {
	media, _, _ := mime.ParseMediaType(got.header.Get("Content-Type"))
	switch {
	case len(got.body) == 0:
		return "(no body)"
	case got.status == http.StatusOK && r.Target == metricsPath:
		return metrics(string(got.body))
	case media == "application/json" || media == "application/problem+json":
		var value any
		decoder := json.NewDecoder(bytes.NewReader(got.body))
		decoder.UseNumber() // 3 and 3.0 are not the same text
		if err := decoder.Decode(&value); err != nil {
			return "not JSON: " + err.Error() + "\n" + string(got.body)
		}
		if object, ok := value.(map[string]any); ok && got.status == http.StatusOK && r.Target == documentPath {
			return document(object).describe()
		}
		return indented(p.value("", value))
	}
	return fmt.Sprintf("%d bytes, SHA-256 %x", len(got.body), sha256.Sum256(got.body))
}

func indented(value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// value masks a value of a body by its name.
func (p *player) value(name string, value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key := range v {
			v[key] = p.value(key, v[key])
		}
	case []any:
		for i := range v {
			v[i] = p.value("", v[i])
		}
		if name == "errors" { // clients can't rely on an order
			slices.SortFunc(v, func(a, b any) int { return strings.Compare(indented(a), indented(b)) })
		}
	case string:
		return p.text(name, v)
	}
	return value
}

func (p *player) text(name, text string) string {
	switch name {
	case "detail", "message":
		if text != "" {
			return "<words>"
		}
	case "created_at", "updated_at":
		return masked(text, timeForm, "<time>")
	case "date": // of the dashboard
		return "<day>"
	case "next_cursor":
		return "<cursor>"
	case "access_token":
		return token(text)
	}
	return p.ids(text)
}

// token writes which claims an access token has, and how long it lives.
func token(text string) string {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return text
	}
	var head map[string]string
	var claims map[string]any
	if !decoded(parts[0], &head) || !decoded(parts[1], &claims) {
		return text
	}
	var names []string
	for name := range claims {
		names = append(names, name)
	}
	slices.Sort(names)
	until, _ := claims["exp"].(float64)
	since, _ := claims["iat"].(float64)
	return fmt.Sprintf("<token %s for %g s with %s>", head["alg"], until-since, strings.Join(names, " "))
}

func decoded(part string, into any) bool {
	data, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(data, into) == nil
}
