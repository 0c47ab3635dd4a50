// Package api is the HTTP side that all routes share: what a body, a query and an answer look like.
package api

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Problem is an error that the client is told about, as RFC 9457 describes it.
type Problem struct {
	Type   string   `json:"type"`
	Title  string   `json:"title"`
	Status int      `json:"status"`
	Code   string   `json:"code"`
	Detail string   `json:"detail"`
	Errors []Detail `json:"errors,omitempty"`

	retryAfter time.Duration
}

// Detail is one thing that is wrong with a request: in its body (Pointer) or in its query (Parameter).
type Detail struct {
	Pointer   *string `json:"pointer,omitempty"`
	Parameter *string `json:"parameter,omitempty"`
	Code      string  `json:"code"`
	Message   string  `json:"message"`
}

func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// NewProblem makes a problem without details.
func NewProblem(status int, code, detail string) *Problem {
	title := http.StatusText(status)
	switch status { // RFC 9110 renamed two of them
	case http.StatusUnprocessableEntity:
		title = "Unprocessable Content"
	case http.StatusRequestEntityTooLarge:
		title = "Content Too Large"
	}
	return &Problem{Type: "about:blank", Title: title, Status: status, Code: code, Detail: detail}
}

// NotFound is the answer for what doesn't exist and for what belongs to somebody else: nobody can tell which.
func NotFound() error {
	return NewProblem(http.StatusNotFound, "not_found", "There is nothing here.")
}

// RateLimited is the answer to somebody who asks too often.
func RateLimited(wait time.Duration) error {
	p := NewProblem(http.StatusTooManyRequests, "rate_limited", "Too many requests. Try again later.")
	p.retryAfter = wait
	return p
}

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

// validationFailed is no error when there are no details.
func validationFailed(details []Detail) error {
	if len(details) == 0 {
		return nil
	}
	p := NewProblem(http.StatusUnprocessableEntity, "validation_failed", "Some values can't be taken.")
	p.Errors = details
	return p
}

// inBody points at a field of the body as RFC 6901 says.
func inBody(field, code, message string) Detail {
	pointer := "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(field)
	return Detail{Pointer: &pointer, Code: code, Message: message}
}

// WriteProblem sends a problem.
func WriteProblem(w http.ResponseWriter, p *Problem) {
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	if p.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(p.retryAfter.Seconds()))))
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // fails when the client has gone; nobody is left to be told
}

// WriteJSON sends a value. It returns an error so that a handler can end with it.
func WriteJSON(w http.ResponseWriter, status int, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data)
	return nil
}

// WriteNothing sends an answer without a body.
func WriteNothing(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}
