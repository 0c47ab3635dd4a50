package fake

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Data is what outlives a program: the database and the data folder.
type Data struct {
	mu       sync.Mutex
	hashing  sync.Mutex
	down     atomic.Bool
	secret   string // made in development
	serial   int64
	users    []*user
	sessions map[string]*session
	items    map[string][]*item // by entity, oldest first
	seeded   bool
}

// NewData is an empty set of data.
func NewData() *Data {
	return &Data{sessions: map[string]*session{}, items: map[string][]*item{}}
}

// Users lists the e-mails of the accounts.
func (d *Data) Users() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var emails []string
	for _, u := range d.users {
		emails = append(emails, u.email+" "+u.name)
	}
	return emails
}

// Down takes the database away, or brings it back.
func (d *Data) Down(away bool) { d.down.Store(away) }

type user struct {
	id, email, name, role, hash, created string
	disabled                             bool
}

type session struct {
	id, user, hash string
	rotated        time.Time
}

type item struct {
	id, owner, created, updated string
	version                     int
	values                      map[string]any
}

// newID is a UUIDv7; ids made later sort later. The data are locked.
func (d *Data) newID() string {
	d.serial++
	n := time.Now().UnixMilli()
	var random [6]byte
	_, _ = rand.Read(random[:])
	return fmt.Sprintf("%08x-%04x-7%03x-%04x-%012x", n>>16, n&0xffff, d.serial>>14&0xfff, 0x8000|d.serial&0x3fff, random)
}

const timeForm = "2006-01-02T15:04:05.000Z"

func now() string { return time.Now().UTC().Format(timeForm) }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (d *Data) userBy(matches func(*user) bool) *user {
	for _, u := range d.users {
		if matches(u) {
			return u
		}
	}
	return nil
}

// endSessions deletes the user's sessions. The data are locked.
func (d *Data) endSessions(user string) {
	for id, s := range d.sessions {
		if s.user == user {
			delete(d.sessions, id)
		}
	}
}
