package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"

	"golang.org/x/crypto/argon2"

	"example.com/my-books/internal/api"
)

// hashCost is what an Argon2id hash costs: memory in KiB, passes over it, and threads.
type hashCost struct {
	memory, passes uint32
	threads        uint8
}

// passwordCost is what OWASP recommends. Raising it is safe: a password is hashed anew at its next login.
var passwordCost = hashCost{memory: 19456, passes: 2, threads: 1}

const (
	saltLength = 16
	keyLength  = 32
)

// hasher hashes passwords, on all processor cores but one: each takes 19 MiB and a whole core, and the other
// requests want to go on.
type hasher struct{ turns chan struct{} }

func newHasher() *hasher {
	return &hasher{turns: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1))}
}

func (h *hasher) key(ctx context.Context, password string, salt []byte, cost hashCost) ([]byte, error) {
	resume := api.Pause(ctx) // many may be waiting for their turn, which says nothing about the database
	defer resume()
	select {
	case h.turns <- struct{}{}:
		defer func() { <-h.turns }()
	case <-ctx.Done():
		return nil, fmt.Errorf("no turn to hash a password came: %w", ctx.Err())
	}
	return argon2.IDKey([]byte(password), salt, cost.passes, cost.memory, cost.threads, keyLength), nil
}

// hash makes the text that is stored for a password, in the usual PHC form.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	key, err := h.key(ctx, password, salt, passwordCost)
	if err != nil {
		return "", err
	}
	return encodeHash(passwordCost, salt, key), nil
}

func encodeHash(cost hashCost, salt, key []byte) string {
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, cost.memory, cost.passes, cost.threads, encode(salt), encode(key))
}

// verify tells whether the password is the one that was hashed, and whether it should be hashed anew
// because the cost was raised since.
func (h *hasher) verify(ctx context.Context, password, stored string) (ok, outdated bool, err error) {
	var cost hashCost
	var version int
	var encodedSalt, encodedKey string
	layout := "$argon2id$v=%d$m=%d,t=%d,p=%d$%22s$%43s"
	_, err = fmt.Sscanf(stored, layout, &version, &cost.memory, &cost.passes, &cost.threads, &encodedSalt, &encodedKey)
	if err != nil {
		return false, false, fmt.Errorf("a stored password hash can't be read: %w", err)
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(encodedSalt)
	want, keyErr := base64.RawStdEncoding.DecodeString(encodedKey)
	if saltErr != nil || keyErr != nil {
		return false, false, fmt.Errorf("a stored password hash is damaged")
	}
	got, err := h.key(ctx, password, salt, cost)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, cost != passwordCost, nil
}

// nobodysHash stands in for the hash of an account that doesn't exist, so that an unknown e-mail address
// takes as long to refuse as a wrong password.
var nobodysHash = encodeHash(passwordCost, make([]byte, saltLength), make([]byte, keyLength))
