package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"strings"
	"time"
)

const (
	begin = "<!-- speed: scripts/bench-speed -readme README.md writes what follows -->\n"
	end   = "<!-- end of the speed -->"
)

// table is all figures for README.
func table(all []figures, s settings, server string, now time.Time) string {
	var b strings.Builder
	b.WriteString("| | list page | item by id | create | hello-world | item : hello | memory | start | image |\n")
	b.WriteString("|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, f := range all {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %.0f %% | %d MB (%d) | %s (%s) | %d MB |\n", f.language,
			f.list, f.item, f.create, f.hello, 100*f.item.perSecond/f.hello.perSecond,
			megabytes(f.memory), megabytes(f.helloMemory), seconds(f.start), seconds(f.helloStart), megabytes(f.image))
	}
	fmt.Fprintf(&b, "\n%s, %s, %d cores, with wrk and the database on the same ones; %s. %d connections, %s each after %s to get warm; "+
		"requests in a second and the time that 99 %% stay below. A list page is 20 of %d books, filtered and sorted. Hello-world is the same "+
		"framework in the same image with one route, its memory and start in brackets.\n",
		now.Format("2 January 2006"), runtime.GOOS, runtime.NumCPU(), server, s.connections, s.time, s.warm, s.rows)
	return b.String()
}

func (r rate) String() string {
	return fmt.Sprintf("%.0f/s, %s", r.perSecond, milliseconds(r.p99))
}

func milliseconds(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	if ms < 10 {
		return fmt.Sprintf("%.1f ms", ms)
	}
	return fmt.Sprintf("%.0f ms", ms)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func megabytes(n int64) int { return int(math.Round(float64(n) / 1e6)) }

func (f figures) String() string {
	return fmt.Sprintf("%s: list %s; item %s; create %s; hello %s; %d MB; start %s", f.language, f.list, f.item, f.create, f.hello,
		megabytes(f.memory), seconds(f.start))
}

// replaceIn puts a text between the markers of a file.
func replaceIn(file, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(data), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s has no place for the table: %s … %s", file, strings.TrimSpace(begin), end)
	}
	return os.WriteFile(file, []byte(before+begin+text+end+after), 0o644)
}
