// Package conformance checks a running service against the contract that every generated project keeps,
// over HTTP and without knowing the language it is written in.
//
// It is given a domain model and a base URL. What can only be seen while a service starts, stops or loses its
// database is checked when the caller also says how to start one (Target.Start); otherwise those checks are
// skipped and say why.
package conformance

import (
	"context"
	"errors"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/scaffolio/scaffolio/internal/model"
)

// Target says what is checked and with which means.
type Target struct {
	BaseURL string       // of the service under test, without a slash at the end
	Model   *model.Model // what the service is about
	Type    string       // project type; "crud" is the only one yet

	// AdminEmail and AdminPassword sign in the admin that the service was started with. Checks that need an
	// admin are skipped without them.
	AdminEmail, AdminPassword string

	// Start starts another instance of the same program; nil when that can't be done (a live demo).
	Start func(ctx context.Context, o StartOptions) (Instance, error)

	// Database stops and starts the database server; nil for a database in a file and for one that isn't ours.
	Database DatabaseControl

	// SampleSecrets are values that stand in the project's own documents (.env.example) in place of a secret.
	SampleSecrets []string

	// Chapters are the chapters of the contract to check; all when empty.
	Chapters []int

	// Only restricts the run to the checks with these names; all when empty.
	Only []string

	// Again says that a suite has checked this program already, on another database or outside of a container: what starts
	// programs to see what neither has a part in is skipped.
	Again bool

	// Tag makes the run's e-mail addresses unlike those of another run; random when empty.
	Tag string

	// Patience holds the waits that the contract names. The zero value means the contract's own durations.
	Patience Patience

	// Quiet is shared by suites that run on one machine at the same time: each holds it for reading while it checks, and
	// for writing while it measures times. May be nil.
	Quiet *sync.RWMutex

	// Record is called with every request and its answer, from several goroutines; may be nil.
	Record func(Exchange)

	// Transport sends the requests; nil means a plain one of the suite's own.
	Transport http.RoundTripper
}

// StartOptions says how an instance differs from the one at Target.BaseURL. That one's environment is the base:
// APP_ENV=development, RATE_LIMIT_PER_MINUTE=0, LOGIN_RATE_LIMIT_PER_MINUTE=100000, no ADMIN_EMAIL, a free PORT.
type StartOptions struct {
	// Env is set over the base environment.
	Env map[string]string
	// Unset names variables of the base environment that the instance must not see.
	Unset []string
	// DotEnv is the text of a file called .env in the folder in which the instance is started; none when empty.
	DotEnv string
	// Data names a set of data. Instances started with the same name during one run share data folder and
	// database, also one after another; "" means fresh ones that nobody else sees.
	Data string
}

// ErrNotHere is what Start answers when it can't start an instance in the way that was asked for, such as with a
// file beside a program in a container. The check is skipped and tells the error's words.
var ErrNotHere = errors.New("the program can't be started here in the way that the check needs")

// Instance is a program started by Target.Start. Start returns at once, before the program is ready.
type Instance interface {
	// BaseURL is where the program will answer. It is known before the program is ready.
	BaseURL() string
	// Signal sends the program a signal.
	Signal(os.Signal) error
	// Wait waits for the program's end and tells its exit code. It may be called more than once.
	Wait(ctx context.Context) (exit int, err error)
	// Logs is what the program has written to its standard output so far.
	Logs() string
	// Errors is what the program has written to its standard error so far.
	Errors() string
	// Stop ends the program, by force if need be, and frees what belongs to it. It may be called more than once.
	Stop(ctx context.Context) error
}

// DatabaseControl takes the database server away from all instances and brings it back.
type DatabaseControl interface {
	Stop(ctx context.Context) error
	Start(ctx context.Context) error
	// UnreachableURL is a DATABASE_URL of the right kind under which nobody answers.
	UnreachableURL() string
	// Spellings are other DATABASE_URLs that lead to the same server: another scheme, a percent-encoded password…
	Spellings() []string
}

// Patience holds durations that the contract names, and one more; each zero field means what stands beside it.
type Patience struct {
	RotationGrace time.Duration // a dead refresh secret does no harm for so long: 10 s
	DatabaseTries time.Duration // how long a starting service tries to reach its database: 30 s
	Drain         time.Duration // how long a stopping service waits for requests in flight: 10 s
	Ready         time.Duration // how long a service may take to start: 60 s
	Lull          time.Duration // between tries of what a busy machine spoils, which the contract doesn't name: 4 s
}

// Status is how a check ended.
type Status string

// The ways a check can end.
const (
	Pass Status = "pass"
	Fail Status = "fail"
	Skip Status = "skip"
)

// Result is the outcome of one check.
type Result struct {
	Chapter int           `json:"chapter"`
	Name    string        `json:"name"`
	Clause  string        `json:"clause"` // what the contract says, in its words
	Status  Status        `json:"status"`
	Detail  string        `json:"detail,omitempty"` // why it failed or was skipped
	Took    time.Duration `json:"took"`
}

// Report holds the results of a run in the order of the contract.
type Report struct {
	Results []Result `json:"results"`
}

// Count tells how many checks ended this way.
func (r Report) Count(s Status) int {
	n := 0
	for _, result := range r.Results {
		if result.Status == s {
			n++
		}
	}
	return n
}

// OK tells whether nothing failed.
func (r Report) OK() bool { return r.Count(Fail) == 0 }

// Reporter is told each result as soon as it and those before it are known, in the order of the contract.
type Reporter interface {
	Check(Result)
}

// ReporterFunc makes a function a Reporter.
type ReporterFunc func(Result)

// Check calls the function.
func (f ReporterFunc) Check(r Result) { f(r) }

// Request is one request as the suite sends it. It holds nothing that differs between two runs with one Tag,
// so that it can be recorded and sent to another service.
type Request struct {
	Method  string
	Path    string // with the query, as it goes on the wire
	Header  http.Header
	Body    []byte
	Chunked bool // send the body without Content-Length
}

// Response is the answer to a Request, read to its end.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	Took   time.Duration
}

// Exchange is a request with its answer and the name of the check that sent it.
type Exchange struct {
	Check    string
	BaseURL  string
	Request  Request
	Response Response
}
