package parity

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Played is what one service answered.
type Played struct {
	Name    string
	Answers []Answer
}

// Difference is one request that the services don't answer alike, or not as the script wants.
type Difference struct {
	Request Request
	Text    string // for people
}

// Compare finds the requests that were not answered alike. The first service is what the others are held against.
func Compare(all []Played) []Difference {
	var found []Difference
	for i, first := range all[0].Answers {
		var b strings.Builder
		if first.Got != first.Request.Want {
			fmt.Fprintf(&b, "%s answers %s, and the script wants %s\n", all[0].Name, first.Got, first.Request.Want)
		}
		for _, group := range groups(all, i) {
			if other := group[0].Answers[i]; other.Text != first.Text {
				b.WriteString(difference(all[0].Name, first, names(group), other))
			}
		}
		if b.Len() > 0 {
			found = append(found, Difference{first.Request, first.title() + b.String()})
		}
	}
	return found
}

func (a Answer) title() string {
	who := ""
	if a.Request.Actor != "" {
		who = " as " + a.Request.Actor
	}
	title := fmt.Sprintf("%s: %s\n%s%s\n", a.Request.Where, a.Request.Name, a.Sent, who)
	if a.Request.Body != "" {
		title += shorten(a.Request.Body) + "\n"
	}
	return title
}

// groups puts services together that gave the same answer to a request.
func groups(all []Played, i int) [][]Played {
	var groups [][]Played
next:
	for _, one := range all {
		for g := range groups {
			if groups[g][0].Answers[i].Text == one.Answers[i].Text {
				groups[g] = append(groups[g], one)
				continue next
			}
		}
		groups = append(groups, []Played{one})
	}
	return groups
}

func names(group []Played) string {
	var all []string
	for _, one := range group {
		all = append(all, one.Name)
	}
	return strings.Join(all, " and ")
}

// difference shows two answers: line by line where they are of one kind, else what each is.
func difference(name string, first Answer, others string, other Answer) string {
	if first.Got != other.Got {
		return fmt.Sprintf("%s: %s\n%s: %s\n%s\n", name, first.Got, others, other.Got, other.Text)
	}
	text := string(diff.Diff(name, []byte(first.Text+"\n"), others, []byte(other.Text+"\n")))
	_, text, _ = strings.Cut(text, "\n") // the first line repeats the names
	return text
}
