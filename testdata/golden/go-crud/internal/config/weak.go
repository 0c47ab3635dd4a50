package config

import "strings"

// minSecret is how long a secret must be in production: as long as the hash that it keys.
const minSecret = 32

// weak tells whether a secret is too short, was copied from an example, or was typed by hand.
func weak(secret string) bool {
	lower, letters := strings.ToLower(secret), map[rune]bool{}
	for _, letter := range secret {
		letters[letter] = true
	}
	for _, word := range []string{"change", "example", "placeholder", "replace", "your-"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	const fewLetters = 8
	return len(secret) < minSecret || len(letters) < fewLetters
}

// refuseWeak refuses a secret that production can't do with.
func (r *reader) refuseWeak(name string) {
	r.refuse(name, "must be a random text of at least %d characters in production, for example from: openssl rand -base64 48", minSecret)
}
