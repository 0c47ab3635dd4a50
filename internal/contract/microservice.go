package contract

import (
	"net/http"

	"github.com/scaffolio/scaffolio/internal/source"
)

// Operator asks for OPERATOR_TOKEN; without one the operation does not exist.
const Operator Auth = "operator"

// SourceOperations lists every operation of a microservice, in the order of the contract.
func SourceOperations(s *source.Source) []Operation {
	return append(service(),
		operation(Open, http.MethodGet, s.Route(), []int{200, 422}),
		operation(Open, http.MethodGet, s.Route()+"/{key}", []int{200, 404}),
		operation(Open, http.MethodGet, "/summary", []int{200, 422}),
		operation(Open, http.MethodGet, "/source", []int{200}),
		operation(Operator, http.MethodPost, "/source/refresh", []int{200, 401, 404, 502}),
		operation(Operator, http.MethodGet, "/source/rejected", []int{200, 401, 404}),
	)
}
