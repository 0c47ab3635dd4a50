package matrix

import (
	"slices"

	"github.com/scaffolio/scaffolio/internal/pack"
)

// Pairwise is a small part of the matrix in which any two choices that go together meet at least once: each language
// with each database, with the default subject, with another one and with each proof, with and without container,
// browser and audit; and so on for every other two.
func Pairwise(p *pack.Pack) []Run {
	combinations := Combinations(p)
	var languages, databases []string
	for _, c := range combinations {
		if key := c.Language + "/" + c.Type; !slices.Contains(languages, key) {
			languages = append(languages, key)
		}
		if !slices.Contains(databases, c.Database) {
			databases = append(databases, c.Database)
		}
	}
	domains, proofs := Domains(p), Proofs(p)
	models := append(slices.Clone(domains[:min(2, len(domains))]), proofs...) // the second stands for any other
	const off, on = 0, 1
	sizes := []int{len(languages), len(databases), len(models), on + 1, on + 1, on + 1}
	there := func(row []int) bool {
		return row[0] == open || row[1] == open || slices.ContainsFunc(combinations, func(c Run) bool {
			return c.Language+"/"+c.Type == languages[row[0]] && c.Database == databases[row[1]]
		})
	}
	var runs []Run
	others := 0
	for _, row := range cover(sizes, there) {
		i := slices.IndexFunc(combinations, func(c Run) bool {
			return c.Language+"/"+c.Type == languages[row[0]] && c.Database == databases[row[1]]
		})
		r := combinations[i]
		r.Model, r.Image, r.Browser, r.Audit = models[row[2]], row[3] == on, row[4] == on, row[5] == on
		if len(domains) > 1 && r.Model == domains[1] {
			r.Model = domains[1+others%(len(domains)-1)]
			others++
		}
		runs = append(runs, r)
	}
	slices.SortStableFunc(runs, func(a, b Run) int {
		return slices.Index(languages, a.Language+"/"+a.Type) - slices.Index(languages, b.Language+"/"+b.Type)
	})
	return runs
}

// open stands for a value that is not chosen yet.
const open = -1

// pair are two values, of two factors.
type pair struct{ factorA, a, factorB, b int }

// cover makes rows of one value for each factor, such that any two values that there allows together meet in a row.
// It begins each row with a pair that has not met, and chooses what else adds most; equal input gives equal rows.
func cover(sizes []int, there func(row []int) bool) [][]int {
	missing := pairs(sizes, there)
	var rows [][]int
	for len(missing) > 0 {
		row := blank(len(sizes))
		row[missing[0].factorA], row[missing[0].factorB] = missing[0].a, missing[0].b
		for factor := range sizes {
			if row[factor] == open {
				row[factor] = best(row, factor, sizes[factor], missing, there)
			}
		}
		rows = append(rows, row)
		missing = slices.DeleteFunc(missing, func(p pair) bool { return row[p.factorA] == p.a && row[p.factorB] == p.b })
	}
	return rows
}

// pairs are all that must meet.
func pairs(sizes []int, there func([]int) bool) []pair {
	var all []pair
	for factorA := range sizes {
		for factorB := factorA + 1; factorB < len(sizes); factorB++ {
			for a := range sizes[factorA] {
				for b := range sizes[factorB] {
					row := blank(len(sizes))
					row[factorA], row[factorB] = a, b
					if there(row) {
						all = append(all, pair{factorA, a, factorB, b})
					}
				}
			}
		}
	}
	return all
}

func blank(n int) []int { return slices.Repeat([]int{open}, n) }

// best is the value of a factor that makes most missing pairs meet in a row; the first of equals.
func best(row []int, factor, size int, missing []pair, there func([]int) bool) int {
	value, most := open, -1
	for v := range size {
		row[factor] = v
		if !there(row) {
			continue
		}
		met := 0
		for _, p := range missing {
			if row[p.factorA] == p.a && row[p.factorB] == p.b {
				met++
			}
		}
		if met > most {
			value, most = v, met
		}
	}
	return value
}
