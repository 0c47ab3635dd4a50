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
