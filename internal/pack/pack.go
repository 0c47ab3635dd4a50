// Package pack reads a template pack: its manifest, its layers and the choices that it offers. A pack is
// data only; nothing in it is ever run.
//
// The package knows no pack by name. What a pack offers is found by looking: a language is a folder with a
// language.yaml, and a combination of answers exists when the folders of its layers do.
package pack

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// The limits of a pack on disk.
const (
	maxFiles    = 5000
	maxFileSize = 4 << 20
)

// Pack is a checked manifest and the files beside it.
type Pack struct {
	Name       string
	Version    string
	Summary    string
	Delimiters Delimiters
	Data       map[string]any // whatever the templates look up: patterns, lists of words
	Questions  []*Question
	rules      []*Rule
	fsys       fs.FS
	files      []string // all files, sorted
	folders    map[string]bool

	mu        sync.Mutex
	languages map[string]*Language
	choices   map[string]*Choice // by question and name
}

// Delimiters enclose what a template computes.
type Delimiters struct{ Left, Right string }

// manifest is pack.yaml as written.
type manifest struct {
	Name       string         `yaml:"name"`
	Version    string         `yaml:"version"`
	Summary    string         `yaml:"summary"`
	Delimiters []string       `yaml:"delimiters"`
	Data       map[string]any `yaml:"data"`
	Questions  []*Question    `yaml:"questions"`
	Layers     []*Rule        `yaml:"layers"`
}

// Load reads pack.yaml in fsys and looks at the names of all its files. Layers, languages and choices are
// read when they are asked for.
func Load(fsys fs.FS) (*Pack, error) {
	var m manifest
	if err := decodeFile(fsys, "pack.yaml", &m); err != nil {
		return nil, err
	}
	p := &Pack{
		Name: m.Name, Version: m.Version, Summary: m.Summary, Data: m.Data, Questions: m.Questions,
		Delimiters: Delimiters{"{{", "}}"}, rules: m.Layers, fsys: fsys,
		folders: map[string]bool{}, languages: map[string]*Language{}, choices: map[string]*Choice{},
	}
	if err := p.checkManifest(m); err != nil {
		return nil, err
	}
	if err := p.walk(); err != nil {
		return nil, err
	}
	p.Questions = p.asked()
	return p, nil
}

// asked are the questions that can come up: one that waits for an answer which this pack doesn't offer (a project
// type that is yet to come) is no question yet, nor is one that waits for such a question.
func (p *Pack) asked() []*Question {
	asked := p.Questions
	for {
		rest := slices.DeleteFunc(slices.Clone(asked), func(q *Question) bool { return !p.comesUp(q, asked) })
		if len(rest) == len(asked) {
			return asked
		}
		asked = rest
	}
}

func (p *Pack) comesUp(q *Question, among []*Question) bool {
	for name, any := range q.When {
		i := slices.IndexFunc(among, func(other *Question) bool { return other.Name == name })
		if i < 0 || !slices.ContainsFunc(p.ChoiceNames(among[i]), func(c string) bool { return slices.Contains(any, c) }) {
			return false
		}
	}
	return true
}

// QuestionOf is the question of a kind, model or source, or nil.
func (p *Pack) QuestionOf(kind string) *Question {
	for _, q := range p.Questions {
		if q.Kind == kind {
			return q
		}
	}
	return nil
}

func (p *Pack) checkManifest(m manifest) error {
	if m.Name == "" || m.Version == "" {
		return fmt.Errorf("pack.yaml: a pack needs a name and a version")
	}
	if len(m.Delimiters) > 0 {
		if len(m.Delimiters) != 2 || m.Delimiters[0] == m.Delimiters[1] || !delimiter(m.Delimiters[0]) || !delimiter(m.Delimiters[1]) {
			return fmt.Errorf("pack.yaml: delimiters are two different marks of two to four characters, such as [\"<%%\", \"%%>\"]")
		}
		p.Delimiters = Delimiters{m.Delimiters[0], m.Delimiters[1]}
	}
	if len(m.Layers) == 0 {
		return fmt.Errorf("pack.yaml: a pack needs at least one layer")
	}
	seen := map[string]bool{}
	for _, q := range m.Questions {
		if err := q.check(); err != nil {
			return fmt.Errorf("pack.yaml: %w", err)
		}
		if seen[q.Name] {
			return fmt.Errorf("pack.yaml: the question %s is there twice", q.Name)
		}
		seen[q.Name] = true
	}
	for _, r := range m.Layers {
		if err := r.check(seen); err != nil {
			return fmt.Errorf("pack.yaml: %w", err)
		}
	}
	return nil
}

func delimiter(s string) bool {
	return len(s) >= 2 && len(s) <= 4 && !strings.ContainsAny(s, " \t\r\n") && strings.Trim(s, "<%>{}[]()@#$|!?=~^") == ""
}

// walk notes every file, and refuses links, devices and names that some operating system can't keep.
func (p *Pack) walk() error {
	err := fs.WalkDir(p.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("can't read the pack: %w", err)
		}
		if name == "." {
			return nil
		}
		if err := CheckPath(name); err != nil {
			return fmt.Errorf("the pack can't be used: %w", err)
		}
		switch {
		case d.Type()&fs.ModeSymlink != 0:
			return fmt.Errorf("the pack can't be used: %s is a symbolic link", name)
		case d.IsDir():
			p.folders[name] = true
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("the pack can't be used: %s is no ordinary file", name)
		case len(p.files) == maxFiles:
			return fmt.Errorf("the pack can't be used: it has more than %d files", maxFiles)
		}
		p.files = append(p.files, name)
		return nil
	})
	// The walk goes folder by folder; looking up needs the order of whole paths.
	slices.Sort(p.files)
	return err
}

// ReadFile is the content of one of the pack's files.
func (p *Pack) ReadFile(name string) ([]byte, error) {
	f, err := p.fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("the pack has no file %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("can't read %s of the pack: %w", name, err)
	}
	if info.Size() > maxFileSize {
		return nil, fmt.Errorf("the pack can't be used: %s has more than %d MiB", name, maxFileSize>>20)
	}
	return fs.ReadFile(p.fsys, name)
}

// Has tells whether the pack has this file.
func (p *Pack) Has(name string) bool {
	_, found := slices.BinarySearch(p.files, name)
	return found
}

// Files are the paths of all files of the pack, sorted.
func (p *Pack) Files() []string { return p.files }

// FilesUnder are the files below a folder, sorted.
func (p *Pack) FilesUnder(folder string) []string {
	prefix := folder + "/"
	from, _ := slices.BinarySearch(p.files, prefix)
	to := from
	for to < len(p.files) && strings.HasPrefix(p.files[to], prefix) {
		to++
	}
	return p.files[from:to]
}
