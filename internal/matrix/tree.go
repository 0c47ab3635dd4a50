package matrix

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/render"
)

// project is whose project the hash is of; the name, the author and the year say nothing about what was proved.
func project() render.Project {
	return render.Project{
		Name: "portfolio", Title: "Portfolio", Module: "example.com/portfolio", Author: "Ada Example", License: "mit", Year: 2000,
	}
}

// Tree is the hash of all that a run's project consists of: paths, modes and bytes. A receipt is about the projects with
// its tree and no others.
func Tree(ctx context.Context, p *pack.Pack, r Run) (string, error) {
	in := render.Input{Project: project(), Answers: map[string]string{"language": r.Language, "type": r.Type, "database": r.Database}}
	for _, q := range p.Questions {
		if _, given := in.Answers[q.Name]; !given && q.Kind != "model" && q.When.Holds(in.Answers) {
			in.Answers[q.Name] = q.Default
		}
	}
	var err error
	if in.Model, err = LoadModel(p, r.Model); err != nil {
		return "", err
	}
	if q := p.QuestionOf("source"); q != nil && in.Answers[q.Name] != "" {
		if in.Source, err = p.Source(q, in.Answers[q.Name]); err != nil {
			return "", err
		}
	}
	plan, err := render.Render(ctx, p, in)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, f := range plan.Files {
		fmt.Fprintf(sum, "%q %t %d\n", f.Path, f.Executable, len(f.Data))
		sum.Write(f.Data)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16]), nil
}
