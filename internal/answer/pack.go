package answer

import (
	"slices"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/prompt"
)

// ModelKind marks the pack's question whose choices are domain models.
const ModelKind = "model"

// FromPack makes questions of a pack's, without those for the model and the source.
func FromPack(p *pack.Pack) []Question {
	var questions []Question
	for _, q := range p.Questions {
		if q.Kind != ModelKind && q.Kind != SourceKind {
			questions = append(questions, fromPack(p, q))
		}
	}
	return questions
}

func fromPack(p *pack.Pack, q *pack.Question) Question {
	return Question{
		Name: q.Name, Flag: "--" + q.Name, Title: q.Ask, Help: q.Help,
		Quiet:   q.Ask == "",
		Choices: func(known Known) []prompt.Choice { return Choices(p, q, known) },
		Default: func(Known) string { return q.Default },
		Applies: func(known Known) bool { return q.When.Holds(known) },
	}
}

// Choices are the answers to a pack's question that go together with what is known. A choice that can't be
// read is shown by its name.
func Choices(p *pack.Pack, q *pack.Question, known Known) []prompt.Choice {
	available := p.Available(q, known)
	all, err := p.Choices(q)
	if err != nil {
		return named(available)
	}
	var choices []prompt.Choice
	for _, c := range all {
		if slices.Contains(available, c.Name) {
			choices = append(choices, prompt.Choice{Value: c.Name, Label: c.Title, Help: c.Summary})
		}
	}
	return choices
}

func named(names []string) []prompt.Choice {
	var choices []prompt.Choice
	for _, name := range names {
		choices = append(choices, prompt.Choice{Value: name, Label: name})
	}
	return choices
}
