package render

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/pack"
	"github.com/scaffolio/scaffolio/internal/source"
)

// packFile is a file of the pack that becomes a file of the project, or a part of one.
type packFile struct {
	file     string // in the pack
	path     string // in the project
	template bool
	subject  subject
	compile  func() (*compiled, error)
}

// gather finds the files of all layers and gives each its path.
func (r *run) gather() error {
	taken := map[string]string{} // by folded path: the file that makes it
	for _, l := range r.layers {
		for _, file := range r.pack.FilesUnder(l.Folder) {
			rel := strings.TrimPrefix(file, l.Folder+"/")
			if err := r.place(l, file, rel, taken); err != nil {
				return err
			}
		}
	}
	if len(r.sources) > r.budget.Files {
		return fmt.Errorf("the project would have %d files; at most %d", len(r.sources), r.budget.Files)
	}
	return r.foldersAreNoFiles(taken)
}

// ownFiles are what a layer's folder may hold besides the project's files.
var ownFiles = map[string]bool{"layer.yaml": true, "choice.yaml": true, pack.LanguageFile: true}

func (r *run) place(l *pack.Layer, file, rel string, taken map[string]string) error {
	name, isTemplate := strings.CutSuffix(rel, ".tmpl")
	switch {
	case ownFiles[rel] || strings.HasSuffix(rel, ".partial") || r.inOtherLayer(l, file):
		return nil
	case strings.HasPrefix(rel, "_slots/"):
		slot := strings.TrimPrefix(name, "_slots/")
		if !isTemplate || strings.Contains(slot, "/") {
			return fmt.Errorf("%s: what goes into a slot is a file called NAME.tmpl, without folders", file)
		}
		r.slots[slot] = append(r.slots[slot], &packFile{file: file, template: true, compile: r.compiler(file)})
		return nil
	}
	compile := r.compiler(file)
	for _, about := range r.subjectsOf(rel) {
		target, err := r.target(name, about)
		if err == nil {
			err = pack.CheckPath(target)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		folded := strings.ToLower(target)
		if other, ok := taken[folded]; ok {
			return fmt.Errorf("%s and %s both make %s; a path has one owner", other, file, target)
		}
		taken[folded] = file
		r.sources = append(r.sources, &packFile{file: file, path: target, template: isTemplate, subject: about, compile: compile})
	}
	return nil
}

// inOtherLayer tells whether a file belongs to a layer whose folder lies within this one's.
func (r *run) inOtherLayer(l *pack.Layer, file string) bool {
	for _, other := range r.layers {
		if strings.HasPrefix(other.Folder, l.Folder+"/") && strings.HasPrefix(file, other.Folder+"/") {
			return true
		}
	}
	return false
}

// partial is a file that others include, found by its path in the pack.
func (r *run) partial(name string) (*compiled, error) {
	if !strings.HasSuffix(name, ".partial") || !r.pack.Has(name) {
		return nil, fmt.Errorf("this file defines no template %q, and the pack has no file of that name that ends in .partial", name)
	}
	compile, _ := r.partials.LoadOrStore(name, r.compiler(name))
	return compile.(func() (*compiled, error))()
}

// compiler parses a file when it is first needed.
func (r *run) compiler(file string) func() (*compiled, error) {
	return sync.OnceValues(func() (*compiled, error) {
		data, err := r.pack.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if len(data) > maxTemplate {
			return nil, &TemplateError{File: file, Text: fmt.Sprintf("a template has at most %d KiB", maxTemplate>>10)}
		}
		return compile(file, string(data), r.pack.Delimiters, r.known)
	})
}

// maxTemplate keeps how deep a template's text can nest to what a stack holds.
const maxTemplate = 256 << 10

// foldersAreNoFiles refuses a file whose path is another's folder.
func (r *run) foldersAreNoFiles(taken map[string]string) error {
	for _, s := range r.sources {
		for dir := path.Dir(strings.ToLower(s.path)); dir != "."; dir = path.Dir(dir) {
			if other, ok := taken[dir]; ok {
				return fmt.Errorf("%s makes a file where %s needs a folder", other, s.file)
			}
		}
	}
	return nil
}

// subject is what a file is about when there is one file for each entity, sample or decision.
type subject struct {
	entity   *model.Entity
	sample   *source.Recording
	decision *pack.Decision
	number   string // of the decision: "0001"
}

// subjectsOf are what a path is to be rendered for: all entities when it names one, all decisions when it
// names one, else nothing in particular, once.
func (r *run) subjectsOf(rel string) []subject {
	var all []subject
	switch {
	case strings.Contains(rel, "__decision__"):
		for i := range r.facts.Decisions {
			all = append(all, subject{decision: &r.facts.Decisions[i], number: fmt.Sprintf("%04d", i+1)})
		}
	case strings.Contains(rel, "__sample__"):
		for _, s := range r.recordings() {
			all = append(all, subject{sample: s})
		}
	case !strings.Contains(rel, "__entity_"):
		all = []subject{{}}
	case r.in.Source != nil:
		all = []subject{{entity: r.in.Source.Item.Entity}}
	case r.in.Model != nil:
		for _, e := range r.in.Model.Entities {
			all = append(all, subject{entity: e})
		}
	}
	return all
}

// recordings are the answers in the source's sample.
func (r *run) recordings() []*source.Recording {
	if r.in.Source == nil {
		return nil
	}
	return r.in.Source.Recordings()
}

// dot is the shared dot with the subject in it.
func (s subject) dot(shared map[string]any) map[string]any {
	dot := maps.Clone(shared)
	if s.entity != nil {
		dot["Entity"] = s.entity
	}
	if s.sample != nil {
		dot["Sample"] = s.sample
	}
	if s.decision != nil {
		dot["Decision"], dot["Number"] = s.decision, s.number
	}
	return dot
}

var pathVariable = regexp.MustCompile(`__(entity|project|module)_([a-z][a-z0-9]*(?:_[a-z0-9]+)*?)__`)

// target is the path of a file with its variables filled in.
func (r *run) target(rel string, about subject) (string, error) {
	var problem error
	if about.decision != nil {
		rel = strings.ReplaceAll(rel, "__decision__", about.number+"-"+about.decision.Name)
	}
	if about.sample != nil {
		rel = strings.ReplaceAll(rel, "__sample__", about.sample.Name)
	}
	out := pathVariable.ReplaceAllStringFunc(rel, func(v string) string {
		m := pathVariable.FindStringSubmatch(v)
		value, err := r.variable(m[1], m[2], about.entity)
		if about.entity != nil && m[1] == "entity" && pack.Device(value) {
			value += "_" // Windows keeps the name Aux, but the user may have a thing that is called so
		}
		if err != nil && problem == nil {
			problem = fmt.Errorf("the variable %s in the path: %w", v, err)
		}
		return value
	})
	if problem == nil && strings.Contains(out, "__entity_") {
		problem = fmt.Errorf("the path has a variable that is not known")
	}
	return out, problem
}

func (r *run) variable(of, form string, e *model.Entity) (string, error) {
	name := r.in.Project.Name
	if of == "entity" {
		name = e.Name
		if rest, ok := strings.CutPrefix(form, "plural_"); ok {
			name, form = e.PluralName, rest
		}
	}
	if of == "module" {
		switch form {
		case "path": // a module as folders: github.com/ada/x stays, com.ada.x becomes com/ada/x
			if strings.Contains(r.in.Project.Module, "/") {
				return r.in.Project.Module, nil
			}
			return strings.ReplaceAll(r.in.Project.Module, ".", "/"), nil
		case "package": // github.com/ada/x becomes com/github/ada/x
			return strings.ReplaceAll(r.in.Project.Package, ".", "/"), nil
		}
		return "", fmt.Errorf("there are __module_path__ and __module_package__ only")
	}
	switch form {
	case "name":
		return name, nil
	case "snake":
		return model.Snake(name), nil
	case "kebab":
		return model.Kebab(name), nil
	case "pascal":
		return model.Pascal(name), nil
	case "camel":
		return model.Camel(name), nil
	case "flat":
		return strings.Join(model.Words(name), ""), nil
	}
	if r.language == nil {
		return "", errNoLanguage
	}
	return r.language.Ident(form, name)
}
