// Package api is the HTTP side that all routes share: what a body, a query and an answer look like.
package api

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
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

// validationFailed is no error when there are no details.
func validationFailed(details []Detail) error {
	if len(details) == 0 {
		return nil
	}
	p := NewProblem(http.StatusUnprocessableEntity, "validation_failed", "Some values can't be taken.")
	p.Errors = details
	return p
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
