package api

import (
	"net/http"
	"strings"
)

// NotUnique says which fields have a value that is already in use.
func NotUnique(fields []string) error {
	p := NewProblem(http.StatusConflict, "not_unique", "Another entry has the same value.")
	for _, field := range fields {
		p.Errors = append(p.Errors, inBody(field, "not_unique", "Is already in use."))
	}
	return p
}

// InvalidField says that one field of the body can't be taken.
func InvalidField(field, code, message string) error {
	return validationFailed([]Detail{inBody(field, code, message)})
}

// inBody points at a field of the body as RFC 6901 says.
func inBody(field, code, message string) Detail {
	pointer := "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(field)
	return Detail{Pointer: &pointer, Code: code, Message: message}
}

// WriteNothing sends an answer without a body.
func WriteNothing(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}
