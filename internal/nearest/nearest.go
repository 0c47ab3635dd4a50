// Package nearest finds the word that somebody probably meant.
package nearest

import "strings"

// Of is the candidate that a word was probably meant to be, or "".
func Of(word string, candidates []string) string {
	word = strings.ToLower(word)
	best, limit := "", len(word)/3+1 // more than that apart is no slip of the finger
	for _, c := range candidates {
		lower := strings.ToLower(c)
		d := distance(word, lower)
		if len(word) >= 2 && strings.HasPrefix(lower, word) || len(lower) >= 2 && strings.HasPrefix(word, lower) {
			d = min(d, 1) // "post" and "postgresql" for postgres, "golang" for go
		}
		if d <= limit && d < len(word) && d < len(lower) {
			best, limit = c, d-1
		}
	}
	return best
}

// DidYouMean is a question to put behind an error, or "".
func DidYouMean(name string, candidates []string) string {
	if c := Of(name, candidates); c != "" {
		return "; did you mean " + c + "?"
	}
	return ""
}

// distance counts the letters to insert, drop, change or swap with their neighbour to get from a to b.
func distance(a, b string) int {
	const enough = 64
	x, y := []rune(a), []rune(b)
	if len(x) > enough || len(y) > enough {
		return enough
	}
	before, row := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			next[j+1] = min(next[j]+1, row[j+1]+1, row[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(y)]
}
