package contract_test

import (
	"slices"
	"testing"

	"github.com/scaffolio/scaffolio/internal/contract"
	"github.com/scaffolio/scaffolio/internal/model"
)

func operations(t *testing.T) []contract.Operation {
	t.Helper()
	m, err := model.Parse("shop.yaml", []byte(`
entities:
  - name: Category
    fields:
      - {name: title, type: string, required: true, unique: true}
  - name: Product
    parent: Category
    fields:
      - {name: title, type: string, required: true}
`))
	if err != nil {
		t.Fatal(err)
	}
	return contract.Operations(m)
}

func find(t *testing.T, method, path string) contract.Operation {
	t.Helper()
	for _, op := range operations(t) {
		if op.Method == method && op.Path == path {
			return op
		}
	}
	t.Fatalf("there is no %s %s", method, path)
	return contract.Operation{}
}

func TestEachEntityHasItsFiveOperations(t *testing.T) {
	ops := operations(t)
	if got := contract.Methods(ops, "/api/v1/categories"); !slices.Equal(got, []string{"GET", "POST"}) {
		t.Errorf("a collection has %v", got)
	}
	if got := contract.Methods(ops, "/api/v1/products/{id}"); !slices.Equal(got, []string{"GET", "PUT", "DELETE"}) {
		t.Errorf("an item has %v", got)
	}
}

func TestConflictsOnlyWhereThereCanBeSome(t *testing.T) {
	for _, c := range []struct {
		method, path string
		want         bool
	}{
		{"POST", "/api/v1/categories", true},        // a unique field
		{"POST", "/api/v1/products", false},         // none
		{"DELETE", "/api/v1/categories/{id}", true}, // has children
		{"DELETE", "/api/v1/products/{id}", false},  // has none
		{"POST", "/api/v1/auth/register", true},     // the e-mail
		{"PATCH", "/api/v1/admin/users/{id}", true}, // one's own account
	} {
		if got := slices.Contains(find(t, c.method, c.path).Statuses, 409); got != c.want {
			t.Errorf("%s %s can answer 409: %t, want %t", c.method, c.path, got, c.want)
		}
	}
}

func TestStatusesComeOnceAndInOrder(t *testing.T) {
	for _, op := range operations(t) {
		if !slices.IsSorted(op.Statuses) || len(slices.Compact(slices.Clone(op.Statuses))) != len(op.Statuses) {
			t.Errorf("%s %s: %v", op.Method, op.Path, op.Statuses)
		}
		if op.Body != slices.Contains(op.Statuses, 415) {
			t.Errorf("%s %s takes a body: %t, but its statuses are %v", op.Method, op.Path, op.Body, op.Statuses)
		}
	}
}

func TestOnlyTheWaysInAreOpen(t *testing.T) {
	for _, op := range operations(t) {
		if op.Entity != nil && op.Auth != contract.Bearer {
			t.Errorf("%s %s asks for %s", op.Method, op.Path, op.Auth)
		}
	}
	for _, path := range contract.Paths(operations(t)) {
		if path == "/api/v1/admin/users" && find(t, "GET", path).Auth != contract.Admin {
			t.Errorf("%s is not the admins' own", path)
		}
	}
}
