package parity

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

const (
	documentPath = "/openapi.json"
	metricsPath  = "/metrics"
)

var (
	counter = regexp.MustCompile(`(?m)^(http_requests_total|http_request_duration_seconds_count)\{(.*)\} [0-9.e+]+$`)
	label   = regexp.MustCompile(`([a-z]+)="([^"]*)"`)
)

// metrics keeps of the metrics what the contract names: which route gave which answers.
func metrics(text string) string {
	var lines []string
	for _, found := range counter.FindAllStringSubmatch(text, -1) {
		var labels []string
		for _, l := range label.FindAllStringSubmatch(found[2], -1) {
			labels = append(labels, l[1]+"="+l[2])
		}
		slices.Sort(labels)
		lines = append(lines, found[1]+" "+strings.Join(labels, " "))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// document is an OpenAPI document.
type document map[string]any

// describe keeps of an OpenAPI document what a client can rely on: the operations, who may call them, what they
// take, and every status that they can answer. Names of schemas and words are the framework's, and whether the
// document names itself.
func (d document) describe() string {
	var lines []string
	paths := at(d, "paths")
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		if path == documentPath {
			continue
		}
		for _, method := range slices.Sorted(maps.Keys(at(paths, path))) {
			if operation := at(paths, path, method); operation != nil {
				lines = append(lines, strings.ToUpper(method)+" "+path)
				lines = append(lines, d.operation(operation, at(paths, path))...)
			}
		}
	}
	return strings.Join(lines, "\n")
}

func (d document) operation(operation, path map[string]any) []string {
	var lines []string
	add := func(what string, names []string) {
		if len(names) > 0 {
			lines = append(lines, "  "+what+" "+strings.Join(slices.Sorted(slices.Values(names)), " "))
		}
	}
	add("asks for", d.security(operation))
	add("takes", append(d.parameters(path), d.parameters(operation)...))
	add("body", slices.Collect(maps.Keys(at(d.resolve(operation["requestBody"]), "content"))))
	responses := at(operation, "responses")
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		if status == "500" { // which any operation can answer, and no one should
			continue
		}
		content := slices.Sorted(maps.Keys(at(d.resolve(responses[status]), "content")))
		lines = append(lines, strings.TrimRight("  "+status+" "+strings.Join(content, " "), " "))
	}
	return lines
}

// security is the schemes of an operation, or those of the document.
func (d document) security(operation map[string]any) []string {
	wanted, own := operation["security"].([]any)
	if !own {
		wanted, _ = d["security"].([]any)
	}
	var names []string
	for _, one := range wanted {
		for name := range at(one) {
			scheme := at(d, "components", "securitySchemes", name)
			names = append(names, strings.TrimSuffix(fmt.Sprint(scheme["type"], " ", cmp.Or(scheme["in"], scheme["scheme"])), " <nil>"))
		}
	}
	return names
}

func (d document) parameters(of map[string]any) []string {
	var names []string
	given, _ := of["parameters"].([]any)
	for _, parameter := range given {
		one := d.resolve(parameter)
		name := strings.ToLower(fmt.Sprint(one["in"], ":", one["name"]))
		if one["required"] == true {
			name += "!"
		}
		names = append(names, name)
	}
	return names
}

// resolve follows a reference within the document.
func (d document) resolve(value any) map[string]any {
	here := at(value)
	if to, ok := here["$ref"].(string); ok {
		return at(d, strings.Split(strings.TrimPrefix(to, "#/"), "/")...)
	}
	return here
}

// at goes down into a document; what isn't there is empty.
func at(value any, steps ...string) map[string]any {
	if d, ok := value.(document); ok {
		value = map[string]any(d)
	}
	here, _ := value.(map[string]any)
	for _, step := range steps {
		here, _ = here[step].(map[string]any)
	}
	return here
}
