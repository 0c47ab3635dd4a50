package fake

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// log is what a program has written.
type log struct {
	mu     sync.Mutex
	text   strings.Builder
	json   bool
	change func(string) string
}

// line writes one line, for machines or for people.
func (l *log) line(message string, more map[string]any) {
	text := message
	if l.json {
		object := map[string]any{"message": message}
		maps.Copy(object, more)
		encoded, _ := json.Marshal(object)
		text = string(encoded)
	} else {
		for _, name := range slices.Sorted(maps.Keys(more)) {
			text += fmt.Sprintf(" %s=%v", name, more[name])
		}
	}
	if l.change != nil {
		text = l.change(text)
	}
	if text == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.WriteString(text + "\n")
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// request writes the line of one request.
func (l *log) request(c *call, id string, status int, took time.Duration) {
	more := map[string]any{
		"method": c.request.Method, "route": c.route, "status": status, "duration_ms": float64(took.Microseconds()) / 1000, "request_id": id,
	}
	if c.user != nil {
		more["user_id"] = c.user.id
	}
	l.line("request", more)
}
