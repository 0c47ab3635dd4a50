package conformance

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"hash"
	"maps"
	"strings"
)

// token is an access token taken apart, so that it can be forged.
type token struct {
	header, claims map[string]any
}

// open takes a token apart.
func (t *T) open(text string) token {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		t.failf("the access token is no JWT: it has %d parts instead of 3", len(parts))
	}
	return token{header: t.jwtPart(parts[0]), claims: t.jwtPart(parts[1])}
}

func (t *T) jwtPart(part string) map[string]any {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		t.failf("a part of the access token is not base64url: %v", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		t.failf("a part of the access token is not a JSON object: %v", err)
	}
	return object
}

// claim is the token with one claim changed, or left out when the value is nil.
func (k token) claim(name string, value any) token {
	k.claims = changed(k.claims, name, value)
	return k
}

// head is the token with one header changed.
func (k token) head(name string, value any) token {
	k.header = changed(k.header, name, value)
	return k
}

func changed(object map[string]any, name string, value any) map[string]any {
	object = maps.Clone(object)
	object[name] = value
	if value == nil {
		delete(object, name)
	}
	return object
}

// at is a claim that is a time, in seconds.
func (k token) at(name string) int64 {
	number, _ := k.claims[name].(json.Number)
	seconds, err := number.Float64()
	if err != nil {
		return 0
	}
	return int64(seconds)
}

func (k token) unsigned() string { return encodePart(k.header) + "." + encodePart(k.claims) }

func encodePart(object map[string]any) string {
	text, err := json.Marshal(object)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// hs256 signs the token as the service does.
func (k token) hs256(secret string) string { return k.hmac(sha256.New, secret) }

// hs512 signs the token with a longer hash than the service does.
func (k token) hs512(secret string) string { return k.head("alg", "HS512").hmac(sha512.New, secret) }

func (k token) hmac(h func() hash.Hash, secret string) string {
	text := k.unsigned()
	mac := hmac.New(h, []byte(secret))
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// rs256 signs the token with a key of the attacker's own and brings the key along in the header.
func (k token) rs256(t *T) string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.failf("the suite could not make an RSA key: %v", err)
	}
	jwk := map[string]any{
		"kty": "RSA", "e": "AQAB", "n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
	}
	text := k.head("alg", "RS256").head("jwk", jwk).unsigned()
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.failf("the suite could not sign with its RSA key: %v", err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}
