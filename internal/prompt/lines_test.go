package prompt

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func colours() []Choice {
	return []Choice{{Value: "red", Label: "Red", Help: "warm"}, {Value: "blue", Label: "Blue"}}
}

func TestLinesSelect(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"1\n", "red"}, {"2\n", "blue"}, {"\n", "blue"}, {"Red\n", "red"}, {"9\n0\n\n", "blue"}, {"1", "red"},
		{"\x1b[12;1R1\n", "red"}, // a late answer to the probe
	} {
		var out strings.Builder
		got, err := NewLines(strings.NewReader(tt.typed), &out, 80).Select(t.Context(), "Colour?", "Any will do.", colours(), "blue")
		if err != nil || got != tt.want {
			t.Errorf("%q: got %q, %v; want %q", tt.typed, got, err, tt.want)
		}
		for _, shown := range []string{"Colour?", "Any will do.", "  1) Red - warm\n", "  2) Blue\n", "Number [2]: "} {
			if !strings.Contains(out.String(), shown) {
				t.Errorf("%q wasn't shown:\n%s", shown, out.String())
			}
		}
	}
}

func TestLinesInput(t *testing.T) {
	short := func(v string) error {
		if len(v) > 3 {
			return errors.New("too long")
		}
		return nil
	}
	var out strings.Builder
	got, err := NewLines(strings.NewReader("abcdef\n abc \n"), &out, 80).Input(t.Context(), "Name?", "", "me", short)
	if err != nil || got != "abc" {
		t.Errorf("got %q, %v", got, err)
	}
	if !strings.Contains(out.String(), "Name? [me] too long\nName? [me] ") {
		t.Errorf("shown:\n%s", out.String())
	}
}

func TestLinesConfirm(t *testing.T) {
	for typed, want := range map[string]bool{"y\n": true, "No\n": false, "\n": true, "what\nn\n": false} {
		var out strings.Builder
		if got, err := NewLines(strings.NewReader(typed), &out, 80).Confirm(t.Context(), "Sure?", true); err != nil || got != want {
			t.Errorf("%q: got %v, %v", typed, got, err)
		}
	}
}

func TestLinesFitTheTerminal(t *testing.T) {
	var out strings.Builder
	choices := []Choice{{Value: "a", Label: "Alpha", Help: "the first of the letters, and the one that all others follow"}}
	if _, err := NewLines(strings.NewReader("1\n"), &out, 40).Select(t.Context(), "Which of all the letters do you like best?", "Think well before you answer this one.", choices, ""); err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(out.String(), "\n") {
		if len(line) > 40 {
			t.Errorf("this line has %d columns: %s", len(line), line)
		}
	}
}

func TestLinesInterrupted(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, ctx := range map[string]context.Context{"closed": t.Context(), "signal": ended} {
		var out strings.Builder
		l := NewLines(strings.NewReader(""), &out, 80)
		if _, err := l.Select(ctx, "Colour?", "", colours(), "red"); !errors.Is(err, ErrInterrupted) {
			t.Errorf("%s: Select got %v", name, err)
		}
		if _, err := l.Input(ctx, "Name?", "", "x", nil); !errors.Is(err, ErrInterrupted) {
			t.Errorf("%s: Input got %v", name, err)
		}
		if _, err := l.Confirm(ctx, "Sure?", true); !errors.Is(err, ErrInterrupted) {
			t.Errorf("%s: Confirm got %v", name, err)
		}
	}
}
