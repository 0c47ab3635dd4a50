package render

import (
	"fmt"
	"maps"
	"strings"
	"text/template"
)

// worker renders one template after another. What belongs to the file at hand is reset for each.
type worker struct {
	gauge
	job     *run
	root    *template.Template // holds the functions
	sets    map[*compiled]*template.Template
	dot     map[string]any
	depth   int
	current *compiled // the file whose text is being rendered
}

func newWorker(r *run) *worker {
	w := &worker{gauge: gauge{meter: r.meter}, job: r, sets: map[*compiled]*template.Template{}}
	functions := template.FuncMap{
		tickName:  func() (string, error) { return "", w.spend(1) },
		"include": w.include,
		"slot":    w.slot,
	}
	for name, fn := range r.functions {
		functions[name] = w.guarded(name, fn)
	}
	w.root = template.New("").Option("missingkey=error").Funcs(functions)
	return w
}

// file renders one template with the dot of one file.
func (w *worker) file(c *compiled, dot map[string]any) ([]byte, error) {
	w.dot, w.depth = dot, 0
	text, err := w.execute(c, c.file, dot)
	if err != nil {
		return nil, explain(c.file, err)
	}
	if w.bytes.Add(int64(len(text))) > w.budget.Bytes {
		return nil, &TemplateError{File: c.file, Text: fmt.Sprintf("the project has more than %d MiB with this file", w.budget.Bytes>>20)}
	}
	return []byte(text), nil
}

func (w *worker) execute(c *compiled, name string, dot any) (string, error) {
	t, ok := w.sets[c]
	if !ok {
		for full, tree := range c.trees {
			if _, err := w.root.New(full).AddParseTree(full, tree); err != nil {
				return "", err
			}
		}
		t = w.root.Lookup(c.file)
		w.sets[c] = t
	}
	out := &limited{most: w.budget.FileBytes}
	outer := w.current
	w.current = c
	err := t.ExecuteTemplate(out, name, dot)
	w.current = outer
	if err != nil {
		return "", explain(c.file, err)
	}
	return out.String(), nil
}

// nested executes a template within another, and hands its text on for the outer one to place.
func (w *worker) nested(c *compiled, name string, dot any) (string, error) {
	if w.depth++; w.depth > w.budget.Depth {
		return "", &TemplateError{File: c.file, Text: fmt.Sprintf("files are included in each other more than %d deep; does this one include itself?", w.budget.Depth)}
	}
	defer func() { w.depth-- }()
	text, err := w.execute(c, name, dot)
	if err != nil {
		return "", err
	}
	return text, w.spend(1 + int64(len(text))/256)
}

// include gives the text of a template that this file defines, or of a partial: a file of the pack that ends
// in .partial, named by its whole path.
func (w *worker) include(name string, dot any) (string, error) {
	if full := w.current.fullName(name); w.current.trees[full] != nil {
		return w.nested(w.current, full, dot)
	}
	c, err := w.job.partial(name)
	if err != nil {
		return "", err
	}
	return w.nested(c, c.file, dot)
}

// slot renders what the layers contribute to a slot, in their order, with the dot of the whole file.
func (w *worker) slot(name string) (string, error) {
	var b strings.Builder
	for _, s := range w.job.slots[name] {
		c, err := s.compile()
		if err != nil {
			return "", err
		}
		text, err := w.nested(c, c.file, maps.Clone(w.dot))
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}
