package fake

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// settings is the environment, read.
type settings struct {
	env        map[string]string
	production bool
	port       string
	publicURL  string
	origins    []string
	proxies    []netip.Prefix
	rate       int
	loginRate  int
	secret     string
	wrong      []string // what is wrong with the environment, a sentence each
}

// readSettings checks all of the environment and tells everything that is wrong with it.
func readSettings(env map[string]string) settings {
	if env["APP_ENV"] != "production" {
		readFile(env)
	}
	s := settings{env: env, production: env["APP_ENV"] == "production", port: env["PORT"], publicURL: env["PUBLIC_URL"], secret: env["JWT_SECRET"]}
	s.check("APP_ENV", env["APP_ENV"] == "" || env["APP_ENV"] == "development" || s.production)
	port, err := strconv.Atoi(s.port)
	s.check("PORT", s.port == "" || err == nil && port > 0 && port < 65536)
	s.check("LOG_LEVEL", slices.Contains([]string{"", "debug", "info", "warn", "error"}, env["LOG_LEVEL"]))
	s.check("PUBLIC_URL", s.publicURL == "" || origin(s.publicURL))
	s.rate = s.number("RATE_LIMIT_PER_MINUTE", 600)
	s.loginRate = s.number("LOGIN_RATE_LIMIT_PER_MINUTE", 10)
	for _, o := range split(env["ALLOWED_ORIGINS"]) {
		s.check("ALLOWED_ORIGINS", origin(o))
		s.origins = append(s.origins, o)
	}
	for _, text := range split(env["TRUSTED_PROXIES"]) {
		prefix, err := netip.ParsePrefix(text)
		s.check("TRUSTED_PROXIES", err == nil)
		s.proxies = append(s.proxies, prefix)
	}
	scheme, _, _ := strings.Cut(env["DATABASE_URL"], "://")
	s.check("DATABASE_URL", slices.Contains([]string{"", "sqlite", "postgres", "postgresql", "mysql"}, scheme))
	if s.production {
		s.check("JWT_SECRET", len(s.secret) >= 32 && s.secret != SampleSecret)
	}
	return s
}

// readFile takes what the environment doesn't say from the text that stands for the file .env.
func readFile(env map[string]string) {
	for line := range strings.Lines(env[".env"]) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if _, set := env[name]; ok && !set {
			env[name] = value
		}
	}
}

// SampleSecret is what stands in the documents of this service in place of a secret.
const SampleSecret = "change-me-change-me-change-me-change-me"

func (s *settings) check(name string, good bool) {
	if !good {
		s.wrong = append(s.wrong, name+" has a bad value")
	}
}

func (s *settings) number(name string, otherwise int) int {
	text, set := s.env[name]
	if !set {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	s.check(name, err == nil && n >= 0)
	return n
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

func origin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && (u.Path == "" || u.Path == "/")
}

// address is who asks, as far as the peer is to be believed.
func (c *call) address() string {
	host, _, _ := net.SplitHostPort(c.request.RemoteAddr)
	hops := split(strings.Join(c.request.Header.Values("X-Forwarded-For"), ","))
	for len(hops) > 0 && c.trusts(host) {
		host, hops = hops[len(hops)-1], hops[:len(hops)-1]
	}
	return host
}

func (c *call) trusts(host string) bool {
	address, err := netip.ParseAddr(host)
	return err == nil && slices.ContainsFunc(c.settings.proxies, func(p netip.Prefix) bool { return p.Contains(address.Unmap()) })
}
