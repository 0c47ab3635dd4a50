package cli

import (
	"fmt"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/prompt"
	"github.com/scaffolio/scaffolio/internal/source"
)

// sourceDocument is what is known about a source besides its title.
type sourceDocument struct {
	URL      string   `json:"url"`
	Requests int      `json:"requests"` // in a run
	Interval string   `json:"interval"`
	Licence  string   `json:"licence"`
	Terms    string   `json:"licence_url"`
	Docs     string   `json:"docs"`
	Manners  string   `json:"manners"`
	Item     string   `json:"item"`
	Fields   []string `json:"fields"`
}

func documentSource(s *source.Source) *sourceDocument {
	d := &sourceDocument{
		URL: s.Request.URL, Requests: max(1, len(s.Request.Entries)), Interval: s.IntervalText(),
		Licence: s.Licence.Name, Terms: s.Licence.URL, Docs: s.Docs, Manners: s.Manners, Item: s.Item.Name,
	}
	for _, f := range s.Item.Fields {
		d.Fields = append(d.Fields, sourceFieldLine(f))
	}
	return d
}

// sourceFieldLine says a field in words.
func sourceFieldLine(f *source.Field) string {
	line := f.Name + ": " + string(f.Type)
	switch {
	case f.IsBand():
		line = f.Name + ": band of " + f.Of.Name + ", " + strings.Join(f.Values, ", ")
	case f.Type == model.Enum:
		line += " of " + strings.Join(f.Values, ", ")
	}
	if f.Needed {
		line += "; required"
	}
	if f.Filter {
		line += "; filtered"
	}
	return line
}

func (a *App) printSource(d choiceDetail) {
	w, s := a.Streams.Out, d.Source
	fmt.Fprintln(w)
	a.plainRows([][2]string{
		{"Asks", s.URL}, {"Every", s.Interval}, {"Licence", s.Licence + ", " + s.Terms}, {"Described at", s.Docs}, {"Manners", s.Manners},
	})
	fmt.Fprintf(w, "\n%s\n", s.Item)
	for _, line := range s.Fields {
		fmt.Fprintln(w, prompt.Wrap(line, "  ", a.Streams.Width))
	}
	fmt.Fprintf(w, "\nTo begin a source of your own with it:\n  scaffolio describe %s --yaml > my-source.yaml\n", d.Name)
}
