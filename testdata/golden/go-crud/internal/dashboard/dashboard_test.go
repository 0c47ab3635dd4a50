package dashboard_test

import (
	"net/http"
	"testing"
	"time"

	"example.com/my-books/internal/testserver"
)

// Everybody sees their own numbers, administrators those of all.
func TestDashboard(t *testing.T) {
	server := testserver.New(t)
	user, other, admin := server.User(), server.User(), server.Admin()
	user.Make("shelves", 0)
	for _, test := range []struct {
		name  string
		who   *testserver.Client
		scope string
		least float64
		exact bool
	}{
		{"the owner", user, "own", 1, true},
		{"somebody else", other, "own", 0, true},
		{"an administrator", admin, "all", 1, false},
	} {
		answer := test.who.Send("GET", "/api/v1/dashboard", nil).Want(http.StatusOK)
		totals, _ := answer.Body["totals"].(map[string]any)
		total, _ := totals["shelves"].(float64)
		if answer.Field("scope") != test.scope || total < test.least || test.exact && total != test.least {
			t.Errorf("%s sees %s", test.name, answer.Text)
		}
		days, _ := answer.Body["created_per_day"].([]any)
		if len(days) != 30 {
			t.Fatalf("%s sees %d days", test.name, len(days))
		}
		today, _ := days[29].(map[string]any)
		count, _ := today["count"].(float64)
		if today["date"] != time.Now().UTC().Format(time.DateOnly) || count < test.least {
			t.Errorf("%s sees today as %v", test.name, today)
		}
	}
}
