// Package matrix says which projects prove a pack, and keeps what came of it.
//
// Nothing here names a language, a database or a subject: what there is to prove is what the pack offers.
package matrix

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
)

// Run is one project to make and to verify, and how far. Verifying always takes the project's own commands, SQLite, and
// every server that the database stands for.
type Run struct {
	Language string `json:"language"`
	Type     string `json:"type"`
	Database string `json:"database"`
	Model    string `json:"model"`             // a built-in subject, or one of the pack's proofs
	Image    bool   `json:"image,omitempty"`   // its container too
	Browser  bool   `json:"browser,omitempty"` // its page in a browser too
	Audit    bool   `json:"audit,omitempty"`   // linters and coverage too
}

// Combination is language/type/database.
func (r Run) Combination() string { return path.Join(r.Language, r.Type, r.Database) }

// Name says which project it is: language/type/database/model.
func (r Run) Name() string { return path.Join(r.Combination(), r.Model) }

// Covers tells whether r goes at least as far as other, with the same project.
func (r Run) Covers(other Run) bool {
	return r.Name() == other.Name() && (r.Image || !other.Image) && (r.Browser || !other.Browser) && (r.Audit || !other.Audit)
}

// Combinations are all projects with a database that the pack has, as runs without a model.
func Combinations(p *pack.Pack) []Run {
	var all []Run
	for _, language := range p.Languages() {
		answers := map[string]string{"language": language}
		for _, kind := range available(p, "type", answers) {
			answers["type"] = kind
			for _, database := range available(p, "database", answers) {
				all = append(all, Run{Language: language, Type: kind, Database: database})
			}
		}
	}
	return all
}

// Engines are the database engines that some project of the pack runs on: what each database lists in its facts.
func Engines(p *pack.Pack) ([]string, error) {
	q := p.Question("database")
	if q == nil {
		return nil, nil
	}
	choices, err := p.Choices(q)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, c := range choices {
		names, _ := c.Facts["engines"].([]any)
		for _, name := range names {
			if text, ok := name.(string); ok && !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	return all, nil
}

func available(p *pack.Pack, question string, answers map[string]string) []string {
	q := p.Question(question)
	if q == nil || !q.When.Holds(answers) {
		return nil
	}
	return p.Available(q, answers)
}

// Domains are the built-in subjects, the default one first.
func Domains(p *pack.Pack) []string {
	q := modelQuestion(p)
	if q == nil {
		return nil
	}
	names := slices.DeleteFunc(p.ChoiceNames(q), func(name string) bool { return name == q.Default })
	return append([]string{q.Default}, names...)
}

func modelQuestion(p *pack.Pack) *pack.Question {
	for _, q := range p.Questions {
		if q.Kind == "model" {
			return q
		}
	}
	return nil
}

// proofs is the folder of models that nobody is offered: a pack is proved with them.
const proofs = "proofs"

// Proofs are the names of those models.
func Proofs(p *pack.Pack) []string {
	var names []string
	for _, file := range p.FilesUnder(proofs) {
		if name, ok := strings.CutSuffix(path.Base(file), ".yaml"); ok {
			names = append(names, name)
		}
	}
	return names
}

// ProofFile is a proof's file in the pack.
func ProofFile(name string) string { return path.Join(proofs, name+".yaml") }

// LoadModel reads a built-in subject or a proof.
func LoadModel(p *pack.Pack, name string) (*model.Model, error) {
	if !slices.Contains(Proofs(p), name) {
		q := modelQuestion(p)
		if q == nil {
			return nil, fmt.Errorf("the pack has no model called %s", name)
		}
		return p.Model(q, name)
	}
	file := ProofFile(name)
	data, err := p.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return model.Parse(file, data)
}

// All is the whole matrix: every combination with the default subject as far as it goes; with each proof; and, on
// the default database, with every other subject.
func All(p *pack.Pack) []Run {
	var all []Run
	domains := Domains(p)
	database := p.Question("database")
	for _, r := range Combinations(p) {
		if len(domains) > 0 {
			r.Model, r.Image, r.Browser, r.Audit = domains[0], true, true, true
			all = append(all, r)
		}
		for _, name := range Proofs(p) {
			r.Model, r.Image, r.Browser, r.Audit = name, false, true, true
			all = append(all, r)
		}
		if r.Database != database.Default {
			continue
		}
		for _, name := range domains[min(1, len(domains)):] {
			all = append(all, Run{Language: r.Language, Type: r.Type, Database: r.Database, Model: name})
		}
	}
	return all
}
