package auth

import (
	"database/sql"
	"errors"
	"net/http"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/value"
)

// adminUser is an account as administrators see it.
type adminUser struct {
	User
	Disabled bool `json:"disabled"`
}

func scanAdminUser(row api.Scanner, extra ...any) (adminUser, error) {
	var u adminUser
	err := row.Scan(append(append(u.columns(), &u.Disabled), extra...)...)
	return u, err
}

func onlyAdmins(user User) error {
	if !user.IsAdmin() {
		return api.NewProblem(http.StatusForbidden, "forbidden", "Only administrators may do this.")
	}
	return nil
}

func (s *Service) listUsers(w http.ResponseWriter, r *http.Request) error {
	if err := onlyAdmins(CurrentUser(r)); err != nil {
		return err
	}
	list := api.NewList(r, "users")
	list.Search("email", "name")
	page, err := api.ReadPage(r.Context(), s.db, list, userColumns+", users.disabled", "users", scanAdminUser)
	if err != nil {
		return err
	}
	return api.WritePage(w, r, page)
}

func (s *Service) changeUser(w http.ResponseWriter, r *http.Request) error {
	if err := onlyAdmins(CurrentUser(r)); err != nil {
		return err
	}
	var role *string
	var disabled *bool
	err := api.ReadBody(w, r, func(body *api.Body) {
		role = api.Field(body, "role", value.OneOf(RoleUser, RoleAdmin)).Optional()
		disabled = api.Field(body, "disabled", value.Boolean()).Optional()
	})
	if err != nil {
		return err
	}
	user, err := s.setStanding(r, r.PathValue("id"), role, disabled)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, http.StatusOK, user)
}

// setStanding changes somebody's role, or whether they may sign in. They are signed out, so that an old
// token is worth nothing.
func (s *Service) setStanding(r *http.Request, id string, role *string, disabled *bool) (adminUser, error) {
	var changed adminUser
	if !value.IsID(id) {
		return changed, api.NotFound()
	}
	ctx := r.Context()
	err := s.db.Tx(ctx, func(tx *sql.Tx) error {
		found, err := findAccount(ctx, tx, "id", id)
		if errors.Is(err, sql.ErrNoRows) {
			return api.NotFound()
		}
		if err != nil {
			return err
		}
		if id == CurrentUser(r).ID {
			return api.NewProblem(http.StatusConflict, "own_account", "Ask another administrator to change your own account.")
		}
		changed = adminUser{User: found.User, Disabled: found.disabled}
		if role != nil {
			changed.Role = *role
		}
		if disabled != nil {
			changed.Disabled = *disabled
		}
		if changed.Role == found.Role && changed.Disabled == found.disabled {
			return nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE users SET role = ?, disabled = ? WHERE id = ?`,
			changed.Role, changed.Disabled, id)
		if err != nil {
			return err
		}
		return endSessions(ctx, tx, id)
	})
	return changed, err
}
