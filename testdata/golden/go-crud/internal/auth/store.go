package auth

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"example.com/my-books/internal/database"
	"example.com/my-books/internal/value"
)

// account is a user with what nobody is shown.
type account struct {
	User
	passwordHash string
	disabled     bool
}

// NewID makes an id that sorts by the time it was made.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// ErrEmailTaken says that another account has the address.
var ErrEmailTaken = errors.New("the e-mail address is taken")

func (s *Service) insertUser(ctx context.Context, db database.Queryer, a account) error {
	_, err := db.ExecContext(ctx, `
		INSERT INTO users (id, email, name, password_hash, role, disabled, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		a.ID, a.Email, a.Name, a.passwordHash, a.Role, a.disabled, a.CreatedAt)
	if s.db.Kind(err) == database.NotUnique {
		return ErrEmailTaken
	}
	return err
}

// findAccount finds an account by its id or its e-mail address; sql.ErrNoRows says that there is none.
func findAccount(ctx context.Context, db database.Queryer, column, wanted string) (account, error) {
	var a account
	if strings.ContainsFunc(wanted, unicode.IsControl) || !utf8.ValidString(wanted) {
		return a, sql.ErrNoRows // some databases would call it an error
	}
	row := db.QueryRowContext(ctx, `
		SELECT `+userColumns+`, password_hash, disabled FROM users WHERE `+column+` = ?`, wanted)
	err := row.Scan(append(a.columns(), &a.passwordHash, &a.disabled)...)
	return a, err
}

func (s *Service) userOfSession(ctx context.Context, sessionID, userID string) (User, error) {
	var u User
	row := s.db.QueryRowContext(ctx, `
		SELECT `+userColumns+` FROM sessions JOIN users ON users.id = sessions.user_id
		WHERE sessions.id = ? AND users.id = ? AND sessions.expires_at > ? AND users.disabled = ?`,
		sessionID, userID, value.Now(), false)
	err := row.Scan(u.columns()...)
	if errors.Is(err, sql.ErrNoRows) {
		return u, InvalidToken()
	}
	return u, err
}

func setHash(ctx context.Context, db database.Queryer, userID, hash string) error {
	_, err := db.ExecContext(ctx, `UPDATE users SET password_hash = ? WHERE id = ?`, hash, userID)
	return err
}

// endSessions signs a user out everywhere.
func endSessions(ctx context.Context, db database.Queryer, userID string) error {
	_, err := db.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, userID)
	return err
}

// deleteUser deletes an account with all that is theirs: first what points at other things.
func (s *Service) deleteUser(ctx context.Context, userID string) error {
	return s.db.Tx(ctx, func(tx *sql.Tx) error {
		if err := endSessions(ctx, tx, userID); err != nil {
			return err
		}
		for _, table := range s.options.Tables {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+database.Quote(table)+` WHERE owner_id = ?`, userID); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM users WHERE id = ?`, userID)
		return err
	})
}
