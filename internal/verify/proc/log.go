package proc

import "sync"

// Log keeps what a program prints: the first half and the last half of its size, the middle is dropped.
type Log struct {
	mu      sync.Mutex
	half    int
	head    []byte
	tail    []byte
	dropped bool
}

// NewLog returns a log that keeps about size bytes.
func NewLog(size int) *Log { return &Log{half: size / 2} }

// Write appends to the log; it never fails.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(p)
	if room := l.half - len(l.head); room > 0 {
		take := min(room, len(p))
		l.head = append(l.head, p[:take]...)
		p = p[take:]
	}
	l.tail = append(l.tail, p...)
	if len(l.tail) > 2*l.half { // cut seldom, so that a chatty program stays cheap
		l.tail = append([]byte(nil), l.tail[len(l.tail)-l.half:]...)
		l.dropped = true
	}
	return n, nil
}

// String is what was kept.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.dropped {
		return string(l.head) + string(l.tail)
	}
	return string(l.head) + "\n… (some output is left out) …\n" + string(l.tail)
}
