package database

import "strings"

// Query is a statement that is put together from parts: values never become part of its text.
type Query struct {
	where []string
	tail  string
	args  []any
}

// Where adds a condition; each ? in it stands for one of the values.
func (q *Query) Where(condition string, values ...any) {
	q.where = append(q.where, q.number(condition, values))
}

// Append adds to what comes after the conditions, such as the order.
func (q *Query) Append(text string, values ...any) { q.tail += q.number(text, values) }

func (q *Query) number(text string, values []any) string {
	for _, value := range values {
		q.args = append(q.args, value)
		text = strings.Replace(text, "?", Placeholder(len(q.args)), 1)
	}
	return text
}

// SQL is the statement and its values: what it begins with, the conditions, and the rest.
func (q *Query) SQL(begin string) (string, []any) {
	if len(q.where) > 0 {
		begin += " WHERE " + strings.Join(q.where, " AND ")
	}
	return begin + q.tail, q.args
}

// Marks are n placeholders, as in VALUES (…).
func Marks(n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = Placeholder(i + 1)
	}
	return strings.Join(marks, ", ")
}

// Quote writes the name of a table or column so that it can be any word, such as order.
func Quote(names ...string) string { return `"` + strings.Join(names, `"."`) + `"` }
