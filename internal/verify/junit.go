package verify

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/scaffolio/scaffolio/internal/conformance"
)

type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Skipped  int           `xml:"skipped,attr"`
	Time     string        `xml:"time,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitMessage `xml:"failure"`
	Skipped *junitMessage `xml:"skipped"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes the report in the form that CI systems read.
func (r *Report) JUnit(w io.Writer) error {
	all := junitSuites{
		Name: "scaffolio verify", Tests: len(r.Results), Time: fmt.Sprintf("%.3f", r.Took.Seconds()),
		Failures: r.Count(conformance.Fail), Skipped: r.Count(conformance.Skip),
	}
	byGroup := map[string]*junitSuite{}
	for _, result := range r.Results {
		suite := byGroup[result.Group]
		if suite == nil {
			suite = &junitSuite{Name: result.Group}
			byGroup[result.Group] = suite
			all.Suites = append(all.Suites, suite)
		}
		suite.add(result)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *junitSuite) add(r Result) {
	class := r.Group
	if r.Chapter > 0 {
		class = fmt.Sprintf("%s.chapter %d", r.Group, r.Chapter)
	}
	c := junitCase{Class: class, Name: r.Name, Time: fmt.Sprintf("%.3f", r.Took.Seconds())}
	text := strings.TrimSpace(r.Clause + "\n" + r.Detail)
	first, _, _ := strings.Cut(r.Detail, "\n")
	s.Tests++
	switch r.Status {
	case conformance.Fail:
		s.Failures++
		c.Failure = &junitMessage{Message: first, Text: text}
	case conformance.Skip:
		s.Skipped++
		c.Skipped = &junitMessage{Message: first}
	}
	s.Cases = append(s.Cases, c)
}
