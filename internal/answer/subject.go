package answer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/nearest"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/prompt"
)

// Subject is what a project is about: one of the pack's domains, a file, or lines of shorthand.
type Subject struct {
	Domain   string
	File     string
	Entities []string
	From     Origin
	Model    *model.Model
}

// Own is the choice of a subject that isn't built in.
const Own = "own"

// SubjectSources are the three ways in which a subject can be given beforehand.
type SubjectSources struct {
	Sources
	ModelFlag  string   // --model
	EntityFlag []string // --entity

	loaded *Subject // by Load; a pipe can be read once only
}

// maxModel is more than any model takes.
const maxModel = 1 << 20

// ResolveSubject answers the pack's question for a model.
func ResolveSubject(ctx context.Context, p *pack.Pack, q *pack.Question, src SubjectSources, known Known) (Subject, error) {
	if src.loaded == nil {
		if err := src.Load(p, q); err != nil {
			return Subject{}, err
		}
	}
	if src.loaded != nil {
		return *src.loaded, nil
	}
	names := Choices(p, q, known)
	if src.Prompter != nil {
		return askSubject(ctx, p, q, src, names)
	}
	s := Subject{Domain: q.Default, From: FromDefault}
	if s.Domain == "" {
		return s, &Error{Question: q.Name, Message: "--" + q.Name + " is missing.", Hint: "Give --" + q.Name + ", --model FILE or --entity."}
	}
	return s, s.load(p, q)
}

// Load reads a subject that was given beforehand, so that a wrong one is told before anything is asked.
func (src *SubjectSources) Load(p *pack.Pack, q *pack.Question) error {
	s, given, err := src.given(q)
	if err != nil || !given {
		return err
	}
	src.loaded = &s
	return s.load(p, q)
}

// given finds a subject in flags, then variables, then the file; two at one level contradict each other.
func (src SubjectSources) given(q *pack.Question) (Subject, bool, error) {
	flags := Subject{Domain: src.Flags[q.Name], File: src.ModelFlag, Entities: src.EntityFlag, From: FromFlag}
	levels := []Subject{flags, src.variables(q), src.file(q)}
	for _, s := range levels {
		ways := 0
		for _, there := range []bool{s.Domain != "", s.File != "", len(s.Entities) > 0} {
			if there {
				ways++
			}
		}
		if ways > 1 {
			return s, false, &Error{
				Question: q.Name,
				Message:  fmt.Sprintf("A project has one subject; --%s, --model and --entity are three ways to give it.", q.Name),
				Hint:     "Keep one of them.",
			}
		}
		if ways == 1 {
			return s, true, nil
		}
	}
	if _, empty := src.Flags[q.Name]; empty {
		return Subject{}, false, &Error{Question: q.Name, Message: "--" + q.Name + " is empty.", Hint: "`scaffolio list domains` shows the built-in ones."}
	}
	return Subject{}, false, nil
}

func (src SubjectSources) variables(q *pack.Question) Subject {
	s := Subject{From: FromEnvironment}
	if src.LookupEnv == nil {
		return s
	}
	s.Domain, _ = src.LookupEnv(Variable(q.Name))
	s.File, _ = src.LookupEnv(Variable("model"))
	if lines, _ := src.LookupEnv(Variable("entity")); lines != "" {
		s.Entities = nonEmpty(strings.Split(lines, "\n"))
	}
	return s
}

func (src SubjectSources) file(q *pack.Question) Subject {
	s := Subject{From: FromFile}
	if src.File == nil {
		return s
	}
	s.Domain, s.File = src.File.Values[q.Name].Text(), src.File.Values["model"].Text()
	s.Entities = nonEmpty(src.File.Values["entity"].Texts)
	return s
}

func nonEmpty(lines []string) []string {
	var kept []string
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

// load reads the model.
func (s *Subject) load(p *pack.Pack, q *pack.Question) (err error) {
	switch {
	case s.Domain != "":
		s.Model, err = LoadDomain(p, q, s.Domain)
	case s.File != "":
		s.Model, err = LoadModel(s.File)
	default:
		s.Model, err = model.ParseShorthand(s.Entities)
	}
	return err
}

// LoadDomain reads one of the pack's models.
func LoadDomain(p *pack.Pack, q *pack.Question, name string) (*model.Model, error) {
	m, err := p.Model(q, name)
	var unknown *pack.UnknownError
	if errors.As(err, &unknown) {
		names := p.ChoiceNames(q)
		hint := fmt.Sprintf("Choose one of %s, or bring your own subject with --model or --entity.", strings.Join(names, ", "))
		if near := nearest.Of(name, names); near != "" {
			hint = fmt.Sprintf("Did you mean %s? %s", near, hint)
		}
		return nil, &Error{Question: q.Name, Message: fmt.Sprintf("--%s: there is no built-in subject %q.", q.Name, name), Hint: hint}
	}
	return m, err
}

// LoadModel reads a model from a file.
func LoadModel(name string) (*model.Model, error) {
	data, err := ReadFile("--model", name, maxModel)
	if err != nil {
		return nil, err
	}
	return model.Parse(name, data)
}

// askSubject offers the domains and "my own".
func askSubject(ctx context.Context, p *pack.Pack, q *pack.Question, src SubjectSources, names []prompt.Choice) (Subject, error) {
	ask, err := src.Prompter(ctx)
	if err != nil {
		return Subject{}, err
	}
	choices := append(names, prompt.Choice{Value: Own, Label: "My own", Help: "describe it in a line or two"})
	picked, err := ask.Select(ctx, q.Ask, q.Help, choices, q.Default)
	if err != nil {
		return Subject{}, err
	}
	s := Subject{Domain: picked, From: FromPrompt}
	if picked == Own {
		s.Domain = ""
		if s.Entities, err = askEntities(ctx, ask); err != nil {
			return Subject{}, err
		}
	}
	return s, s.load(p, q)
}

const entityHelp = `One line for each thing that your users keep: its name, then its fields.
! is required. A field is a string, or =text, =integer, =decimal(2), =boolean, =date, =url,
=enum(a,b). A child names its parent: Page in Book: text!
All of it: scaffolio new --help`

// askEntities takes lines of shorthand, each checked with those before it, until an empty one.
func askEntities(ctx context.Context, ask prompt.Prompter) ([]string, error) {
	const limit = 6
	var lines []string
	for len(lines) < limit {
		question, help := "One like  Book: title! pages=integer\n ", entityHelp
		if len(lines) > 0 {
			question, help = "Another one, or Enter", ""
		}
		line, err := ask.Input(ctx, question, help, "", func(line string) error {
			line = strings.TrimSpace(line)
			switch {
			case line == "" && len(lines) > 0:
				return nil
			case line == "":
				return errors.New("a project is about something: describe one thing, like  Book: title! author")
			}
			return CheckEntity(lines, line)
		})
		if err != nil {
			return nil, err
		}
		if line = strings.TrimSpace(line); line == "" {
			break
		}
		lines = append(lines, line)
	}
	return lines, nil
}
