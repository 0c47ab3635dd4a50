package auth

import (
	"net/url"
	"time"

	"example.com/my-books/internal/api"
	"example.com/my-books/internal/database"
)

// Options are the settings of the accounts.
type Options struct {
	Secret       []byte   // signs access tokens
	Issuer       string   // the name of this service in its tokens
	PublicURL    *url.URL // nil when it is not known
	SecureCookie bool     // browsers send the cookie over https only
	LoginLimit   int      // tries per minute; 0 is no limit
	LockDemo     bool     // the demo account can't be changed
	Tables       []string // where users have things, in the order in which they can be deleted
}

// Service is everything about accounts.
type Service struct {
	db      *database.DB
	options Options
	tokens  tokens
	hasher  *hasher
	logins  *api.Limiter
}

// New makes the service.
func New(db *database.DB, options Options) *Service {
	return &Service{
		db: db, options: options,
		tokens: tokens{secret: options.Secret, issuer: options.Issuer},
		hasher: newHasher(), logins: api.NewLimiter(options.LoginLimit, time.Minute),
	}
}

// Register adds the routes of accounts.
func (s *Service) Register(router *api.Router) {
	router.Handle("POST /api/v1/auth/register", s.register)
	router.Handle("POST /api/v1/auth/login", s.login)
	router.Handle("POST /api/v1/auth/refresh", s.refresh)
	router.Handle("POST /api/v1/auth/logout", s.logout)
	router.Handle("GET /api/v1/users/me", s.showMe)
	router.Handle("PATCH /api/v1/users/me", s.changeMe)
	router.Handle("DELETE /api/v1/users/me", s.deleteMe)
	router.Handle("POST /api/v1/users/me/password", s.changePassword)
	router.Handle("GET /api/v1/admin/users", s.listUsers)
	router.Handle("PATCH /api/v1/admin/users/{id}", s.changeUser)
}
