package conformance

import (
	"net"
	"net/url"
	"strings"
	"time"
)

func configChecks() []check {
	config := func(name, clause string, run func(*T)) check {
		return check{chapter: 2, name: name, clause: clause, needs: needsStart, once: true, run: run}
	}
	const (
		secrets = "In production a missing, short (< 32 bytes) or sample secret refuses to start"
		listens = "`APP_ENV` development (default; listens on 127.0.0.1 only) or production"
	)
	return []check{
		config("config-errors-at-once", "All of it is checked at start: every bad value named at once, exit 1.", func(t *T) { t.refusesEach(badValues()) }),
		config("config-nearly-good", "All of it is checked at start", func(t *T) { t.refusesEach(nearlyGood()) }),
		config("secret-missing", secrets, func(t *T) {
			t.refusesToStart(StartOptions{Env: map[string]string{"APP_ENV": "production"}, Unset: []string{"JWT_SECRET"}}, "JWT_SECRET")
		}),
		config("secret-short", secrets, func(t *T) {
			t.refusesToStart(production("JWT_SECRET", goodSecret[:31]), "JWT_SECRET")
			t.shared("production", production()) // has one byte more
		}),
		config("secret-sample", secrets, secretSample),
		config("dotenv", "`.env` is read in development", dotEnv),
		config("dotenv-environment-wins", "Configuration by environment only; `.env` is read in development.", dotEnvLoses),
		config("dotenv-production", "`.env` is read in development", func(t *T) {
			o := StartOptions{Env: map[string]string{"APP_ENV": "production"}, Unset: []string{"JWT_SECRET"}, DotEnv: "JWT_SECRET=" + goodSecret + "\n"}
			t.refusesToStart(o, "JWT_SECRET")
		}),
		config("secret-kept", "in development one is made and kept in the data folder", secretKept),
		config("listens-development", listens, func(t *T) { t.listensElsewhere(t.development(), false) }),
		config("listens-default", listens, func(t *T) { t.listensElsewhere(t.defaults(), false) }),
		config("listens-production", listens, func(t *T) { t.listensElsewhere(t.shared("production", production()), true) }),
	}
}

// exitsWithOne launches an instance that must end with exit code 1 and a clear line, and returns what it said.
func (t *T) exitsWithOne(o StartOptions, within time.Duration) string {
	r := t.launch(o)
	if code := r.exits(within); code != 1 {
		t.failf("the program ended with exit code %d, want 1: %s", code, shorten(r.said()))
	}
	noStack(t, r.said())
	return r.said()
}

// refusesToStart asserts that the instance ends with exit code 1 and names each of these.
func (t *T) refusesToStart(o StartOptions, names ...string) {
	said := t.exitsWithOne(o, t.suite.target.Patience.Ready)
	for _, name := range names {
		if !strings.Contains(said, name) {
			t.failf("the program does not name %s when it refuses to start: %s", name, shorten(said))
		}
	}
}

// badValues is a wrong value for each variable of which any text isn't good.
func badValues() map[string]string {
	return map[string]string{
		"PORT": "eighty", "APP_ENV": "staging", "LOG_LEVEL": "shouting", "PUBLIC_URL": "not a url",
		"RATE_LIMIT_PER_MINUTE": "-1", "LOGIN_RATE_LIMIT_PER_MINUTE": "many", "TRUSTED_PROXIES": "10.0.0.0/99",
		"DATABASE_URL": "oracle://db/books",
	}
}

// nearlyGood is a value for some of them that only a careful look refuses.
func nearlyGood() map[string]string {
	return map[string]string{
		"PORT": "70000", "APP_ENV": "Production", "RATE_LIMIT_PER_MINUTE": "1.5", "PUBLIC_URL": "ftp://books.example.com",
		"ALLOWED_ORIGINS": "https://a.example/path",
	}
}

// refusesEach asserts that the instance doesn't start and names each of the variables.
func (t *T) refusesEach(bad map[string]string) {
	var names []string
	for name := range bad {
		names = append(names, name)
	}
	t.refusesToStart(StartOptions{Env: bad}, names...)
}

var stackTrace = lazily(`(?m)goroutine [0-9]+ \[|^panic:|Traceback \(most recent|^\s+at [\w.$]+[ (]|Exception in thread|^\s+File ".*", line [0-9]+`)

// noStack asserts that a program told its trouble in words and not with a stack trace.
func noStack(t *T, said string) {
	if trace := stackTrace().FindString(said); trace != "" {
		t.failf("the program says %q: a stack trace instead of one clear line", strings.TrimSpace(trace))
	}
}

func secretSample(t *T) {
	samples := t.suite.target.SampleSecrets
	if len(samples) == 0 {
		t.skipf("no sample secret of this project is known")
	}
	for _, sample := range samples {
		t.refusesToStart(production("JWT_SECRET", sample), "JWT_SECRET")
	}
}

const dotEnvText = "# a comment\n\nMETRICS_TOKEN=told-by-the-file\nPUBLIC_URL=https://books.example.com\n"

func dotEnv(t *T) {
	r := t.start(StartOptions{DotEnv: dotEnvText})
	r.anon().get("/metrics").is(401)
	r.anon().with("Authorization", "Bearer told-by-the-file").get("/metrics").is(200)
}

// dotEnvLoses: what the environment says counts more than what the file says.
func dotEnvLoses(t *T) {
	r := t.start(StartOptions{DotEnv: dotEnvText, Env: map[string]string{"METRICS_TOKEN": "told-by-the-environment"}})
	r.anon().with("Authorization", "Bearer told-by-the-file").get("/metrics").is(401)
	r.anon().with("Authorization", "Bearer told-by-the-environment").get("/metrics").is(200)
}

// secretKept looks whether a token still works after a restart on the same data.
func secretKept(t *T) {
	o := StartOptions{Unset: []string{"JWT_SECRET"}, Data: t.check.name}
	before := t.start(o)
	c := before.user()
	stop(before.Instance)
	after := t.start(o)
	c.site = after.site
	c.alive()
}

// listensElsewhere asserts whether the instance answers on an address of this machine other than the loopback.
func (t *T) listensElsewhere(r running, want bool) {
	outside := outsideAddress()
	if outside == "" {
		t.skipf("this machine has no address but its loopback")
	}
	_, port, err := net.SplitHostPort(r.hostPort())
	if err != nil {
		t.failf("the instance's address is not host:port: %v", err)
	}
	connection, err := net.DialTimeout("tcp", net.JoinHostPort(outside, port), 3*time.Second)
	if err == nil {
		_ = connection.Close()
	}
	if got := err == nil; got != want {
		t.failf("the program answers on %s: %t, want %t", outside, got, want)
	}
}

// outsideAddress is an address of this machine that isn't the loopback, or "".
func outsideAddress() string {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return ""
	}
	for _, address := range addresses {
		network, ok := address.(*net.IPNet)
		if ok && network.IP.To4() != nil && network.IP.IsGlobalUnicast() {
			return network.IP.String()
		}
	}
	return ""
}

// port is the port of the instance.
func (s site) port() string {
	u, err := url.Parse(s.base)
	if err != nil {
		return ""
	}
	return u.Port()
}
