package books_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/my-books/internal/testserver"
)

const (
	table = "books"
	path  = "/api/v1/books"
)

// A thing is made, read, changed and deleted; a change that is based on an old version is refused.
func TestFromCreationToDeletion(t *testing.T) {
	user := testserver.New(t).User()
	made := user.Make(table, 0)
	item := made.Header.Get("Location")
	if item != path+"/"+made.Field("id") {
		t.Errorf("Location is %q", item)
	}
	read := user.Send("GET", item, nil).Want(http.StatusOK)
	if read.Text != made.Text || read.Header.Get("ETag") != `"1"` {
		t.Errorf("read %s with ETag %s, but made %s", read.Text, read.Header.Get("ETag"), made.Text)
	}
	sample := user.Sample(table, 0)
	for name, sent := range sample {
		if read.Body[name] != sent {
			t.Errorf("%s is %v, but %v was sent", name, read.Body[name], sent)
		}
	}
	body := user.Sample(table, 0)
	user.Send("PUT", item, body).WantProblem(http.StatusPreconditionRequired, "precondition_required")
	changed := user.Send("PUT", item, body, `If-Match: "1"`).Want(http.StatusOK)
	if changed.Header.Get("ETag") != `"2"` {
		t.Errorf("the ETag after a change is %s", changed.Header.Get("ETag"))
	}
	user.Send("PUT", item, body, `If-Match: "1"`).WantProblem(http.StatusPreconditionFailed, "precondition_failed")
	user.Send("PUT", item, body, `If-Match: W/"2"`).WantProblem(http.StatusPreconditionFailed, "precondition_failed")
	user.Send("PUT", item, body, "If-Match: *").Want(http.StatusOK)
	user.Send("DELETE", item, nil, `If-Match: "2"`).WantProblem(http.StatusPreconditionFailed, "precondition_failed")
	user.Send("DELETE", item, nil, `If-Match: "3"`).Want(http.StatusNoContent)
	user.Send("GET", item, nil).WantProblem(http.StatusNotFound, "not_found")
	user.Send("DELETE", item, nil).WantProblem(http.StatusNotFound, "not_found")
}

// Each rule of a field, with a value that breaks it.
func TestFieldRules(t *testing.T) {
	user := testserver.New(t).User()
	valid := user.Sample(table, 0)
	for _, test := range []struct {
		field string
		value any
		code  string
	}{
		{"shelf_id", nil, "required"},
		{"shelf_id", "01920000-0000-7000-8000-000000000000", "not_found"},
		{"title", nil, "required"},
		{"title", 5, "wrong_type"},
		{"title", strings.Repeat("x", 200+1), "too_long"},
		{"title", " ", "blank"},
		{"pages", nil, "required"},
		{"pages", "5", "wrong_type"},
		{"pages", int64(1) << 60, "too_large"},
		{"pages", -(int64(1) << 60), "too_small"},
		{"status", "no such word", "not_allowed"},
		{"price", 5, "wrong_type"},
		{"price", "five", "invalid_format"},
		{"bought", "2026-02-30", "invalid_format"},
		{"link", "javascript:alert(1)", "invalid_format"},
		{"loved", "true", "wrong_type"},
		{"notes", 5, "wrong_type"},
		{"notes", strings.Repeat("x", 10000+1), "too_long"},
		{"no_such_field", true, "unknown_field"},
		{"version", 7, "unknown_field"},
	} {
		item := maps.Clone(valid)
		item[test.field] = test.value
		user.Send("POST", path, item).WantInvalid("/"+test.field, test.code)
	}
}

// Lists are read page by page, sorted either way, and filtered.
func TestLists(t *testing.T) {
	user := testserver.New(t).User()
	made := []string{}
	for n := range 3 {
		made = append(made, user.Make(table, n).Field("id"))
	}
	for _, field := range []string{"created_at", "updated_at", "title", "pages"} {
		up := user.Walk(path + "?limit=1&sort=" + field)
		down := user.Walk(path + "?limit=1&sort=-" + field)
		slices.Reverse(down)
		if len(up) != len(made) || !slices.Equal(up, down) {
			t.Errorf("sorted by %s: %v up, %v down", field, up, down)
		}
	}
	for _, query := range []string{
		"pages=1",
		"pages_min=1&pages_max=1",
		"status=to_read",
		"loved=true",
		"limit=100",
	} {
		if !slices.Contains(user.Walk(path+"?"+query), made[0]) {
			t.Errorf("%s does not find the first one", query)
		}
	}
	user.Send("GET", path+"?limit=0", nil).WantInvalid("limit", "too_small")
	user.Send("GET", path+"?sort=nothing", nil).WantInvalid("sort", "not_allowed")
	user.Send("GET", path+"?nothing=1", nil).WantInvalid("nothing", "unknown_field")
	user.Send("GET", path+"?cursor=nonsense", nil).WantInvalid("cursor", "invalid_format")
}

// What belongs to somebody else is not there; administrators reach it.
func TestOwner(t *testing.T) {
	server := testserver.New(t)
	owner, other, admin := server.User(), server.User(), server.Admin()
	item := path + "/" + owner.Make(table, 0).Field("id")
	other.Send("GET", item, nil).WantProblem(http.StatusNotFound, "not_found")
	other.Send("PUT", item, other.Sample(table, 0), "If-Match: *").WantProblem(http.StatusNotFound, "not_found")
	other.Send("DELETE", item, nil).WantProblem(http.StatusNotFound, "not_found")
	if ids := other.Walk(path); len(ids) != 0 {
		t.Errorf("somebody else's list has %v", ids)
	}
	admin.Send("GET", item, nil).Want(http.StatusOK)
	server.Stranger().Send("GET", item, nil).WantProblem(http.StatusUnauthorized, "unauthenticated")
}

// What something belongs to can't be deleted, nor can it be somebody else's.
func TestParent(t *testing.T) {
	server := testserver.New(t)
	user, other := server.User(), server.User()
	item := user.Make(table, 0)
	parent := "/api/v1/shelves/" + item.Field("shelf_id")
	user.Send("DELETE", parent, nil).WantProblem(http.StatusConflict, "has_children")
	stolen := other.Sample(table, 0)
	stolen["shelf_id"] = item.Field("shelf_id")
	other.Send("POST", path, stolen).WantInvalid("/shelf_id", "not_found")
}
