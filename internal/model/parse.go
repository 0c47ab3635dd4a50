package model

import "github.com/scaffolio/scaffolio/internal/strictyaml"

// limits are the largest file, the deepest nesting and the most keys that Parse takes. A model of six entities
// with thirty fields each is some 40 KiB, four levels deep, and has 2,600 keys.
var limits = strictyaml.Limits{Bytes: 256 << 10, Depth: 20, Keys: 5000}

// reader notes what is wrong with a model as it reads it.
type reader struct{ strictyaml.Reader }

// Parse reads a model from YAML. Its error is an Errors with everything that is wrong, each with its place
// in the file called name.
func Parse(name string, data []byte) (*Model, error) {
	r := &reader{strictyaml.Reader{File: name, Noun: "a model", Begins: "entities:", Limits: limits}}
	body := r.Document(data)
	if body == nil {
		return nil, r.Errs.Sorted()
	}
	raw := r.model(body)
	m := r.check(raw)
	if len(r.Errs) > 0 {
		return nil, r.Errs.Sorted()
	}
	return m, nil
}
