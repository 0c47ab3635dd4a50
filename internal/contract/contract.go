// Package contract says which operations a project has for a model: the shape that the conformance suite walks
// and that the project's OpenAPI document must show.
package contract

import (
	"net/http"
	"slices"

	"github.com/scaffolio/scaffolio/internal/model"
)

// Auth says what an operation asks of its caller.
type Auth string

// What an operation can ask for.
const (
	Open    Auth = "open"    // nothing
	Cookie  Auth = "cookie"  // the refresh cookie
	Bearer  Auth = "bearer"  // an access token
	Admin   Auth = "admin"   // an access token of an admin
	Metrics Auth = "metrics" // METRICS_TOKEN, where it is set
)

// Operation is one method on one path.
type Operation struct {
	Method   string
	Path     string // as OpenAPI writes it: "/api/v1/books/{id}"
	Auth     Auth
	Body     bool          // takes a JSON body
	Statuses []int         // every status it can answer, ascending
	Entity   *model.Entity // nil where it isn't about one
	Public   bool          // must stand in the OpenAPI document; false for the pages and the document itself
}

// Prefix is the path under which the API lives.
const Prefix = "/api/v1"

// Operations lists every operation of a crud project, in the order of the contract.
func Operations(m *model.Model) []Operation {
	ops := service()
	ops = append(ops, accounts()...)
	ops = append(ops, administration()...)
	for _, e := range m.Entities {
		ops = append(ops, entity(e)...)
	}
	return ops
}

// Methods lists the methods of a path, in the order of the operations.
func Methods(ops []Operation, path string) []string {
	var methods []string
	for _, op := range ops {
		if op.Path == path {
			methods = append(methods, op.Method)
		}
	}
	return methods
}

// Paths lists the distinct paths, in the order of the operations.
func Paths(ops []Operation) []string {
	var paths []string
	for _, op := range ops {
		if !slices.Contains(paths, op.Path) {
			paths = append(paths, op.Path)
		}
	}
	return paths
}

func service() []Operation {
	return []Operation{
		{Method: http.MethodGet, Path: "/livez", Auth: Open, Public: true, Statuses: []int{200}},
		{Method: http.MethodGet, Path: "/readyz", Auth: Open, Public: true, Statuses: []int{200, 503}},
		{Method: http.MethodGet, Path: "/metrics", Auth: Metrics, Public: true, Statuses: []int{200, 401, 404}},
		{Method: http.MethodGet, Path: "/openapi.json", Auth: Open, Statuses: []int{200, 429}},
		{Method: http.MethodGet, Path: "/docs", Auth: Open, Statuses: []int{200, 429}},
		{Method: http.MethodGet, Path: "/", Auth: Open, Statuses: []int{200, 429}},
	}
}

// The statuses that more than one kind of operation shares.
var (
	always   = []int{429, 500, 503}
	bodied   = []int{400, 413, 415, 422}
	signedIn = []int{401}
)

func operation(auth Auth, method, path string, statuses ...[]int) Operation {
	all := slices.Concat(statuses...)
	all = append(all, always...)
	slices.Sort(all)
	all = slices.Compact(all)
	return Operation{
		Method: method, Path: Prefix + path, Auth: auth, Public: true,
		Body: slices.Contains(all, 415), Statuses: all,
	}
}

func accounts() []Operation {
	return []Operation{
		operation(Open, http.MethodPost, "/auth/register", bodied, []int{201, 409}),
		operation(Open, http.MethodPost, "/auth/login", bodied, []int{200, 401}),
		operation(Cookie, http.MethodPost, "/auth/refresh", []int{200, 401, 403}),
		operation(Cookie, http.MethodPost, "/auth/logout", []int{204, 403}),
		operation(Bearer, http.MethodGet, "/users/me", signedIn, []int{200}),
		operation(Bearer, http.MethodPatch, "/users/me", signedIn, bodied, []int{200}),
		operation(Bearer, http.MethodDelete, "/users/me", signedIn, bodied, []int{204, 403}),
		operation(Bearer, http.MethodPost, "/users/me/password", signedIn, bodied, []int{204, 403}),
	}
}

func administration() []Operation {
	return []Operation{
		operation(Admin, http.MethodGet, "/admin/users", signedIn, []int{200, 403, 422}),
		operation(Admin, http.MethodPatch, "/admin/users/{id}", signedIn, bodied, []int{200, 403, 404, 409}),
		operation(Bearer, http.MethodGet, "/dashboard", signedIn, []int{200}),
	}
}

func entity(e *model.Entity) []Operation {
	collection := "/" + e.PluralKebab()
	item := collection + "/{id}"
	create := [][]int{signedIn, bodied, {201}}
	replace := [][]int{signedIn, bodied, {200, 404, 412, 428}}
	remove := [][]int{signedIn, {204, 404, 412}}
	if hasUnique(e) {
		create = append(create, []int{409})
		replace = append(replace, []int{409})
	}
	if len(e.Children) > 0 {
		remove = append(remove, []int{409})
	}
	ops := []Operation{
		operation(Bearer, http.MethodGet, collection, signedIn, []int{200, 422}),
		operation(Bearer, http.MethodPost, collection, create...),
		operation(Bearer, http.MethodGet, item, signedIn, []int{200, 404}),
		operation(Bearer, http.MethodPut, item, replace...),
		operation(Bearer, http.MethodDelete, item, remove...),
	}
	for i := range ops {
		ops[i].Entity = e
	}
	return ops
}

func hasUnique(e *model.Entity) bool {
	return slices.ContainsFunc(e.Fields, func(f *model.Field) bool { return f.Unique })
}
