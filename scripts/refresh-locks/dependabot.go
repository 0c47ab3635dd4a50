package main

import (
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/scaffolio/scaffolio/internal/pack"
)

// dependabotMark stands before what is made here, at the end of the file.
const dependabotMark = "  # The manifest of each language of the pack; scripts/refresh-locks writes what follows.\n"

// writeDependabot lets Dependabot watch the manifest of each language.
func (r *refresher) writeDependabot() error {
	if r.dependabot == "" {
		return nil
	}
	data, err := os.ReadFile(r.dependabot)
	if err != nil {
		return err
	}
	text, err := dependabot(string(data), r.dir, r.pack)
	if err != nil {
		return err
	}
	return os.WriteFile(r.dependabot, []byte(text), 0o644)
}

// dependabot is the file with an entry for each language whose facts say what Dependabot calls its packages.
func dependabot(text, folder string, p *pack.Pack) (string, error) {
	head, _, ok := strings.Cut(text, dependabotMark)
	if !ok {
		return "", fmt.Errorf("the settings of Dependabot lack the line %q", strings.TrimSpace(dependabotMark))
	}
	var b strings.Builder
	b.WriteString(head + dependabotMark)
	for _, name := range p.Languages() {
		l, err := p.Language(name)
		if err != nil {
			return "", err
		}
		ecosystem, _ := l.Facts["dependabot"].(string)
		if l.Versions.From == "" || ecosystem == "" {
			continue
		}
		fmt.Fprintf(&b, "  - package-ecosystem: %s\n    directory: /%s\n    schedule: {interval: weekly}\n    groups:\n      %s: {patterns: [\"*\"]}\n",
			ecosystem, path.Join(folder, l.Folder(), path.Dir(l.Versions.From)), name)
	}
	return b.String(), nil
}
