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
	b.WriteString("| | list page | item by id | create | hello-world | memory | start | image |\n")
	b.WriteString("|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, f := range all {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %d MB (%d) | %s (%s) | %d MB |\n", f.versions,
			f.beside(f.list), f.beside(f.item), f.beside(f.create), f.hello,
			megabytes(f.memory), megabytes(f.helloMemory), seconds(f.start), seconds(f.helloStart), megabytes(f.image))
	}
	fmt.Fprintf(&b, `
Requests in a second; how many that is of what a hello-world of the same framework answers, which asks no database and
nobody's name; and the time that 99 %% stay below. A list page is 20 of %d books, filtered and sorted. Memory is that after
the load, start the time to the first answer; those of hello-world in brackets.

%s, %s, %d cores that the project shares with wrk and with the database; %s, which does not wait for its disk. %d
connections, %.0f s each after %.0f s to get warm.
`, s.rows, now.Format("2 January 2006"), runtime.GOOS+"/"+runtime.GOARCH, runtime.NumCPU(), server, s.connections,
		s.time.Seconds(), s.warm.Seconds())
	return b.String()
}

// beside is a rate beside that of the hello-world.
func (f figures) beside(r rate) string {
	return fmt.Sprintf("%.0f/s · %.0f %% · %s", r.perSecond, 100*r.perSecond/f.hello.perSecond, milliseconds(r.p99))
}

func (r rate) String() string {
	return fmt.Sprintf("%.0f/s · %s", r.perSecond, milliseconds(r.p99))
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
	return fmt.Sprintf("%s: list %s; item %s; create %s; hello %s; %d MB; start %s", f.versions, f.list, f.item, f.create, f.hello,
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
