package pack

import (
	"fmt"
	"strings"
)

// UnknownError says that a question has no such answer.
type UnknownError struct {
	Question, Answer string
	Near             string // what was probably meant, or ""
	Known            []string
}

func (e *UnknownError) Error() string {
	if e.Near != "" {
		return fmt.Sprintf("there is no %s %q; did you mean %s?", e.Question, e.Answer, e.Near)
	}
	return fmt.Sprintf("there is no %s %q; there are %s", e.Question, e.Answer, strings.Join(e.Known, ", "))
}

// MissingError says that a combination of answers does not exist, as one of its layers has no folder.
type MissingError struct {
	Folder  string
	Answers []string // "language go", "database mysql"
}

func (e *MissingError) Error() string {
	if len(e.Answers) == 0 {
		return fmt.Sprintf("the pack lacks its layer %s", e.Folder)
	}
	return fmt.Sprintf("this combination is not there yet: %s (the pack has no folder %s)", strings.Join(e.Answers, " with "), e.Folder)
}

// nearest is the candidate within two edits of name, or "".
func nearest(name string, candidates []string) string {
	best, limit := "", 3
	for _, c := range candidates {
		if d := edits(strings.ToLower(name), c); d < limit && d < len(c) {
			best, limit = c, d
		}
	}
	return best
}

// edits is the Levenshtein distance of two short names.
func edits(a, b string) int {
	if len(a) > 60 || len(b) > 60 {
		return 60
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
