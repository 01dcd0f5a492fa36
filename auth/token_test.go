package auth

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// fields is a header or a set of claims that a forger writes freely.
type fields map[string]any

func (f fields) with(name string, value any) fields {
	changed := maps.Clone(f)
	if changed[name] = value; value == nil {
		delete(changed, name)
	}
	return changed
}

// goodHeader and goodClaims are those of a real join token of w.
func goodHeader(w *world) fields {
	return fields{"alg": w.keys.newest.method.Alg(), "kid": w.keys.newest.id, "typ": "alcove-join+jwt"}
}

func goodClaims() fields {
	return fields{
		"iss": "https://practice.example", "aud": "alcove", "sub": "ana", "room": "grief", "jti": randomText(8), "version": 3,
		"iat": start.Unix(), "nbf": start.Unix(), "exp": start.Add(TokenTTL).Unix(),
	}
}

// compact writes a token of any content, signed by any key with any method.
func compact(t testing.TB, head, body any, method jwt.SigningMethod, by any) string {
	t.Helper()
	text := part(t, head) + "." + part(t, body)
	signature, err := method.Sign(text, by)
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// part encodes v; a string stands for itself.
func part(t testing.TB, v any) string {
	t.Helper()
	text, ok := v.(string)
	if !ok {
		text = jsonOf(t, v)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

// raw writes f as JSON with more at its end, so that a member can come twice.
func raw(t testing.TB, f fields, more string) string {
	t.Helper()
	return strings.TrimSuffix(jsonOf(t, f), "}") + "," + more + "}"
}

func jsonOf(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// signed is a token with a real signature by the authority's own key.
func (w *world) signed(t testing.TB, head, body any) string {
	t.Helper()
	return compact(t, head, body, w.keys.newest.method, w.keys.newest.private)
}

// forgery is one row of the table of tokens that must be refused.
type forgery struct {
	token string
	cause error
}

// forgeries are all but one thing right. w signs with keys of either algorithm.
func forgeries(t testing.TB, w *world) map[string]forgery {
	t.Helper()
	rows := map[string]forgery{}
	for _, part := range []map[string]forgery{
		forgedForms(t, w), forgedHeaders(t, w), forgedKeys(t, w), forgedClaims(t, w), forgedTimes(t, w),
	} {
		maps.Copy(rows, part)
	}
	return rows
}

func forgedForms(t testing.TB, w *world) map[string]forgery {
	good := w.signed(t, goodHeader(w), goodClaims())
	head, rest, _ := strings.Cut(good, ".")
	body, signature, _ := strings.Cut(rest, ".")
	huge := strings.Repeat("x", maxToken)
	deep := raw(t, goodClaims().with("sub", nil), `"sub":`+strings.Repeat("[", 5000))
	flip := func(s string, i int) string {
		c := byte('A')
		if s[i] == c {
			c = 'B'
		}
		return s[:i] + string(c) + s[i+1:]
	}
	return map[string]forgery{
		"empty":                       {"", ErrMalformed},
		"not a token":                 {"hello", ErrMalformed},
		"only dots":                   {"..", ErrMalformed},
		"ten thousand dots":           {strings.Repeat(".", 10_000), ErrMalformed},
		"five thousand dots":          {strings.Repeat(".", 5_000), ErrMalformed},
		"encrypted form, five parts":  {good + ".x.y", ErrMalformed},
		"two parts":                   {head + "." + body, ErrMalformed},
		"empty signature":             {head + "." + body + ".", ErrForged},
		"cut signature":               {good[:len(good)-2], ErrForged},
		"one bit of the signature":    {head + "." + body + "." + flip(signature, 10), ErrForged},
		"other claims":                {head + "." + part(t, goodClaims()) + "." + signature, ErrForged},
		"signature with a line break": {head + "." + body + "." + signature[:8] + "\n" + signature[8:], ErrMalformed},
		"claims with a line break":    {head + "." + body[:8] + "\r" + body[8:] + "." + signature, ErrMalformed},
		"padding":                     {head + "." + body + "." + signature + "==", ErrMalformed},
		"a space before":              {" " + good, ErrMalformed},
		"huge header":                 {w.signed(t, goodHeader(w).with("kid", huge), goodClaims()), ErrMalformed},
		"huge claims":                 {w.signed(t, goodHeader(w), goodClaims().with("jti", huge)), ErrMalformed},
		"a deep claim":                {w.signed(t, goodHeader(w), deep), ErrMalformed},
		"a list for claims":           {w.signed(t, goodHeader(w), "[]"), ErrMalformed},
		"null for claims":             {w.signed(t, goodHeader(w), "null"), ErrMalformed},
		"more after the claims":       {w.signed(t, goodHeader(w), jsonOf(t, goodClaims())+"{}"), ErrMalformed},
	}
}

func forgedHeaders(t testing.TB, w *world) map[string]forgery {
	good := goodHeader(w)
	rows := map[string]forgery{
		"no typ":               {w.signed(t, good.with("typ", nil), goodClaims()), ErrMalformed},
		"typ JWT":              {w.signed(t, good.with("typ", "JWT"), goodClaims()), ErrMalformed},
		"typ of a ticket":      {w.signed(t, good.with("typ", "alcove-resume+jwt"), goodClaims()), ErrMalformed},
		"typ in upper case":    {w.signed(t, good.with("typ", "ALCOVE-JOIN+JWT"), goodClaims()), ErrMalformed},
		"no kid":               {w.signed(t, good.with("kid", nil), goodClaims()), ErrMalformed},
		"empty kid":            {w.signed(t, good.with("kid", ""), goodClaims()), ErrMalformed},
		"a number for kid":     {w.signed(t, good.with("kid", 1), goodClaims()), ErrMalformed},
		"a second alg":         {w.signed(t, raw(t, good, `"alg":"none"`), goodClaims()), ErrMalformed},
		"a second kid":         {w.signed(t, raw(t, good, `"kid":"x"`), goodClaims()), ErrMalformed},
		"an alg of other case": {w.signed(t, raw(t, good, `"ALG":"none"`), goodClaims()), ErrMalformed},
		"crit":                 {w.signed(t, raw(t, good, `"crit":["b64"]`), goodClaims()), ErrMalformed},
		"unencoded payload":    {w.signed(t, good.with("b64", false), goodClaims()), ErrMalformed},
	}
	for name, kid := range map[string]string{
		"a path": "../../etc/passwd", "SQL": "' OR 1=1 --",
		"another practice's": "key-0001", "an address": "https://evil.example/k",
	} {
		rows["kid is "+name] = forgery{w.signed(t, good.with("kid", kid), goodClaims()), ErrForged}
	}
	long := strings.Repeat("k", maxKeyID+1)
	rows["kid is long"] = forgery{w.signed(t, good.with("kid", long), goodClaims()), ErrMalformed}
	for _, name := range []string{"jku", "x5u", "x5c", "jwk"} {
		rows["a key of its own: "+name] = forgery{
			w.signed(t, good.with(name, "http://127.0.0.1:1/keys"), goodClaims()), ErrMalformed,
		}
	}
	return rows
}

func forgedKeys(t testing.TB, w *world) map[string]forgery {
	none := jwt.UnsafeAllowNoneSignatureType
	public := publicPEM(t, w.keys.newest.public)
	p384 := ecdsaKey(t, elliptic.P384())
	rows := map[string]forgery{
		"no alg": {w.signed(t, goodHeader(w).with("alg", nil), goodClaims()), ErrMalformed},
	}
	for name, row := range map[string]struct {
		alg    string
		method jwt.SigningMethod
		key    any
	}{
		"alg none":                     {"none", jwt.SigningMethodNone, none},
		"alg None":                     {"None", jwt.SigningMethodNone, none},
		"HS256 with the public key":    {"HS256", jwt.SigningMethodHS256, public},
		"HS256 with nothing":           {"HS256", jwt.SigningMethodHS256, []byte{}},
		"a stranger's Ed25519 key":     {"EdDSA", jwt.SigningMethodEdDSA, newPrivateKey()},
		"a stranger's P-256 key":       {"ES256", jwt.SigningMethodES256, ecdsaKey(t, elliptic.P256())},
		"wrong curve":                  {"ES384", jwt.SigningMethodES384, p384},
		"wrong curve under right name": {w.keys.newest.method.Alg(), jwt.SigningMethodES384, p384},
	} {
		rows[name] = forgery{compact(t, goodHeader(w).with("alg", row.alg), goodClaims(), row.method, row.key), ErrForged}
	}
	return rows
}

func forgedClaims(t testing.TB, w *world) map[string]forgery {
	head, good := goodHeader(w), goodClaims()
	rows := map[string]forgery{
		"wrong issuer":             {w.signed(t, head, good.with("iss", "https://other.example")), ErrExpired},
		"issuer in upper case":     {w.signed(t, head, good.with("iss", "HTTPS://PRACTICE.EXAMPLE")), ErrExpired},
		"empty issuer":             {w.signed(t, head, good.with("iss", "")), ErrExpired},
		"wrong audience":           {w.signed(t, head, good.with("aud", "other")), ErrExpired},
		"empty audience":           {w.signed(t, head, good.with("aud", "")), ErrExpired},
		"a list of audiences":      {w.signed(t, head, good.with("aud", []string{"other", "alcove"})), ErrMalformed},
		"empty person":             {w.signed(t, head, good.with("sub", "")), ErrMalformed},
		"empty group":              {w.signed(t, head, good.with("room", "")), ErrMalformed},
		"empty jti":                {w.signed(t, head, good.with("jti", "")), ErrMalformed},
		"a number for a person":    {w.signed(t, head, good.with("sub", 7)), ErrMalformed},
		"version zero":             {w.signed(t, head, good.with("version", 0)), ErrMalformed},
		"a version below zero":     {w.signed(t, head, good.with("version", -1)), ErrMalformed},
		"a broken version":         {w.signed(t, head, good.with("version", 3.5)), ErrMalformed},
		"an older version":         {w.signed(t, head, good.with("version", 2)), ErrNotMember},
		"a version to come":        {w.signed(t, head, good.with("version", 4)), ErrNotMember},
		"a role of its own":        {w.signed(t, head, good.with("role", "therapist")), ErrMalformed},
		"a visit of its own":       {w.signed(t, head, good.with("visit", "tab")), ErrMalformed},
		"a person of other case":   {w.signed(t, head, raw(t, good, `"SUB":"bob"`)), ErrMalformed},
		"a person spelt otherwise": {w.signed(t, head, raw(t, good, `"\u0073ub":"bob"`)), ErrMalformed},
		"a person nobody knows":    {w.signed(t, head, good.with("sub", "bob")), ErrNotMember},
		"a group nobody knows":     {w.signed(t, head, good.with("room", "another")), ErrNotMember},
	}
	for _, name := range joinClaims {
		rows["without "+name] = forgery{w.signed(t, head, good.with(name, nil)), ErrMalformed}
		rows["null for "+name] = forgery{w.signed(t, head, raw(t, good.with(name, nil), `"`+name+`":null`)), ErrMalformed}
		twice := fmt.Sprintf("%q:%s", name, jsonOf(t, good[name]))
		rows["twice "+name] = forgery{w.signed(t, head, raw(t, good, twice)), ErrMalformed}
	}
	return rows
}

func forgedTimes(t testing.TB, w *world) map[string]forgery {
	head, good := goodHeader(w), goodClaims()
	at := func(d time.Duration) int64 { return start.Add(d).Unix() }
	shifted := func(iat, nbf, exp time.Duration) string {
		return w.signed(t, head, good.with("iat", at(iat)).with("nbf", at(nbf)).with("exp", at(exp)))
	}
	over := leeway + time.Second
	return map[string]forgery{
		"expired":                       {shifted(-TokenTTL, -TokenTTL, -over), ErrExpired},
		"expired to the second":         {shifted(-TokenTTL, -TokenTTL, -leeway), ErrExpired},
		"not yet":                       {shifted(0, over, TokenTTL), ErrExpired},
		"made in the future":            {shifted(over, 0, TokenTTL), ErrExpired},
		"good for too long":             {shifted(0, 0, TokenTTL+time.Second), ErrExpired},
		"made before it was thought of": {shifted(-2*TokenTTL, 0, TokenTTL), ErrExpired},
		"an exp of zero":                {w.signed(t, head, good.with("exp", 0)), ErrExpired},
		"an exp below zero":             {w.signed(t, head, good.with("exp", -1)), ErrExpired},
		"a huge exp":                    {w.signed(t, head, raw(t, good.with("exp", nil), `"exp":1e300`)), ErrExpired},
		"an endless exp":                {w.signed(t, head, raw(t, good.with("exp", nil), `"exp":1e999`)), ErrMalformed},
		"a word for exp":                {w.signed(t, head, good.with("exp", "never")), ErrMalformed},
	}
}

// bothKinds runs f with a key of each algorithm.
func bothKinds(t *testing.T, f func(*testing.T, *Keys)) {
	t.Helper()
	t.Run("EdDSA", func(t *testing.T) { f(t, NewKeys()) })
	t.Run("ES256", func(t *testing.T) { f(t, es256Keys(t)) })
}

func TestEveryForgedTokenIsRefusedAndTheRealOneIsNot(t *testing.T) {
	bothKinds(t, func(t *testing.T, keys *Keys) {
		w := newWorld(t, keys)
		for name, row := range forgeries(t, w) {
			t.Run(name, func(t *testing.T) {
				_, err := w.Join(t.Context(), row.token)
				wantRefusal(t, err, row.cause)
				if len(w.memory.used) != 0 {
					t.Error("a forgery used something up")
				}
			})
		}
		for name, token := range map[string]string{
			"minted": w.token(t), "written by the helper of this test": w.signed(t, goodHeader(w), goodClaims()),
		} {
			if m, err := w.Join(t.Context(), token); err != nil || m != ana() {
				t.Errorf("positive control, %s: %v", name, err)
			}
		}
	})
}

func TestClocksMayDifferALittle(t *testing.T) {
	for name, row := range map[string]struct {
		at time.Duration
		ok bool
	}{
		"long before":   {-leeway - time.Second, false},
		"just before":   {-leeway, true},
		"at once":       {0, true},
		"at its end":    {TokenTTL + leeway - time.Second, true},
		"after its end": {TokenTTL + leeway, false},
		"a day after":   {24 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, NewKeys())
			token := w.token(t)
			w.clock = start.Add(row.at)
			_, err := w.Join(t.Context(), token)
			if row.ok && err != nil {
				t.Error(err)
			}
			if !row.ok {
				wantRefusal(t, err, ErrExpired)
			}
		})
	}
	if leeway > 30*time.Second {
		t.Error("more than clocks may differ")
	}
}

func TestATicketIsNoTokenAndATokenNoTicket(t *testing.T) {
	w := newWorld(t, NewKeys())
	_, err := w.Join(t.Context(), w.ticket(t))
	wantRefusal(t, err, ErrMalformed)
	_, _, err = w.Resume(t.Context(), w.token(t))
	wantRefusal(t, err, ErrMalformed)
	renamed := goodHeader(w).with("typ", "alcove-resume+jwt")
	_, _, err = w.Resume(t.Context(), w.signed(t, renamed, goodClaims()))
	wantRefusal(t, err, ErrMalformed)
}

func TestATicketEndsAfterTwelveHours(t *testing.T) {
	w := newWorld(t, NewKeys())
	ticket := w.ticket(t)
	w.clock = start.Add(TicketTTL - time.Second)
	if _, _, err := w.Resume(t.Context(), ticket); err != nil {
		t.Error(err)
	}
	w.clock = start.Add(TicketTTL + leeway)
	_, _, err := w.Resume(t.Context(), ticket)
	wantRefusal(t, err, ErrExpired)
}

func TestATokenOfAnotherPracticeIsRefused(t *testing.T) {
	ours, theirs := newWorld(t, NewKeys()), newWorld(t, NewKeys())
	_, err := ours.Join(t.Context(), theirs.token(t))
	wantRefusal(t, err, ErrForged)
	sameKeys := newWorld(t, ours.keys)
	sameKeys.issuer = "https://theirs.example"
	_, err = ours.Join(t.Context(), sameKeys.token(t))
	wantRefusal(t, err, ErrExpired)
	if _, err := ours.Join(t.Context(), ours.token(t)); err != nil {
		t.Errorf("positive control: %v", err)
	}
}

// FuzzVerify looks for a text that is taken for a token and is none.
func FuzzVerify(f *testing.F) {
	w := newWorld(f, NewKeys())
	good := map[string]bool{w.token(f): true, w.ticket(f): true}
	for token := range good {
		f.Add(token)
	}
	for _, row := range forgeries(f, w) {
		if !errors.Is(row.cause, ErrNotMember) { // those are well signed; the records refuse them
			f.Add(row.token)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, k := range []kind{w.join, w.resume} {
			_, _, err := w.verify(t.Context(), text, k)
			if err == nil && !good[text] {
				t.Errorf("taken for a token of %s: %q", k.typ, text)
			}
			if err != nil {
				wantRefusal(t, err, ErrRefused)
			}
		}
	})
}

func publicPEM(t testing.TB, public crypto.PublicKey) []byte {
	t.Helper()
	der := must(x509.MarshalPKIXPublicKey(public))
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

func ecdsaKey(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	return must(ecdsa.GenerateKey(curve, rand.Reader))
}

func es256Keys(t testing.TB) *Keys {
	t.Helper()
	keys := &Keys{byID: map[string]key{}}
	if err := keys.add("key-p256", ecdsaKey(t, elliptic.P256())); err != nil {
		t.Fatal(err)
	}
	return keys
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
