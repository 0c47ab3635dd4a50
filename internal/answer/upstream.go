package answer

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/prompt"
	"github.com/scaffolio/scaffolio/internal/source"
)

// SourceKind marks the pack's question whose choices are third-party sources.
const SourceKind = "source"

// sampleQuestion is about the recorded answer beside a source; nobody is asked it but who brings a source.
var sampleQuestion = Question{Name: "sample", Flag: "--sample"}

// maxSource is more than any source takes.
const maxSource = 1 << 20

// Upstream is where a service fetches from: one of the pack's sources, or a file.
type Upstream struct {
	Name   string // of a built-in one
	File   string
	Sample string // the file with a recorded answer, or ""
	From   Origin
	Source *source.Source
}

// LoadUpstream reads a source that was given beforehand, so that a wrong one is told before anything is asked.
// It is nil when none was given.
func LoadUpstream(p *pack.Pack, q *pack.Question, src Sources) (*Upstream, error) {
	sample, _, _, sampled := lookUp(sampleQuestion, src)
	if sampled && sample == "" {
		return nil, &Error{Question: q.Name, Message: "--sample is empty.", Hint: "Name a file with a recorded answer, or leave it out."}
	}
	value, from, where, given := lookUp(Question{Name: q.Name, Flag: "--" + q.Name}, src)
	switch {
	case !given && !sampled:
		return nil, nil
	case !given:
		value, from = q.Default, FromDefault
	case value == "":
		return nil, &Error{Question: q.Name, Message: where + " is empty.", Hint: "`scaffolio list sources` shows the built-in ones; a file with your own works too."}
	}
	u := &Upstream{Name: value, Sample: sample, From: from}
	if isFile(value) {
		u.Name, u.File = "", value
	}
	return u, u.load(p, q)
}

// isFile tells a file from a name: it lies in a folder or ends as YAML does.
func isFile(value string) bool {
	return strings.ContainsAny(value, `/\`) || slices.Contains([]string{".yaml", ".yml"}, strings.ToLower(filepath.Ext(value)))
}

// ResolveUpstream answers the pack's question for a source; loaded is what LoadUpstream found.
func ResolveUpstream(ctx context.Context, p *pack.Pack, q *pack.Question, src Sources, loaded *Upstream, known Known) (*Upstream, error) {
	if loaded != nil {
		return loaded, nil
	}
	if src.Prompter != nil {
		return askUpstream(ctx, p, q, src, known)
	}
	u := &Upstream{Name: q.Default, From: FromDefault}
	if u.Name == "" {
		return nil, &Error{Question: q.Name, Message: "--" + q.Name + " is missing.", Hint: "Give --" + q.Name + " NAME or --" + q.Name + " FILE."}
	}
	return u, u.load(p, q)
}

// load reads the source and the sample.
func (u *Upstream) load(p *pack.Pack, q *pack.Question) (err error) {
	if u.File != "" {
		u.Source, err = LoadSourceFile(u.File)
	} else {
		u.Source, err = LoadSource(p, q, u.Name)
	}
	switch {
	case err != nil:
		return err
	case u.Sample == "" && u.File != "":
		return u.Source.InventSample() // a project has one: its tests and its README go by it
	case u.Sample == "":
		return nil
	}
	data, err := ReadFile("--sample", u.Sample, source.MaxSample)
	if err != nil {
		return err
	}
	return u.Source.AddSample(u.Sample, data)
}

// LoadSource reads one of the pack's sources.
func LoadSource(p *pack.Pack, q *pack.Question, name string) (*source.Source, error) {
	s, err := p.Source(q, name)
	var unknown *pack.UnknownError
	if errors.As(err, &unknown) {
		names := p.ChoiceNames(q)
		hint := fmt.Sprintf("Choose one of %s, or bring your own in a file: --%s my-source.yaml.", strings.Join(names, ", "), q.Name)
		if near := nearest.Of(name, names); near != "" {
			hint = fmt.Sprintf("Did you mean %s? %s", near, hint)
		}
		return nil, &Error{Question: q.Name, Message: fmt.Sprintf("--%s: there is no built-in source %q.", q.Name, name), Hint: hint}
	}
	return s, err
}

// LoadSourceFile reads a source from a file.
func LoadSourceFile(name string) (*source.Source, error) {
	data, err := ReadFile("--source", name, maxSource)
	if err != nil {
		return nil, err
	}
	return source.Parse(name, data)
}

// RefuseUnused tells about a source or a sample that was given for a project that has none.
func RefuseUnused(q *pack.Question, src Sources, known Known) error {
	if err := refuseUnused(Question{Name: q.Name, Flag: "--" + q.Name}, src, known); err != nil || q.Kind != SourceKind {
		return err
	}
	if err := refuseUnused(sampleQuestion, src, known); err != nil {
		var refused *Error
		if errors.As(err, &refused) {
			refused.Hint = "Leave it out; it belongs to --" + q.Name + "."
		}
		return err
	}
	return nil
}

// askUpstream offers the sources and "my own".
func askUpstream(ctx context.Context, p *pack.Pack, q *pack.Question, src Sources, known Known) (*Upstream, error) {
	ask, err := src.Prompter(ctx)
	if err != nil {
		return nil, err
	}
	choices := append(Choices(p, q, known), prompt.Choice{Value: Own, Label: "My own", Help: "described in a YAML file"})
	picked, err := ask.Select(ctx, q.Ask, q.Help, choices, q.Default)
	if err != nil {
		return nil, err
	}
	u := &Upstream{Name: picked, From: FromPrompt}
	if picked != Own {
		return u, u.load(p, q)
	}
	u.Name = ""
	help := "`scaffolio describe " + q.Default + " --yaml` prints one to begin with."
	if u.File, err = ask.Input(ctx, "Which file describes it?", help, "", func(file string) error {
		_, err := LoadSourceFile(strings.TrimSpace(file))
		return err
	}); err != nil {
		return nil, err
	}
	u.File = strings.TrimSpace(u.File)
	help = "What the API answered once, saved in a file. Each item in it is tried before anything is made."
	if u.Sample, err = ask.Input(ctx, "And a recorded answer of it? (Enter for none)", help, "", func(file string) error {
		try := Upstream{File: u.File, Sample: strings.TrimSpace(file)}
		return try.load(p, q)
	}); err != nil {
		return nil, err
	}
	u.Sample = strings.TrimSpace(u.Sample)
	return u, u.load(p, q)
}
