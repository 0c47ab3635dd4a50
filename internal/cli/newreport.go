package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/answer"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/project"
	"github.com/scaffolio/scaffolio/internal/prompt"
)

// confirmNew shows what is going to be made and asks whether it should be, where somebody can answer.
func (a *App) confirmNew(ctx context.Context, o *newOptions, d *draft) error {
	if !a.mayAsk(o) {
		return nil
	}
	preview, err := a.preview(ctx, o, d)
	if err != nil {
		return err
	}
	w := a.Streams.Err
	fmt.Fprintln(w)
	a.summarize(w, d, preview)
	fmt.Fprintln(w)
	p, err := a.Prompter(ctx)
	if err != nil {
		return err
	}
	yes, err := p.Confirm(ctx, "Make it?", true)
	if err != nil {
		return err
	}
	if !yes {
		return &Failure{Exit: exitInterrupted, Code: "declined", Message: "Nothing was written.", Err: prompt.ErrInterrupted}
	}
	return nil
}

// summarize shows the answers, the entities and the size of the project.
func (a *App) summarize(w io.Writer, d *draft, preview project.Result) {
	rows := [][2]string{{"Project", d.name}, {"Folder", d.dir}}
	for _, q := range d.pack.Questions {
		value := d.value(q.Name)
		switch {
		case value == "":
		case q.Kind == answer.SourceKind && d.from.File != "":
			rows = append(rows, [2]string{q.Title, d.from.Source.Title + ", " + d.from.File})
		default:
			rows = append(rows, [2]string{q.Title, choiceTitle(d.pack, q, value)})
		}
	}
	rows = append(rows, [2]string{"Things", strings.Join(d.entities(), ", ")}, [2]string{"Author", d.value("author")})
	rows = append(rows, [2]string{"Repository", d.value("repo")}, [2]string{"Size", count(preview)})
	a.rows(w, rows)
}

// rows prints names and values in two columns; values wrap within the terminal.
func (a *App) rows(w io.Writer, rows [][2]string) {
	width := 0
	for _, row := range rows {
		width = max(width, len(row[0]))
	}
	for _, row := range rows {
		if row[1] == "" {
			continue
		}
		value := prompt.Wrap(row[1], strings.Repeat(" ", width+4), a.Streams.Width)
		fmt.Fprintf(w, "  %s  %s\n", a.paint(dim, pad(row[0], width)), strings.TrimLeft(value, " "))
	}
}

func choiceTitle(p *pack.Pack, q *pack.Question, name string) string {
	if c, err := p.Choice(q, name); err == nil && c.Title != "" {
		return c.Title
	}
	return name
}

func (d *draft) entities() []string {
	var names []string
	if s := d.source(); s != nil {
		names = append(names, s.Item.Label.Many)
	}
	if d.subject.Model == nil {
		return names
	}
	for _, e := range d.subject.Model.Entities {
		names = append(names, e.Label.Many)
	}
	return names
}

// count says how much was written, or would be.
func count(r project.Result) string {
	return fmt.Sprintf("%d files, %s", len(r.Files), size(r.Bytes))
}

func size(bytes int64) string {
	if bytes < 1000 {
		return fmt.Sprintf("%d B", bytes)
	}
	return fmt.Sprintf("%.1f kB", float64(bytes)/1000)
}

// newDocument is what `new --json` prints.
type newDocument struct {
	Project  projectDocument   `json:"project"`
	Answers  map[string]string `json:"answers"`
	Entities []string          `json:"entities"`
	Command  string            `json:"command"`
	Run      string            `json:"run,omitempty"`
	Test     string            `json:"test,omitempty"`
	Hints    []string          `json:"hints"`
	DryRun   bool              `json:"dry_run"`
	Files    []fileDocument    `json:"files"`
}

type projectDocument struct {
	Name   string `json:"name"`
	Dir    string `json:"dir"`
	Files  int    `json:"files"`
	Bytes  int64  `json:"bytes"`
	Commit string `json:"commit,omitempty"`
	Branch string `json:"branch,omitempty"`
}

type fileDocument struct {
	Path       string `json:"path"`
	Size       int    `json:"size"`
	Executable bool   `json:"executable,omitempty"`
}

func (d *draft) document(result project.Result, dry bool) newDocument {
	doc := newDocument{
		Project: projectDocument{
			Name: d.name, Dir: result.Dir, Files: len(result.Files), Bytes: result.Bytes, Commit: result.Commit, Branch: result.Branch,
		},
		Answers: map[string]string{}, Entities: []string{}, Command: d.command,
		Run: d.commandLine("run"), Test: d.commandLine("test"), Hints: append([]string{}, result.Hints...), DryRun: dry,
	}
	for _, one := range d.answers {
		doc.Answers[one.Question] = one.Value
	}
	if s := d.source(); s != nil {
		doc.Entities = append(doc.Entities, s.Item.Name)
	}
	if d.subject.Model != nil {
		for _, e := range d.subject.Model.Entities {
			doc.Entities = append(doc.Entities, e.Name)
		}
	}
	for _, f := range result.Files {
		doc.Files = append(doc.Files, fileDocument{Path: f.Path, Size: len(f.Data), Executable: f.Executable})
	}
	return doc
}

// commandLine is how the project's language runs or tests it, in the project's folder; "" when the pack
// doesn't say.
func (d *draft) commandLine(name string) string {
	language, err := d.pack.Language(d.value("language"))
	if err != nil {
		return ""
	}
	var lines []string
	for _, c := range language.Commands[name] {
		var words []string
		for _, key := range slices.Sorted(maps.Keys(c.Env)) {
			words = append(words, key+"="+quote(c.Env[key]))
		}
		for _, w := range c.Run {
			words = append(words, quote(w))
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return strings.Join(lines, " && ")
}

// previewNew is the dry run: the same checks and the same files, but nothing is written.
func (a *App) previewNew(ctx context.Context, o *newOptions, d *draft) error {
	result, err := a.preview(ctx, o, d)
	if err != nil {
		return err
	}
	if o.json {
		return a.printJSON(d.document(result, true))
	}
	fmt.Fprintf(a.Streams.Out, "%s\n", d.dir)
	printTree(a.Streams.Out, result.Files)
	fmt.Fprintf(a.Streams.Out, "\n%s. Nothing was written.\n", count(result))
	return nil
}

// preview is what would be written.
func (a *App) preview(ctx context.Context, o *newOptions, d *draft) (project.Result, error) {
	options := a.writeOptions(o, d)
	options.System = project.DryRun{}
	result, err := project.Write(ctx, options)
	result.Commit = "" // of a commit that isn't there
	return result, err
}

// reportNew says what was made, how to run it, and where to look first.
func (a *App) reportNew(o *newOptions, d *draft, result project.Result) error {
	if o.json {
		return a.printJSON(d.document(result, false))
	}
	w := a.Streams.Out
	commit := "no repository"
	if result.Commit != "" {
		commit = fmt.Sprintf("first commit %.7s on %s", result.Commit, result.Branch)
	} else if !o.noGit {
		commit = "not committed yet"
	}
	fmt.Fprintf(w, "%s\n\n", prompt.Wrap(fmt.Sprintf("Made %s: %s; %s.", d.name, count(result), commit), "", a.Streams.Width))
	if dir := shownDir(result.Dir); dir != "." {
		fmt.Fprintf(w, "  cd %s\n", quote(dir))
	}
	d.printSteps(w)
	a.lookFirst(w, d)
	fmt.Fprintf(w, "\nTo make it again:\n  %s\n", d.command)
	for _, hint := range result.Hints {
		fmt.Fprintf(a.Streams.Err, "\n%s%s\n", a.paint(amber, "Note: "), hint)
	}
	return nil
}

// printSteps shows the two commands to go on with, and what each of them does.
func (d *draft) printSteps(w io.Writer) {
	run, test := d.commandLine("run"), d.commandLine("test")
	width := max(len(run), len(test))
	for _, step := range [][2]string{{run, "runs it"}, {test, "tests it"}} {
		if step[0] != "" {
			fmt.Fprintf(w, "  %s  # %s\n", pad(step[0], width), step[1])
		}
	}
}

// lookFirst names the files to begin with, of those that the project has.
func (a *App) lookFirst(w io.Writer, d *draft) {
	first := [][2]string{
		{"README.md", "what it is; fill in its marked blanks"},
		{"EXPLAIN.md", "what a reviewer may ask, and where the answer is"},
		{"CHANGING.md", "how to add a field, step by step"},
	}
	shown := false
	for _, f := range first {
		if !d.has(f[0]) {
			continue
		}
		if !shown {
			fmt.Fprintf(w, "\nLook first at:\n")
			shown = true
		}
		fmt.Fprintf(w, "  %s %s\n", pad(f[0], 12), strings.TrimLeft(prompt.Wrap(f[1], strings.Repeat(" ", 15), a.Streams.Width), " "))
	}
}

func (d *draft) has(path string) bool {
	for _, f := range d.plan.Files {
		if f.Path == path {
			return true
		}
	}
	return false
}

// shownDir is a folder as one would type it here.
func shownDir(dir string) string {
	here, err := os.Getwd()
	if err != nil {
		return dir
	}
	if real, err := filepath.EvalSymlinks(here); err == nil {
		here = real
	}
	if rel, err := filepath.Rel(here, dir); err == nil && !strings.HasPrefix(rel, "..") {
		return rel
	}
	return dir
}
