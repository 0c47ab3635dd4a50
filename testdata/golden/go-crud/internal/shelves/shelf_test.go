package shelves_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/my-books/internal/testserver"
)

const (
	table = "shelves"
	path  = "/api/v1/shelves"
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
		{"label", nil, "required"},
		{"label", 5, "wrong_type"},
		{"label", strings.Repeat("x", 80+1), "too_long"},
		{"label", " ", "blank"},
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
	for _, field := range []string{"created_at", "updated_at", "label"} {
		up := user.Walk(path + "?limit=1&sort=" + field)
		down := user.Walk(path + "?limit=1&sort=-" + field)
		slices.Reverse(down)
		if len(up) != len(made) || !slices.Equal(up, down) {
			t.Errorf("sorted by %s: %v up, %v down", field, up, down)
		}
	}
	for _, query := range []string{
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

// No two things of one owner share their label.
func TestUniqueLabel(t *testing.T) {
	server := testserver.New(t)
	user := server.User()
	item := user.Sample(table, 0)
	user.Send("POST", path, item).Want(http.StatusCreated)
	user.Send("POST", path, item).WantProblem(http.StatusConflict, "not_unique")
	server.User().Make(table, 0) // somebody else may
}
