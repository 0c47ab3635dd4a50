package auth

import (
	"database/sql"
	"net/http"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/value"
)

func (s *Service) showMe(w http.ResponseWriter, r *http.Request) error {
	return api.WriteJSON(w, http.StatusOK, CurrentUser(r))
}

func (s *Service) changeMe(w http.ResponseWriter, r *http.Request) error {
	user := CurrentUser(r)
	err := api.ReadBody(w, r, func(body *api.Body) {
		user.Name = api.Field(body, "name", value.String(1, maxName)).Required()
	})
	if err != nil {
		return err
	}
	if _, err := s.db.ExecContext(r.Context(), `UPDATE users SET name = ? WHERE id = ?`, user.Name, user.ID); err != nil {
		return err
	}
	return api.WriteJSON(w, http.StatusOK, user)
}

func (s *Service) changePassword(w http.ResponseWriter, r *http.Request) error {
	user := CurrentUser(r)
	var wanted string
	err := s.readWithPassword(w, r, "current_password", func(body *api.Body) {
		wanted = api.Field(body, "new_password", NewPassword(user.Email)).Required()
	})
	if err != nil {
		return err
	}
	hash, err := s.hasher.hash(r.Context(), wanted) // not within the transaction: it takes its time
	if err != nil {
		return err
	}
	err = s.db.Tx(r.Context(), func(tx *sql.Tx) error {
		if err := setHash(r.Context(), tx, user.ID, hash); err != nil {
			return err
		}
		return endSessions(r.Context(), tx, user.ID)
	})
	if err != nil {
		return err
	}
	return api.WriteNothing(w)
}

func (s *Service) deleteMe(w http.ResponseWriter, r *http.Request) error {
	err := s.readWithPassword(w, r, "password", func(*api.Body) {})
	if err != nil {
		return err
	}
	if err := s.deleteUser(r.Context(), CurrentUser(r).ID); err != nil {
		return err
	}
	s.setCookie(w, "", 0)
	return api.WriteNothing(w)
}

// readWithPassword reads a body in which users must show that they know their password. The demo account is
// shared by its visitors, who may not lock each other out.
func (s *Service) readWithPassword(w http.ResponseWriter, r *http.Request, field string, ask func(*api.Body)) error {
	user := CurrentUser(r)
	if s.options.LockDemo && user.Email == DemoEmail {
		return api.NewProblem(http.StatusForbidden, "forbidden", "The demo account can't be changed.")
	}
	var password string
	err := api.ReadBody(w, r, func(body *api.Body) {
		password = api.Field(body, field, value.AnyText()).Required()
		ask(body)
	})
	if err != nil {
		return err
	}
	a, err := findAccount(r.Context(), s.db, "id", user.ID)
	if err != nil {
		return err
	}
	ok, _, err := s.hasher.verify(r.Context(), password, a.passwordHash)
	if err == nil && !ok {
		err = api.InvalidField(field, "not_allowed", "Is not your password.")
	}
	return err
}
