package pack

import (
	"fmt"
	"io/fs"
)

// Facts are what a layer declares in its layer.yaml. Everything that is generated from them (.env.example,
// compose, workflows, the README's tables) says each of them in one way.
type Facts struct {
	Env       []EnvVar   `yaml:"env"`
	Services  []Service  `yaml:"services"`
	Ports     []Port     `yaml:"ports"`
	Decisions []Decision `yaml:"decisions"`
	Readme    []string   `yaml:"readme"`
	// Executable are the paths in the project, after naming, that are marked as programs.
	Executable []string `yaml:"executable"`
}

// EnvVar is an environment variable that the project reads.
type EnvVar struct {
	Name     string `yaml:"name"`
	Default  string `yaml:"default"`
	Example  string `yaml:"example"`  // what .env.example shows; the default when empty
	Meaning  string `yaml:"meaning"`  // one line
	Secret   bool   `yaml:"secret"`   // never in a file that git keeps
	Required bool   `yaml:"required"` // production does not start without it
}

// Service is a program that runs beside the app, such as a database server. Its values, and what the app is
// given, may hold {password}, {host} and {port}, which whoever starts it fills in.
type Service struct {
	Name    string            `yaml:"name"`
	Title   string            `yaml:"title"` // "PostgreSQL 18"
	Image   string            `yaml:"image"`
	Port    int               `yaml:"port"`
	Env     map[string]string `yaml:"env"`
	Command []string          `yaml:"command"`
	Volume  string            `yaml:"volume"`  // the path in the service that outlives it
	Health  []string          `yaml:"health"`  // the command that tells whether it is ready
	AppEnv  map[string]string `yaml:"app_env"` // what the app is given to find it
}

// Port is one that the app listens on.
type Port struct {
	Port    int    `yaml:"port"`
	Meaning string `yaml:"meaning"`
}

// Decision is a choice that the project's authors can be asked about, with what was not chosen.
type Decision struct {
	Name     string     `yaml:"name"` // kebab-case, part of the file's name
	Title    string     `yaml:"title"`
	Context  string     `yaml:"context"`
	Decision string     `yaml:"decision"`
	Rejected []Rejected `yaml:"rejected"`
	Price    string     `yaml:"price"` // what it costs
}

// Rejected is an alternative and why it was not taken.
type Rejected struct {
	Option string `yaml:"option"`
	Why    string `yaml:"why"`
}

// facts reads the layer.yaml of a folder; without one, a layer declares nothing.
func (p *Pack) facts(folder string) (*Facts, error) {
	name := folder + "/layer.yaml"
	f := &Facts{}
	if !p.Has(name) {
		return f, nil
	}
	data, err := fs.ReadFile(p.fsys, name)
	if err != nil {
		return nil, fmt.Errorf("can't read %s of the pack: %w", name, err)
	}
	if err := decode(name, data, f, true); err != nil {
		return nil, err
	}
	for _, e := range f.Env {
		if e.Name == "" || e.Meaning == "" {
			return nil, fmt.Errorf("%s: an environment variable needs a name and a meaning", name)
		}
	}
	return f, nil
}

// add joins the facts of another layer to these. A variable that two layers declare is an error.
func (f *Facts) add(folder string, other *Facts) error {
	for _, e := range other.Env {
		for _, have := range f.Env {
			if have.Name == e.Name {
				return fmt.Errorf("%s/layer.yaml: another layer declares the variable %s already", folder, e.Name)
			}
		}
		f.Env = append(f.Env, e)
	}
	f.Services = append(f.Services, other.Services...)
	f.Ports = append(f.Ports, other.Ports...)
	f.Decisions = append(f.Decisions, other.Decisions...)
	f.Readme = append(f.Readme, other.Readme...)
	f.Executable = append(f.Executable, other.Executable...)
	return nil
}

// Join is the facts of all layers together, in order.
func Join(layers []*Layer) (*Facts, error) {
	all := &Facts{}
	for _, l := range layers {
		if err := all.add(l.Folder, l.Facts); err != nil {
			return nil, err
		}
	}
	return all, nil
}
