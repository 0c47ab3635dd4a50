package strictyaml

// Near is the candidate that name was probably meant to be, or "".
func Near(name string, candidates []string) string {
	best, limit := "", 1+len(name)/4
	for _, c := range candidates {
		d := distance(name, c)
		if len(name) > 4 && len(c) > 4 && name[:4] == c[:4] {
			d-- // entity is nearer to entities than three letters say
		}
		if d <= limit && d < len(name) && d < len(c) {
			best, limit = c, d-1
		}
	}
	return best
}

// DidYouMean is a question to put behind an error, or "".
func DidYouMean(name string, candidates []string) string {
	if c := Near(name, candidates); c != "" {
		return "; did you mean " + c + "?"
	}
	return ""
}

// distance counts the letters to change, add, leave out or swap to get from a to b.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	prev2, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}
