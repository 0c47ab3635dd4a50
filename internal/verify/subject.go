package verify

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/scaffolio/scaffolio/internal/doctor"
	"github.com/scaffolio/scaffolio/internal/model"
	"github.com/scaffolio/scaffolio/internal/source"
)

// Subject is a project to verify: what its lock says about it and what the pack says about its language.
type Subject struct {
	Dir     string
	Name    string
	Type    string
	Answers map[string]string
	Model   *model.Model
	Source  *source.Source // without its sample
	// Engines are the database servers, besides SQLite, that its answers let it run on.
	Engines []string
	// Files are the files that were generated, relative to Dir: no command may change one.
	Files    []string
	Language Language
	// SampleSecrets stand in its documents in place of a secret.
	SampleSecrets []string
}

// Language says how projects in a language are worked on. It comes from the pack.
//
// In the arguments and the env of a command, {dir} stands for the project's folder, {out} for a temporary folder that what is
// built goes to, and {exe} for the ending of programs.
type Language struct {
	Title string
	Steps []Step // install, lint, test, build, in this order
	Make  Step   // builds what Start starts
	// Start starts it, in a folder of its own; PORT and the rest come as variables. Of several commands the first one is
	// taken that the toolchain's version has.
	Start []Command
	// Audit are checks that a project need not install for itself: linters and the like. A program that is not
	// on this machine is told as skipped.
	Audit []Step
	// Version is a command that prints the toolchain's version, which Pattern finds as its first group.
	Version []string
	Pattern string
	// Inherit are variables of the user's environment that the toolchain needs besides the usual ones; a name
	// that ends in * stands for all that begin so.
	Inherit []string
}

// Step is a step with the commands that it runs, one after the other.
type Step struct {
	Name     string
	Commands []Command
}

// Command is one program that a step runs.
type Command struct {
	Argv  []string
	Env   []string // "NAME=value"
	Quiet bool     // any output is a failure
	// AtLeast is what the last percentage in the output has to reach; 0: there is none.
	AtLeast float64
	Needs   string // an address without which the command is skipped
	// Since and Before are versions of the toolchain: the command is one from Since on, and no more from Before on. "" is no limit.
	Since, Before string
}

func (c Command) isOf(version string) bool {
	return doctor.AtLeast(version, c.Since) && (c.Before == "" || !doctor.AtLeast(version, c.Before))
}

// The steps that verify knows by name.
const (
	installStep  = "install"
	testStep     = "test"
	lintStep     = "lint"
	coverageStep = "coverage"
)

func (l Language) step(name string) (Step, bool) {
	for _, s := range l.Steps {
		if s.Name == name {
			return s, true
		}
	}
	return Step{}, false
}

// runsOn says whether the project can run on these engines.
func (s *Subject) runsOn(engines []string) error {
	known := append([]string{SQLite}, s.Engines...)
	for _, engine := range engines {
		if !slices.Contains(known, engine) {
			return fmt.Errorf("%s doesn't run on %s; it was generated for %s", s.Name, engine, strings.Join(known, ", "))
		}
	}
	return nil
}

// filled is a command with its folders in place of their names.
func filled(argv []string, dir, out string) []string {
	exe := ""
	if runtime.GOOS == "windows" {
		exe = ".exe"
	}
	replacer := strings.NewReplacer("{dir}", dir, "{out}", out, "{exe}", exe)
	full := make([]string, len(argv))
	for i, arg := range argv {
		full[i] = replacer.Replace(arg)
	}
	return full
}
