package pack

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/scaffolio/scaffolio/internal/nearest"
)

// LanguageFile is what makes a folder a language.
const LanguageFile = "language.yaml"

// Language is a language.yaml: everything that the tool needs to know about a language.
type Language struct {
	Name    string `yaml:"name"` // the folder's name; the file need not give it
	Title   string `yaml:"title"`
	Summary string `yaml:"summary"`
	Detail  string `yaml:"detail"`
	Order   int    `yaml:"order"`
	// Requires are the programs that must be on the machine.
	Requires []Tool `yaml:"requires"`
	// Commands are what can be done with a project: install, run, test, lint, build, bench. Besides, for verify:
	// make (builds into {out}), start (starts that; of several, the first one that the toolchain's version has), audit
	// (linters that a project doesn't install for itself) and coverage. In arguments and env {dir} is the project's
	// folder, {out} a temporary one, and {exe} the ending of programs.
	Commands map[string][]Command `yaml:"commands"`
	// Inherit are environment variables that the language's programs need besides the usual ones; NAME* is all
	// that begin with NAME.
	Inherit []string `yaml:"inherit"`
	// Types are the language's names for the model's types, and anything else to look up by "types.…".
	Types map[string]any `yaml:"types"`
	Names Names          `yaml:"names"`
	Facts map[string]any `yaml:"facts"` // whatever templates look up
	Lines Lines          `yaml:"lines"`
	Locks []Lock         `yaml:"locks"`
	// Versions says how versions.yaml is made from the one real manifest of all dependencies.
	Versions Versions `yaml:"versions"`

	folder   string
	asMap    map[string]any
	versions map[string]string
}

// Tool is a program that a language needs.
type Tool struct {
	Name    string   `yaml:"name"`    // "Go"
	Command []string `yaml:"command"` // [go, version]: prints its version
	Also    []string `yaml:"also"`    // what else the program is called: python3, where there is no python
	Pattern string   `yaml:"pattern"` // finds the version in that, as group 1
	Minimum string   `yaml:"minimum"` // "1.25"
	Get     string   `yaml:"get"`     // one line: how to get it
	// Optional tools are reported and not asked for.
	Optional bool `yaml:"optional"`
}

// Command is one program to run in a project's folder.
type Command struct {
	Run   []string          `yaml:"run"`
	Env   map[string]string `yaml:"env"`
	Quiet bool              `yaml:"quiet"` // any output on stdout is a failure, as with gofmt -l
	// AtLeast is what the last percentage in the output has to reach, as with coverage.
	AtLeast float64 `yaml:"at_least"`
	// Needs is an address that the program fetches from. Where nobody answers there, the command is skipped.
	Needs string `yaml:"needs"`
	// Since and Before are versions of the language's first tool: the command is one from Since on, and no more from Before on.
	Since  string `yaml:"since"`
	Before string `yaml:"before"`
}

// Lines says which files of a project count as code to explain, and how many lines there may be.
type Lines struct {
	Endings []string       `yaml:"endings"` // [".go"]
	Skip    []string       `yaml:"skip"`    // globs on the path or its last part: ["*_test.go"]
	Budget  map[string]int `yaml:"budget"`  // by project type
}

// Lock says how a project's exact dependencies get into it.
type Lock struct {
	Manifest string    `yaml:"manifest"` // the file, rendered from templates, that asks for them: go.mod
	Files    []string  `yaml:"files"`    // what is stored for each manifest; it may replace the manifest
	Seed     []string  `yaml:"seed"`     // files of deps/ that lie beside the manifest when Refresh begins
	Refresh  []Command `yaml:"refresh"`  // what makes Files from a rendered project, run in its folder
}

// Versions says where the exact version of each dependency stands.
type Versions struct {
	From    string `yaml:"from"`    // a file of the language's folder: deps/go.mod
	Pattern string `yaml:"pattern"` // finds a name (group 1) and its version (group 2) in a line
	// Latest asks for the newest version of one dependency, which is {name} in its arguments.
	Latest Latest `yaml:"latest"`
	// Hold are dependencies that Latest leaves alone, each with the reason.
	Hold map[string]string `yaml:"hold"`
	// Upgrade is run in the manifest's folder when newer versions are asked for, after those of Latest are in it: what
	// raises versions itself, and what makes the lock beside the manifest anew.
	Upgrade []Command `yaml:"upgrade"`
}

// Latest is a program that tells the newest version of a dependency.
type Latest struct {
	Run     []string `yaml:"run"`
	Pattern string   `yaml:"pattern"` // finds the version in what it prints, as group 1; without it, that is the version
}

// LanguageOf is the language among the answers: that of the question whose choices are language files.
func (p *Pack) LanguageOf(answers map[string]string) (*Language, error) {
	for _, q := range p.Questions {
		if path.Base(q.glob) == LanguageFile {
			c, err := p.Choice(q, answers[q.Name])
			if err != nil {
				return nil, err
			}
			return p.Language(path.Dir(c.Path))
		}
	}
	return nil, fmt.Errorf("the pack %s has no question about a language", p.Name)
}

// Language is the language of a folder that has a language.yaml. It is read once.
func (p *Pack) Language(name string) (*Language, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l, ok := p.languages[name]; ok {
		return l, nil
	}
	l, err := p.readLanguage(name)
	if err != nil {
		return nil, err
	}
	p.languages[name] = l
	return l, nil
}

func (p *Pack) readLanguage(name string) (*Language, error) {
	file := path.Join(name, LanguageFile)
	if !p.Has(file) {
		return nil, &UnknownError{Question: "language", Answer: name, Known: p.Languages(), Near: nearest.Of(name, p.Languages())}
	}
	data, err := p.ReadFile(file)
	if err != nil {
		return nil, err
	}
	node, err := parse(file, data)
	if err != nil {
		return nil, err
	}
	l := &Language{folder: name, versions: map[string]string{}}
	if node == nil {
		return nil, fmt.Errorf("%s: the file is empty", file)
	}
	if err := l.decode(file, node); err != nil {
		return nil, err
	}
	if versions := path.Join(name, "versions.yaml"); p.Has(versions) {
		if err := decodeFile(p.fsys, versions, &l.versions); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *Language) decode(file string, node ast.Node) error {
	if err := decodeNode(file, node, l, true); err != nil {
		return err
	}
	if err := decodeNode(file, node, &l.asMap, false); err != nil {
		return err
	}
	l.Name = cmp.Or(l.Name, path.Base(l.folder))
	if l.Name != path.Base(l.folder) {
		return fmt.Errorf("%s: the language is called %s, its folder %s", file, l.Name, l.folder)
	}
	if l.Title == "" || l.Summary == "" {
		return fmt.Errorf("%s: a language needs a title and a summary", file)
	}
	l.asMap["name"] = l.Name
	for _, t := range l.Requires {
		if _, err := regexp.Compile(t.Pattern); err != nil || len(t.Command) == 0 {
			return fmt.Errorf("%s: the program %s needs a command and a pattern that finds its version", file, t.Name)
		}
	}
	for _, lock := range l.Locks {
		if lock.Manifest == "" || len(lock.Files) == 0 {
			return fmt.Errorf("%s: a lock needs a manifest and files", file)
		}
		for _, f := range append([]string{lock.Manifest}, lock.Files...) {
			if err := CheckPath(f); err != nil {
				return fmt.Errorf("%s: a lock: %w", file, err)
			}
		}
	}
	for name, commands := range l.Commands {
		for _, c := range commands {
			if len(c.Run) == 0 {
				return fmt.Errorf("%s: the command %s has nothing to run", file, name)
			}
		}
	}
	return l.Names.check(file)
}

// Languages are the names of all folders that are a language.
func (p *Pack) Languages() []string {
	var names []string
	for _, f := range p.files {
		if folder, last := path.Split(f); last == LanguageFile && strings.Count(f, "/") == 1 {
			names = append(names, strings.TrimSuffix(folder, "/"))
		}
	}
	return names
}

// AsMap is the whole of language.yaml as templates see it.
func (l *Language) AsMap() map[string]any { return l.asMap }

// Version is the exact version of a dependency, from the language's versions.yaml.
func (l *Language) Version(dependency string) (string, bool) {
	v, ok := l.versions[dependency]
	return v, ok
}

// Folder is the language's folder in the pack.
func (l *Language) Folder() string { return l.folder }
