package conformance

import (
	"slices"
	"strings"
	"time"
)

func tokenChecks() []check {
	const claims = "Access token: JWT HS256 under `JWT_SECRET`: `iss`, `aud`, `sub`, `sid`, `iat`, `exp` (15 min), `jti`."
	const forged = "401 for another algorithm (`none`, RS256 with the secret as key…), wrong `iss`/`aud`, expired, from the future, " +
		"`kid`/`jwk`/`jku` games."
	attack := func(name string, forge func(*forger) []string) check {
		return check{chapter: 3, name: "token-" + name, clause: forged, needs: needsStart, run: func(t *T) {
			f := t.forger()
			for i, forgery := range forge(f) {
				f.refused(i, forgery)
			}
		}}
	}
	return []check{
		{chapter: 3, name: "token-claims", clause: claims, run: tokenClaims},
		{chapter: 3, name: "token-under-secret", clause: claims, needs: needsStart, run: tokenUnderSecret},
		{chapter: 3, name: "token-garbage", clause: "401 … `invalid_token`", run: tokenGarbage},
		{chapter: 3, name: "token-not-in-query", clause: "Everything but `/auth/*` needs a bearer.", run: tokenNotInQuery},
		attack("alg-none", algNone), attack("other-algorithm", otherAlgorithm), attack("signature", otherSignature),
		attack("issuer", func(f *forger) []string {
			return f.signed(f.token.claim("iss", "somebody"), f.token.claim("iss", nil), f.token.claim("iss", ""))
		}),
		attack("audience", func(f *forger) []string {
			return f.signed(f.token.claim("aud", "somebody"), f.token.claim("aud", nil), f.token.claim("aud", ""))
		}),
		attack("expired", func(f *forger) []string {
			return f.signed(f.token.claim("exp", f.now-120), f.token.claim("exp", nil), f.token.claim("exp", "never"))
		}),
		attack("future", func(f *forger) []string {
			return f.signed(f.token.claim("nbf", f.now+3600), f.token.claim("iat", f.now+3600).claim("exp", f.now+4500))
		}),
		attack("key-games", keyGames),
		attack("subject", otherSubject),
	}
}

func tokenClaims(t *T) {
	c := t.user()
	k := t.open(c.token)
	if k.header["alg"] != "HS256" {
		t.failf("the token's algorithm is %v, want HS256", k.header["alg"])
	}
	for _, name := range []string{"iss", "aud", "sub", "sid", "iat", "exp", "jti"} {
		if k.claims[name] == nil || k.claims[name] == "" {
			t.failf("the token has no claim %s", name)
		}
	}
	if k.claims["sub"] != c.id {
		t.failf("sub is %v, want the user's id %s", k.claims["sub"], c.id)
	}
	if life := k.at("exp") - k.at("iat"); life != 900 {
		t.failf("the token lives %d s, want 900", life)
	}
	if other := t.open(c.again().token); other.claims["jti"] == k.claims["jti"] {
		t.failf("two tokens share the jti %v", k.claims["jti"])
	}
	if len(k.claims) > 8 {
		t.failf("the token tells more than the contract says: %v", k.claims)
	}
}

// tokenUnderSecret signs the token again with the secret that the service was given: it must stay the same.
func tokenUnderSecret(t *T) {
	f := t.forger()
	f.client.token = f.token.hs256(goodSecret)
	f.client.alive()
}

func tokenGarbage(t *T) {
	good := t.user().token
	parts := strings.Split(good, ".")
	c := t.anon()
	for _, header := range []string{
		"Bearer x", "Bearer a.b.c", "Bearer ..", "Bearer " + good + "x", "Bearer " + parts[0] + "." + parts[1] + ".",
		"Bearer " + parts[0] + "." + parts[1], "Bearer " + good + "." + parts[2], "Bearer " + strings.Repeat("a", 6000),
		"Bearer " + strings.ToUpper(good),
	} {
		c.with("Authorization", header).get(api+"/users/me").refuses(401, "invalid_token")
	}
	for _, header := range []string{"Bearer", "Bearer ", "Basic " + good, good, "Basic dXNlcjpwYXNz"} {
		p := c.with("Authorization", header).get(api + "/users/me").is(401).problem()
		if !slices.Contains([]string{"unauthenticated", "invalid_token"}, p.Code) {
			p.answer.failf("code is %q", p.Code)
		}
	}
}

func tokenNotInQuery(t *T) {
	c := t.user()
	t.anon().get(api+"/users/me?access_token="+c.token).refuses(401, "unauthenticated")
	t.anon().with("Cookie", "access_token="+c.token+"; token="+c.token).get(api+"/users/me").refuses(401, "unauthenticated")
	t.anon().with("Cookie", cookieName+"="+c.cookie).get(api+"/users/me").refuses(401, "unauthenticated")
}

// forger has a token of a user of the check's own, on an instance whose secret it knows.
type forger struct {
	t      *T
	client *client
	token  token
	now    int64
}

func (t *T) forger() *forger {
	c := t.shared("secret", env("JWT_SECRET", goodSecret)).user()
	return &forger{t: t, client: c, token: t.open(c.token), now: time.Now().Unix()}
}

// signed signs the tokens with the service's own secret.
func (f *forger) signed(tokens ...token) []string {
	var texts []string
	for _, k := range tokens {
		texts = append(texts, k.hs256(goodSecret))
	}
	return texts
}

// refused asserts that the service does not take the i-th forgery.
func (f *forger) refused(i int, forgery string) {
	c := f.client.anon()
	c.token = forgery
	a := c.get(api + "/users/me")
	if a.Status == 200 {
		k := f.t.open(forgery)
		a.failf("forgery %d was taken: header %v, claims %v", i+1, k.header, k.claims)
	}
	a.refuses(401, "invalid_token")
}

func algNone(f *forger) []string {
	var texts []string
	for _, alg := range []string{"none", "None", "NONE", "nOnE", ""} {
		texts = append(texts, f.token.head("alg", alg).unsigned()+".")
	}
	return append(texts, f.token.head("alg", "none").hs256(goodSecret), f.token.head("alg", nil).hs256(goodSecret))
}

func otherAlgorithm(f *forger) []string {
	return []string{
		f.token.hs512(goodSecret), f.token.rs256(f.t), f.token.head("alg", "RS256").hs256(goodSecret),
		f.token.head("alg", "ES256").hs256(goodSecret), f.token.head("alg", "hs256").hs256(goodSecret),
	}
}

func otherSignature(f *forger) []string {
	good := f.token.hs256(goodSecret)
	stolen := f.token.claim("sub", nobody).unsigned() + good[strings.LastIndex(good, "."):]
	return []string{
		f.token.hs256(""), f.token.hs256(goodSecret + "x"), f.token.hs256("secret"), f.token.unsigned() + ".", stolen,
	}
}

// keyGames bring a key along, or name one that the attacker knows.
func keyGames(f *forger) []string {
	octets := map[string]any{"kty": "oct", "k": "QUFBQQ", "alg": "HS256"}
	return []string{
		f.token.head("kid", "/dev/null").hs256(""), f.token.head("kid", "../../../../dev/null").hs256(""),
		f.token.head("kid", "' UNION SELECT 'AAAA").hs256("AAAA"), f.token.head("jwk", octets).hs256("AAAA"),
		f.token.head("jku", "http://127.0.0.1:1/keys.json").hs256("AAAA"),
		f.token.head("x5u", "http://127.0.0.1:1/cert.pem").hs256("AAAA"), f.token.rs256(f.t),
	}
}

// otherSubject has a good signature but names a user or session that isn't the bearer's.
func otherSubject(f *forger) []string {
	other := f.t.open(f.t.shared("secret", StartOptions{}).user().token)
	return f.signed(
		f.token.claim("sub", nobody), f.token.claim("sid", nobody), f.token.claim("sub", other.claims["sub"]),
		f.token.claim("sid", other.claims["sid"]), f.token.claim("sid", nil), f.token.claim("sub", nil),
		f.token.claim("sid", "not-a-uuid"), f.token.claim("sub", 7), f.token.claim("sid", []string{sessionID(f.client.cookie)}),
	)
}
