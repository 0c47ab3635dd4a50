package project

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/scaffolio/scaffolio/internal/render"
)

// LockName is the file in which a project remembers how it was made.
const LockName = ".scaffolio.yaml"

// Lock is how a project was made: enough to make it again, and to see what was changed since.
type Lock struct {
	Tool    string            // version of scaffolio
	Pack    PackID            // what it was made from
	Command string            // the line that makes it again
	Answers map[string]string // to each question
	Model   []byte            // the domain model as YAML; nil when there is none
	Source  []byte            // the source as YAML; nil when there is none
	Files   map[string]string // SHA-256 by path, of all files but the lock itself
}

// PackID names a pack.
type PackID struct {
	Name    string `yaml:"name"`
	Version string `yaml:"version"`
}

// digest is the form in which Lock.Files has a file's SHA-256.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// digests are the digests of files by path.
func digests(files []render.File) map[string]string {
	sums := make(map[string]string, len(files))
	for _, f := range files {
		sums[f.Path] = digest(f.Data)
	}
	return sums
}

// YAML is the lock as it stands in LockName.
func (l *Lock) YAML() []byte {
	var b strings.Builder
	b.WriteString("# How scaffolio made this project. It is read by scaffolio only: keep it, and don't edit it.\n")
	fmt.Fprintf(&b, "scaffolio: %s\n", scalar(l.Tool))
	fmt.Fprintf(&b, "pack:\n  name: %s\n  version: %s\n", scalar(l.Pack.Name), scalar(l.Pack.Version))
	fmt.Fprintf(&b, "command: %s\n", scalar(l.Command))
	section(&b, "answers", l.Answers)
	if len(l.Model) > 0 {
		b.WriteString("model:\n")
		indent(&b, l.Model)
	}
	if len(l.Source) > 0 {
		b.WriteString("source: |2\n") // as it was written, comments and all
		indent(&b, l.Source)
	}
	section(&b, "files", l.Files)
	return []byte(b.String())
}

// indent writes text two columns to the right.
func indent(b *strings.Builder, text []byte) {
	for line := range strings.Lines(string(text)) {
		if strings.TrimSpace(line) != "" {
			line = "  " + line
		}
		b.WriteString(line)
	}
	if text[len(text)-1] != '\n' {
		b.WriteByte('\n')
	}
}

func section(b *strings.Builder, name string, values map[string]string) {
	if len(values) == 0 {
		fmt.Fprintf(b, "%s: {}\n", name)
		return
	}
	fmt.Fprintf(b, "%s:\n", name)
	for _, key := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(b, "  %s: %s\n", scalar(key), scalar(values[key]))
	}
}

// scalar writes s so that YAML reads it as the string that it is: bare if it is plainly a path or a name, else in
// quotes. JSON's strings are strings in YAML too.
func scalar(s string) string {
	if isPlain(s) {
		return s
	}
	quoted, err := json.Marshal(s)
	if err != nil { // it never fails for a string
		return `""`
	}
	return string(quoted)
}

// isPlain says that s is of letters, digits and a few signs, and none of the words that YAML takes for something
// else; those have five letters at most, a slash in none of them, and numbers begin with a digit, a sign or a point.
func isPlain(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		inside := letter || c >= '0' && c <= '9'
		middle := c == '.' || c == '/' || c == '-' || c == ':'
		if !letter && (i == 0 && c != '.' || !inside && (!middle || i == len(s)-1)) {
			return false
		}
	}
	return len(s) > 5 && s[1] > '9' || strings.Contains(s, "/")
}

// nested keeps a part of a document as the text that it is.
type nested []byte

// UnmarshalYAML takes the text.
func (n *nested) UnmarshalYAML(text []byte) error {
	*n = append(bytes.TrimRight(text, "\n"), '\n')
	return nil
}

// ReadLock reads the lock of the project in dir.
func ReadLock(dir string) (*Lock, error) {
	data, err := os.ReadFile(filepath.Join(dir, LockName))
	if os.IsNotExist(err) {
		return nil, &Error{
			Kind: Input, Code: "not_a_project", Err: err,
			Message: fmt.Sprintf("%s is no project of scaffolio: it has no %s", dir, LockName), Hint: "name the folder that `scaffolio new` made",
		}
	}
	if err != nil {
		return nil, lookError(filepath.Join(dir, LockName), err)
	}
	return ParseLock(data)
}

// ParseLock reads a lock.
func ParseLock(data []byte) (*Lock, error) {
	var doc struct {
		Tool    string            `yaml:"scaffolio"`
		Pack    PackID            `yaml:"pack"`
		Command string            `yaml:"command"`
		Answers map[string]string `yaml:"answers"`
		Model   nested            `yaml:"model"`
		Source  string            `yaml:"source"`
		Files   map[string]string `yaml:"files"`
	}
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, &Error{
			Kind: Input, Code: "bad_lock", Err: err,
			Message: fmt.Sprintf("%s can't be read: %v", LockName, err), Hint: "restore it: git checkout -- " + LockName,
		}
	}
	if doc.Tool == "" {
		return nil, &Error{
			Kind: Input, Code: "bad_lock",
			Message: LockName + " doesn't say which scaffolio made it", Hint: "restore it: git checkout -- " + LockName,
		}
	}
	lock := &Lock{Tool: doc.Tool, Pack: doc.Pack, Command: doc.Command, Answers: doc.Answers, Model: doc.Model, Files: doc.Files}
	if doc.Source != "" {
		lock.Source = []byte(doc.Source)
	}
	return lock, nil
}
