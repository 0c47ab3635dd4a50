package gitrepo

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Plan is what is known of the commit before anything is written.
type Plan struct {
	Commit *Commit // nil when git doesn't know who the user is
	Signed bool    // the user's commits are signed; this one can't be
}

// Prepare finds out who commits, as git would for a repository at gitDir. now is the time when the environment
// names none. The error is about a date in the environment that can't be read.
func (e Environment) Prepare(gitDir, branch, message string, now time.Time) (Plan, error) {
	s := e.settings(gitDir, branch)
	now, err := e.now(now)
	if err != nil {
		return Plan{}, err
	}
	author, err := s.signature("author", now)
	if err != nil {
		return Plan{}, err
	}
	committer, err := s.signature("committer", now)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{Signed: isTrue(s.values["commit.gpgsign"])}
	if author.Name != "" && author.Email != "" && committer.Name != "" && committer.Email != "" {
		p.Commit = &Commit{Author: author, Committer: committer, Message: message}
	}
	return p, nil
}

// Identity is the name and the e-mail address that git would give a commit in dir; both are empty when it knows
// none of the user.
func (e Environment) Identity(gitDir string) (name, email string) {
	p, err := e.Prepare(gitDir, "main", "", time.Unix(0, 0))
	if err != nil || p.Commit == nil {
		return "", ""
	}
	return p.Commit.Author.Name, p.Commit.Author.Email
}

// signature is that of role, "author" or "committer": from the environment, the role's own settings, the user's.
func (s *settings) signature(role string, now time.Time) (Signature, error) {
	variable := "GIT_" + strings.ToUpper(role) + "_"
	sig := Signature{
		Name:  clean(first(s.env.get(variable+"NAME"), s.values[role+".name"], s.values["user.name"])),
		Email: clean(first(s.env.get(variable+"EMAIL"), s.values[role+".email"], s.values["user.email"], s.env.get("EMAIL"))),
		When:  now,
	}
	if date := s.env.get(variable + "DATE"); date != "" {
		when, err := parseDate(date, now)
		if err != nil {
			return sig, fmt.Errorf("%sDATE is %q, which is no date: write it like 2026-11-20T10:00:00Z", variable, date)
		}
		sig.When = when
	}
	return sig, nil
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// clean leaves out what would break the line of a commit that a name stands in.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("<>\n\r\x00", r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimFunc(s, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`.,:;<>"\'`, r) })
}

// now is the time of the commit: SOURCE_DATE_EPOCH, in UTC, makes it the same on every run.
func (e Environment) now(now time.Time) (time.Time, error) {
	epoch := e.get("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return now, nil
	}
	n, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil || n < 0 {
		return now, fmt.Errorf("SOURCE_DATE_EPOCH is %q: it must be a number of seconds since 1970", epoch)
	}
	return time.Unix(n, 0).UTC(), nil
}

// parseDate reads the forms that git documents: its own, RFC 2822 and ISO 8601. A date without a zone is in the
// zone of now.
func parseDate(text string, now time.Time) (time.Time, error) {
	seconds, zone, _ := strings.Cut(strings.TrimPrefix(text, "@"), " ")
	if n, err := strconv.ParseInt(seconds, 10, 64); err == nil && n >= 0 && (len(seconds) > 8 || text[0] == '@') {
		if zone == "" {
			zone = "+0000"
		}
		z, err := time.Parse("-0700", zone)
		return time.Unix(n, 0).In(z.Location()), err
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 -07:00",
		time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700",
		"Mon Jan 2 15:04:05 2006 -0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05",
	} {
		if when, err := time.ParseInLocation(layout, text, now.Location()); err == nil && when.Unix() >= 0 {
			return when, nil
		}
	}
	return now, fmt.Errorf("%q is no date", text)
}
