package render

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
)

// Render makes the plan of a project. The same pack and input give the same bytes.
func Render(ctx context.Context, p *pack.Pack, in Input) (*Plan, error) {
	r, err := prepare(ctx, p, in)
	if err != nil {
		return nil, err
	}
	if err := r.gather(); err != nil {
		return nil, err
	}
	files, err := r.renderAll()
	if err != nil {
		return nil, err
	}
	if err := r.checkSlots(); err != nil {
		return nil, err
	}
	if files, err = r.lock(files); err != nil {
		return nil, err
	}
	return &Plan{Files: files}, nil
}

// run is one rendering.
type run struct {
	*meter
	pack      *pack.Pack
	in        Input
	language  *pack.Language
	facts     *pack.Facts
	layers    []*pack.Layer
	dot       map[string]any
	functions map[string]any
	known     map[string]any // functions as the parser wants them: only names count
	sources   []*packFile
	partials  sync.Map // by path: a function that compiles once
	slots     map[string][]*packFile
	declared  sync.Map // the slots that files of this project declare
}

func prepare(ctx context.Context, p *pack.Pack, in Input) (*run, error) {
	if in.Budget == (Budget{}) {
		in.Budget = DefaultBudget()
	}
	r := &run{meter: &meter{ctx: ctx, budget: in.Budget}, pack: p, in: in,
		slots: map[string][]*packFile{}}
	var err error
	if r.layers, err = p.Layers(in.Answers); err != nil {
		return nil, err
	}
	if r.facts, err = pack.Join(r.layers); err != nil {
		return nil, err
	}
	choices, err := r.choices()
	if err != nil {
		return nil, err
	}
	r.functions = functions(newLookups(p, r.language, choices))
	r.known = maps.Clone(r.functions)
	for _, name := range []string{"include", "slot", "and", "or", "not", "len", "index", "slice", "eq", "ne", "lt", "le", "gt", "ge"} {
		r.known[name] = true
	}
	return r, nil
}

// choices looks up the answers, and makes the dot that all files share.
func (r *run) choices() (map[string]*pack.Choice, error) {
	answers := map[string]string{}
	choices := map[string]*pack.Choice{}
	r.dot = map[string]any{
		"Answers": answers, "Model": r.in.Model, "Source": r.in.Source, "Facts": r.facts,
		"Pack": map[string]any{"Name": r.pack.Name, "Version": r.pack.Version, "Data": r.pack.Data},
	}
	for _, q := range r.pack.Questions {
		answer := r.in.Answers[q.Name]
		answers[q.Name] = answer
		if answer == "" || q.Kind != "choice" {
			continue
		}
		c, err := r.pack.Choice(q, answer)
		if err != nil {
			return nil, err
		}
		choices[q.Name] = c
		about := map[string]any{"name": c.Name, "title": c.Title, "summary": c.Summary, "detail": c.Detail, "facts": c.Facts}
		if path.Base(c.Path) == pack.LanguageFile {
			if r.language, err = r.pack.Language(path.Dir(c.Path)); err != nil {
				return nil, err
			}
			about = r.language.AsMap()
		}
		r.dot[model.Pascal(q.Name)] = about
	}
	var err error
	if r.in.Project.Package, err = r.packageName(); err != nil {
		return nil, err
	}
	r.dot["Project"] = r.in.Project
	return choices, nil
}

// renderAll renders every file, in parallel, and puts the files in order.
func (r *run) renderAll() ([]File, error) {
	files := make([]File, len(r.sources))
	errs := make([]error, len(r.sources))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(r.sources)) {
		wg.Go(func() {
			w := newWorker(r)
			for i := next.Add(1) - 1; int(i) < len(r.sources); i = next.Add(1) - 1 {
				files[i], errs[i] = w.render(r.sources[i])
				if errs[i] != nil {
					next.Add(int64(len(r.sources))) // the others need not begin
				}
			}
		})
	}
	wg.Wait()
	if err := errors.Join(firstOf(errs)...); err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(files, func(f File) bool { return f.Path == "" })
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

// firstOf is the first error, which doesn't depend on which worker was faster: files are begun in order.
func firstOf(errs []error) []error {
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	if i < 0 {
		return nil
	}
	return errs[i : i+1]
}

// render makes one file. A template that comes to nothing makes no file.
func (w *worker) render(s *packFile) (File, error) {
	data, err := w.content(s)
	if err != nil {
		return File{}, err
	}
	if s.template && strings.TrimSpace(string(data)) == "" {
		return File{}, nil
	}
	return File{Path: s.path, Data: data, Executable: slices.ContainsFunc(w.job.facts.Executable, func(glob string) bool {
		ok, err := path.Match(glob, s.path)
		return ok && err == nil
	})}, nil
}

func (w *worker) content(s *packFile) ([]byte, error) {
	return w.contentWith(s, s.subject.dot(w.job.dot))
}

func (w *worker) contentWith(s *packFile, dot map[string]any) ([]byte, error) {
	if !s.template {
		data, err := w.job.pack.ReadFile(s.file)
		if err == nil && w.bytes.Add(int64(len(data))) > w.budget.Bytes {
			err = fmt.Errorf("%s: the project has more than %d MiB with this file", s.file, w.budget.Bytes>>20)
		}
		return data, err
	}
	c, err := s.compile()
	if err != nil {
		return nil, err
	}
	for _, name := range c.slots {
		w.job.declared.Store(name, true)
	}
	return w.file(c, dot)
}

// checkSlots makes sure that whatever is contributed to a slot has somewhere to go. The file that declares a
// slot may be missing from this project, but not from the pack.
func (r *run) checkSlots() error {
	for _, name := range slices.Sorted(maps.Keys(r.slots)) {
		if _, ok := r.declared.Load(name); ok || r.declaredElsewhere(name) {
			continue
		}
		return fmt.Errorf("%s: no template of the pack declares the slot %q", r.slots[name][0].file, name)
	}
	return nil
}

func (r *run) declaredElsewhere(name string) bool {
	for _, file := range r.pack.Files() {
		if !strings.HasSuffix(file, ".tmpl") {
			continue
		}
		data, err := r.pack.ReadFile(file)
		if err != nil || len(data) > maxTemplate || !strings.Contains(string(data), `slot "`+name+`"`) {
			continue
		}
		c, err := compile(file, string(data), r.pack.Delimiters, r.known)
		if err == nil && slices.Contains(c.slots, name) {
			return true
		}
	}
	return false
}
