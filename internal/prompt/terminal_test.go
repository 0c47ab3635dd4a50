//go:build !windows

package prompt

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// screen is the far end of a pseudo-terminal: what a program printed, and a hand on the keyboard.
type screen struct {
	t       *testing.T
	master  *os.File
	slave   *os.File
	mu      sync.Mutex
	shown   bytes.Buffer
	answers bool // where the cursor is
	late    bool // and only with the next key
}

func newScreen(t *testing.T, answers bool) *screen {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	if err := pty.Setsize(slave, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	s := &screen{t: t, master: master, slave: slave, answers: answers}
	t.Cleanup(func() { slave.Close(); master.Close() })
	go s.watch()
	return s
}

func (s *screen) watch() {
	buf := make([]byte, 4096)
	for {
		n, err := s.master.Read(buf)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.shown.Write(buf[:n])
		s.mu.Unlock()
		for range bytes.Count(buf[:n], []byte("\x1b[6n")) {
			if s.answers && !s.isLate() {
				_, _ = s.master.WriteString("\x1b[24;80R")
			}
		}
	}
}

func (s *screen) isLate() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.late
}

// text is what was shown so far.
func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.String()
}

// wait returns once text was shown.
func (s *screen) wait(text string) {
	s.t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(s.text(), text) {
			return
		}
	}
	s.t.Fatalf("%q was never shown; shown was:\n%q", text, s.text())
}

func (s *screen) typeKeys(keys string) {
	s.t.Helper()
	if _, err := s.master.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

func (s *screen) prompter(ctx context.Context, o Options) Prompter {
	s.t.Helper()
	patience := 200 * time.Millisecond
	if s.answers {
		patience = time.Minute // it will, however busy the machine is
	}
	p, err := choose(ctx, s.slave, s.slave, o, patience)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func TestTerminalThatAnswersGetsSurvey(t *testing.T) {
	s := newScreen(t, true)
	p := s.prompter(t.Context(), Options{})
	go func() {
		s.wait("Colour?")
		s.typeKeys("\x1b[B\r") // down, enter
	}()
	got, err := p.Select(t.Context(), "Colour?", "Help.", colours(), "red")
	if err != nil || got != "blue" {
		t.Fatalf("got %q, %v", got, err)
	}
	if strings.Contains(s.text(), "\x1b[0;36m") {
		t.Error("colours were shown though none were wanted")
	}
}

func TestNothingTypedAheadIsLost(t *testing.T) {
	s := newScreen(t, true)
	s.typeKeys("Ada R.\r\r\x1b[B\r")
	p := s.prompter(t.Context(), Options{})
	if got, err := p.Input(t.Context(), "Name?", "", "", nil); err != nil || got != "Ada R." {
		t.Fatalf("got %q, %v", got, err)
	}
	if got, err := p.Confirm(t.Context(), "Sure?", true); err != nil || !got {
		t.Fatalf("got %v, %v", got, err)
	}
	if got, err := p.Select(t.Context(), "Colour?", "", colours(), "red"); err != nil || got != "blue" {
		t.Fatalf("got %q, %v", got, err)
	}
}

// A terminal may answer in time once, and late after that: a slow line, a laptop that slept.
func TestAnswerThatComesTooLate(t *testing.T) {
	s := newScreen(t, true)
	p := s.prompter(t.Context(), Options{})
	s.mu.Lock()
	s.late = true
	s.mu.Unlock()
	go func() {
		s.wait("Name?")
		time.Sleep(2*answerTime + answerTime/2) // survey asks for the size and for the place
		s.typeKeys("A\x1b[24;80Rda\r")
	}()
	if got, err := p.Input(t.Context(), "Name?", "", "", nil); err != nil || got != "Ada" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestSurveyAsksAgain(t *testing.T) {
	s := newScreen(t, true)
	p := s.prompter(t.Context(), Options{})
	go func() {
		s.wait("Name?")
		s.typeKeys("abc\r")
		s.wait("no abc")
		s.typeKeys("d\r")
	}()
	got, err := p.Input(t.Context(), "Name?", "", "", func(v string) error {
		if v == "abc" {
			return errors.New("no abc")
		}
		return nil
	})
	if err != nil || got != "d" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestMuteOrDumbTerminalGetsLines(t *testing.T) {
	for _, dumb := range []bool{false, true} {
		s := newScreen(t, false)
		p := s.prompter(t.Context(), Options{Dumb: dumb})
		go func() {
			s.wait("Number")
			s.typeKeys("2\n")
		}()
		got, err := p.Select(t.Context(), "Colour?", "", colours(), "red")
		if err != nil || got != "blue" {
			t.Fatalf("dumb %v: got %q, %v", dumb, got, err)
		}
		if dumb && strings.Contains(s.text(), "\x1b") {
			t.Errorf("a dumb terminal was sent escape sequences: %q", s.text())
		}
	}
}

// What was typed while the terminal was being asked may be read when whole lines are.
func TestKeysFromRawModeEndLines(t *testing.T) {
	in, typed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { typed.Close(); in.Close() })
	out, err := os.Create(filepath.Join(t.TempDir(), "shown"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	p, err := choose(t.Context(), in, out, Options{}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := typed.WriteString("Ada R.\r\r"); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Input(t.Context(), "Name?", "", "", nil); err != nil || got != "Ada R." {
		t.Fatalf("got %q, %v", got, err)
	}
	if got, err := p.Confirm(t.Context(), "Sure?", true); err != nil || !got {
		t.Fatalf("got %v, %v", got, err)
	}
}

func TestCtrlC(t *testing.T) {
	questions := map[string]func(context.Context, Prompter) error{
		"select": func(ctx context.Context, p Prompter) error {
			_, err := p.Select(ctx, "Now?", "", colours(), "red")
			return err
		},
		"input": func(ctx context.Context, p Prompter) error {
			_, err := p.Input(ctx, "Now?", "", "", nil)
			return err
		},
		"confirm": func(ctx context.Context, p Prompter) error {
			_, err := p.Confirm(ctx, "Now?", true)
			return err
		},
	}
	for name, ask := range questions {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t, true)
			p := s.prompter(t.Context(), Options{})
			go func() {
				s.wait("Now?")
				s.typeKeys("\x03")
			}()
			if err := ask(t.Context(), p); !errors.Is(err, ErrInterrupted) {
				t.Errorf("got %v", err)
			}
		})
		t.Run(name+" by signal", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			s := newScreen(t, true)
			p := s.prompter(ctx, Options{})
			go func() {
				s.wait("Now?")
				cancel()
			}()
			if err := ask(ctx, p); !errors.Is(err, ErrInterrupted) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestCtrlCWhileProbing(t *testing.T) {
	s := newScreen(t, false)
	go func() {
		s.wait("\x1b[6n")
		s.typeKeys("\x03")
	}()
	if _, err := choose(t.Context(), s.slave, s.slave, Options{}, 5*time.Second); !errors.Is(err, ErrInterrupted) {
		t.Errorf("got %v", err)
	}
}
