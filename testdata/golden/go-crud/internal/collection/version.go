package collection

import (
	"net/http"
	"regexp"
	"strconv"

	"example.com/my-books/internal/api"
)

// What a change may demand of the version it replaces: a version, or one of these.
const (
	anyVersion = 0  // If-Match: *, or no If-Match
	noVersion  = -1 // an If-Match that no version can meet
)

var entityTag = regexp.MustCompile(`\A"([1-9][0-9]{0,17})"\z`)

// ifMatch is the version that the client has seen. Without it one change could undo another that nobody read.
func ifMatch(r *http.Request) int64 {
	header := r.Header.Get("If-Match")
	if header == "*" || header == "" && len(r.Header.Values("If-Match")) == 0 {
		return anyVersion
	}
	tag := entityTag.FindStringSubmatch(header)
	if tag == nil || len(r.Header.Values("If-Match")) > 1 {
		return noVersion
	}
	version, _ := strconv.ParseInt(tag[1], 10, 64) // 18 digits fit
	return version
}

func checkVersion(current, demanded int64) error {
	if demanded != anyVersion && demanded != current {
		return api.NewProblem(http.StatusPreconditionFailed, "precondition_failed",
			"It was changed in the meantime. Load it again and repeat your change.")
	}
	return nil
}
