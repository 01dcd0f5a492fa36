package auth

import (
	"crypto"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
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

// hand is one that really signs join tokens for Ana, ours or a portal's, and what its tokens look like.
type hand struct {
	typ, kid    string
	method      jwt.SigningMethod
	private     any
	public      crypto.PublicKey // what everybody knows
	said        fields           // beside jti
	required    []string         // claims
	wrongIssuer error            // what a token under another issuer's name is refused as
}

func (h hand) head() fields { return fields{"alg": h.method.Alg(), "kid": h.kid, "typ": h.typ} }

func (h hand) claims() fields { return h.said.with("jti", randomText(8)) }

// signed is a token of any content with a real signature.
func (h hand) signed(t testing.TB, head, body any) string {
	t.Helper()
	return compact(t, head, body, h.method, h.private)
}

// token is a good one.
func (h hand) token(t testing.TB) string {
	t.Helper()
	return h.signed(t, h.head(), h.claims())
}

// hand signs as the authority itself does.
func (w *world) hand() hand {
	return hand{
		typ: "alcove-join+jwt", kid: w.keys.newest.id, method: w.keys.newest.method,
		private: w.keys.newest.private, public: w.keys.newest.public,
		said: goodTimes(fields{
			"iss": "https://practice.example", "aud": "alcove", "sub": "ana", "room": "grief", "version": 3,
		}),
		required: joinClaims, wrongIssuer: ErrExpired,
	}
}

// goodTimes are those of a token that is made at the start of a test.
func goodTimes(f fields) fields {
	return f.with("iat", start.Unix()).with("nbf", start.Unix()).with("exp", start.Add(TokenTTL).Unix())
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

// forgery is one row of the table of tokens that must be refused.
type forgery struct {
	token string
	cause error
}

// forgeries are all but one thing right.
func forgeries(t testing.TB, h hand) map[string]forgery {
	t.Helper()
	rows := map[string]forgery{}
	for _, part := range []map[string]forgery{
		forgedForms(t, h), forgedHeaders(t, h), forgedKeys(t, h), forgedClaims(t, h), forgedTimes(t, h),
	} {
		maps.Copy(rows, part)
	}
	return rows
}

func forgedForms(t testing.TB, h hand) map[string]forgery {
	good := h.signed(t, h.head(), h.claims())
	head, rest, _ := strings.Cut(good, ".")
	body, signature, _ := strings.Cut(rest, ".")
	huge := strings.Repeat("x", maxToken)
	deep := raw(t, h.claims().with("sub", nil), `"sub":`+strings.Repeat("[", 5000))
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
		"cut signature":               {head + "." + body + "." + signature[:len(signature)/4*4], ErrForged},
		"one bit of the signature":    {head + "." + body + "." + flip(signature, 10), ErrForged},
		"other claims":                {head + "." + part(t, h.claims()) + "." + signature, ErrForged},
		"signature with a line break": {head + "." + body + "." + signature[:8] + "\n" + signature[8:], ErrMalformed},
		"claims with a line break":    {head + "." + body[:8] + "\r" + body[8:] + "." + signature, ErrMalformed},
		"padding":                     {head + "." + body + "." + signature + "==", ErrMalformed},
		"a space before":              {" " + good, ErrMalformed},
		"huge header":                 {h.signed(t, h.head().with("kid", huge), h.claims()), ErrMalformed},
		"huge claims":                 {h.signed(t, h.head(), h.claims().with("jti", huge)), ErrMalformed},
		"a deep claim":                {h.signed(t, h.head(), deep), ErrMalformed},
		"a list for claims":           {h.signed(t, h.head(), "[]"), ErrMalformed},
		"null for claims":             {h.signed(t, h.head(), "null"), ErrMalformed},
		"more after the claims":       {h.signed(t, h.head(), jsonOf(t, h.claims())+"{}"), ErrMalformed},
	}
}

func forgedHeaders(t testing.TB, h hand) map[string]forgery {
	good := h.head()
	rows := map[string]forgery{
		"no typ":               {h.signed(t, good.with("typ", nil), h.claims()), ErrMalformed},
		"typ JWT":              {h.signed(t, good.with("typ", "JWT"), h.claims()), ErrMalformed},
		"typ of a session":     {h.signed(t, h.head().with("typ", "alcove+jwt"), h.claims()), ErrMalformed},
		"typ of a ticket":      {h.signed(t, good.with("typ", "alcove-resume+jwt"), h.claims()), ErrMalformed},
		"typ in upper case":    {h.signed(t, good.with("typ", "ALCOVE-JOIN+JWT"), h.claims()), ErrMalformed},
		"no kid":               {h.signed(t, good.with("kid", nil), h.claims()), ErrMalformed},
		"empty kid":            {h.signed(t, good.with("kid", ""), h.claims()), ErrMalformed},
		"a number for kid":     {h.signed(t, good.with("kid", 1), h.claims()), ErrMalformed},
		"a second alg":         {h.signed(t, raw(t, good, `"alg":"none"`), h.claims()), ErrMalformed},
		"a second kid":         {h.signed(t, raw(t, good, `"kid":"x"`), h.claims()), ErrMalformed},
		"an alg of other case": {h.signed(t, raw(t, good, `"ALG":"none"`), h.claims()), ErrMalformed},
		"crit":                 {h.signed(t, raw(t, good, `"crit":["b64"]`), h.claims()), ErrMalformed},
		"unencoded payload":    {h.signed(t, good.with("b64", false), h.claims()), ErrMalformed},
	}
	for name, kid := range map[string]string{
		"a path": "../../etc/passwd", "SQL": "' OR 1=1 --",
		"another practice's": "key-0001", "an address": "https://evil.example/k",
	} {
		rows["kid is "+name] = forgery{h.signed(t, good.with("kid", kid), h.claims()), ErrForged}
	}
	long := strings.Repeat("k", maxKeyID+1)
	rows["kid is long"] = forgery{h.signed(t, good.with("kid", long), h.claims()), ErrMalformed}
	for _, name := range []string{"jku", "x5u", "x5c", "jwk"} {
		rows["a key of its own: "+name] = forgery{
			h.signed(t, good.with(name, "http://127.0.0.1:1/keys"), h.claims()), ErrMalformed,
		}
	}
	return rows
}

func forgedKeys(t testing.TB, h hand) map[string]forgery {
	none := jwt.UnsafeAllowNoneSignatureType
	public := publicPEM(t, h.public)
	p384 := ecdsaKey(t, elliptic.P384())
	rows := map[string]forgery{
		"no alg": {h.signed(t, h.head().with("alg", nil), h.claims()), ErrMalformed},
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
		"wrong curve under right name": {h.method.Alg(), jwt.SigningMethodES384, p384},
	} {
		rows[name] = forgery{compact(t, h.head().with("alg", row.alg), h.claims(), row.method, row.key), ErrForged}
	}
	return rows
}

func forgedClaims(t testing.TB, h hand) map[string]forgery {
	head, good := h.head(), h.claims()
	long := strings.Repeat("x", maxName+1)
	rows := map[string]forgery{
		"wrong issuer":             {h.signed(t, head, good.with("iss", "https://other.example")), h.wrongIssuer},
		"issuer in upper case":     {h.signed(t, head, good.with("iss", "HTTPS://PRACTICE.EXAMPLE")), h.wrongIssuer},
		"empty issuer":             {h.signed(t, head, good.with("iss", "")), h.wrongIssuer},
		"wrong audience":           {h.signed(t, head, good.with("aud", "other")), ErrExpired},
		"empty audience":           {h.signed(t, head, good.with("aud", "")), ErrExpired},
		"a list of audiences":      {h.signed(t, head, good.with("aud", []string{"other", "alcove"})), ErrMalformed},
		"empty person":             {h.signed(t, head, good.with("sub", "")), ErrMalformed},
		"empty group":              {h.signed(t, head, good.with("room", "")), ErrMalformed},
		"empty jti":                {h.signed(t, head, good.with("jti", "")), ErrMalformed},
		"a long person":            {h.signed(t, head, good.with("sub", long)), ErrMalformed},
		"a long group":             {h.signed(t, head, good.with("room", long)), ErrMalformed},
		"a long jti":               {h.signed(t, head, good.with("jti", long)), ErrMalformed},
		"a number for a person":    {h.signed(t, head, good.with("sub", 7)), ErrMalformed},
		"a role of its own":        {h.signed(t, head, good.with("role", "therapist")), ErrMalformed},
		"a visit of its own":       {h.signed(t, head, good.with("visit", "tab")), ErrMalformed},
		"a person of other case":   {h.signed(t, head, raw(t, good, `"SUB":"bob"`)), ErrMalformed},
		"a person spelt otherwise": {h.signed(t, head, raw(t, good, `"\u0073ub":"bob"`)), ErrMalformed},
		"a person nobody knows":    {h.signed(t, head, good.with("sub", "bob")), ErrNotMember},
		"a group nobody knows":     {h.signed(t, head, good.with("room", "another")), ErrNotMember},
	}
	for _, name := range h.required {
		rows["without "+name] = forgery{h.signed(t, head, good.with(name, nil)), ErrMalformed}
		rows["null for "+name] = forgery{h.signed(t, head, raw(t, good.with(name, nil), `"`+name+`":null`)), ErrMalformed}
		twice := fmt.Sprintf("%q:%s", name, jsonOf(t, good[name]))
		rows["twice "+name] = forgery{h.signed(t, head, raw(t, good, twice)), ErrMalformed}
	}
	return rows
}

func forgedTimes(t testing.TB, h hand) map[string]forgery {
	head, good := h.head(), h.claims()
	at := func(d time.Duration) int64 { return start.Add(d).Unix() }
	shifted := func(iat, nbf, exp time.Duration) string {
		return h.signed(t, head, good.with("iat", at(iat)).with("nbf", at(nbf)).with("exp", at(exp)))
	}
	over := leeway + time.Second
	return map[string]forgery{
		"expired":                       {shifted(-TokenTTL, -TokenTTL, -over), ErrExpired},
		"expired to the second":         {shifted(-TokenTTL, -TokenTTL, -leeway), ErrExpired},
		"not yet":                       {shifted(0, over, TokenTTL), ErrExpired},
		"made in the future":            {shifted(over, 0, TokenTTL), ErrExpired},
		"good for too long":             {shifted(0, 0, TokenTTL+time.Second), ErrExpired},
		"made before it was thought of": {shifted(-2*TokenTTL, 0, TokenTTL), ErrExpired},
		"an exp of zero":                {h.signed(t, head, good.with("exp", 0)), ErrExpired},
		"an exp below zero":             {h.signed(t, head, good.with("exp", -1)), ErrExpired},
		"a huge exp":                    {h.signed(t, head, raw(t, good.with("exp", nil), `"exp":1e300`)), ErrExpired},
		"an endless exp":                {h.signed(t, head, raw(t, good.with("exp", nil), `"exp":1e999`)), ErrMalformed},
		"a word for exp":                {h.signed(t, head, good.with("exp", "never")), ErrMalformed},
	}
}

// forgedVersions are for tokens that name one, which are ours alone.
func forgedVersions(t testing.TB, h hand) map[string]forgery {
	with := func(version any) string { return h.signed(t, h.head(), h.claims().with("version", version)) }
	return map[string]forgery{
		"version zero":         {with(0), ErrMalformed},
		"a version below zero": {with(-1), ErrMalformed},
		"a broken version":     {with(3.5), ErrMalformed},
		"an older version":     {with(2), ErrNotMember},
		"a version to come":    {with(4), ErrNotMember},
	}
}
