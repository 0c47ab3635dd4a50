package cli

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/scaffolio/scaffolio/internal/answer"
)

// reproduce is the command line that makes the same project again, also where defaults, variables or git's
// settings are others.
func reproduce(d *draft, o *newOptions) string {
	words := []string{"scaffolio", "new", d.name}
	for _, one := range d.answers {
		if q := d.pack.QuestionOf(answer.SourceKind); q != nil && one.Question == q.Name {
			words = append(words, sourceFlags(d.from, one.Question)...)
			continue
		}
		if one.Question == modelQuestion(d) {
			words = append(words, subjectFlags(d.subject, one.Question)...)
			continue
		}
		if one.Value == "" || one.From == answer.FromDefault && derived(one.Question, d) {
			continue
		}
		words = append(words, flagFor(one)...)
	}
	if o.noGit {
		words = append(words, "--no-git")
	}
	words = append(words, "--yes")
	for i, w := range words {
		words[i] = quote(w)
	}
	return strings.Join(words, " ")
}

// derived are answers that follow from the others.
func derived(question string, d *draft) bool {
	return question == "module" && d.value("module") == answer.DefaultModule(d.name, d.value("repo"))
}

func modelQuestion(d *draft) string {
	if q := d.pack.QuestionOf(answer.ModelKind); q != nil {
		return q.Name
	}
	return ""
}

func sourceFlags(u *answer.Upstream, question string) []string {
	words := []string{"--" + question, cmp.Or(u.Name, u.File)}
	if u.Sample != "" {
		words = append(words, "--sample", u.Sample)
	}
	return words
}

func subjectFlags(s answer.Subject, question string) []string {
	switch {
	case s.Domain != "":
		return []string{"--" + question, s.Domain}
	case s.File != "":
		return []string{"--model", s.File}
	}
	var words []string
	for _, line := range s.Entities {
		words = append(words, "--entity", line)
	}
	return words
}

func flagFor(a answer.Answer) []string {
	switch a.Question {
	case "module", "author", "repo", "name":
		return []string{"--" + a.Question, a.Value}
	}
	for _, f := range packFlags {
		if f.name == a.Question {
			return []string{"--" + a.Question, a.Value}
		}
	}
	return []string{"--set", a.Question + "=" + a.Value}
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]+$`)

// quote writes a word so that a POSIX shell reads it as it is.
func quote(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
