package auth

import (
	"crypto"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// oneKey is a set of one key.
func oneKey(t testing.TB, key jose.JSONWebKey) string {
	t.Helper()
	return jsonOf(t, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key}})
}

func TestOfAKeySetOnlyPublicSigningKeysAreUsed(t *testing.T) {
	ed, ec := newPrivateKey(), ecdsaKey(t, elliptic.P256())
	key := jose.JSONWebKey{Key: ed.Public(), KeyID: "a"}
	with := func(change func(*jose.JSONWebKey)) string {
		changed := key
		change(&changed)
		return oneKey(t, changed)
	}
	rsaKey := must(rsa.GenerateKey(rand.Reader, 2048)).Public()
	for name, row := range map[string]struct {
		text string
		alg  string // "": passed over
	}{
		"Ed25519":                     {oneKey(t, key), "EdDSA"},
		"P-256":                       {with(func(k *jose.JSONWebKey) { k.Key = ec.Public() }), "ES256"},
		"for signatures":              {with(func(k *jose.JSONWebKey) { k.Use, k.Algorithm = "sig", "EdDSA" }), "EdDSA"},
		"for encryption":              {with(func(k *jose.JSONWebKey) { k.Use = "enc" }), ""},
		"for another algorithm":       {with(func(k *jose.JSONWebKey) { k.Algorithm = "ES256" }), ""},
		"for HS256":                   {with(func(k *jose.JSONWebKey) { k.Algorithm = "HS256" }), ""},
		"without a kid":               {with(func(k *jose.JSONWebKey) { k.KeyID = "" }), ""},
		"a long kid":                  {with(func(k *jose.JSONWebKey) { k.KeyID = strings.Repeat("k", maxKeyID+1) }), ""},
		"a private Ed25519 key":       {with(func(k *jose.JSONWebKey) { k.Key = ed }), ""},
		"a private P-256 key":         {with(func(k *jose.JSONWebKey) { k.Key = ec }), ""},
		"P-384":                       {with(func(k *jose.JSONWebKey) { k.Key = ecdsaKey(t, elliptic.P384()).Public() }), ""},
		"RSA":                         {with(func(k *jose.JSONWebKey) { k.Key = rsaKey }), ""},
		"a shared secret":             {with(func(k *jose.JSONWebKey) { k.Key = []byte(randomText(48)) }), ""},
		"a kind that nobody knows":    {`{"keys":[{"kty":"XYZ","kid":"a"}]}`, ""},
		"a point beside the curve":    {`{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"AQ","y":"AQ"}]}`, ""},
		"a short Ed25519 key":         {`{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"AQ"}]}`, ""},
		"a certificate to be fetched": {`{"keys":[{"kty":"RSA","kid":"a","x5u":"https://evil.example/"}]}`, ""},
		"no keys":                     {`{"keys":[]}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			keys, err := parseKeySet([]byte(row.text))
			by, ok := keys["a"]
			switch {
			case err != nil:
				t.Error(err)
			case row.alg == "" && len(keys) != 0:
				t.Errorf("used for %s", by.method.Alg())
			case row.alg != "" && (!ok || by.method.Alg() != row.alg):
				t.Error("not used")
			}
		})
	}
}

func TestAKeySetThatCannotBeUnderstoodIsRefusedWhole(t *testing.T) {
	public := newPrivateKey().Public()
	twice := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: public, KeyID: "a"}, {Key: newPrivateKey().Public(), KeyID: "a"}}}
	for name, text := range map[string]string{
		"empty": "", "a page": "<html>", "a list": "[]", "no keys member": `{}`, "null": `{"keys":null}`,
		"keys of another type": `{"keys":"x"}`,
		"the same kid twice":   jsonOf(t, twice),
		"too many keys":        `{"keys":[` + strings.Repeat("{},", maxKeys) + `{}]}`,
		"deep":                 `{"keys":` + strings.Repeat("[", 30_000),
		"a PEM file":           string(publicPEM(t, public)),
	} {
		if keys, err := parseKeySet([]byte(text)); err == nil {
			t.Errorf("%s: %d keys", name, len(keys))
		}
	}
}

func TestSharedSecretsAreLongAndSecret(t *testing.T) {
	secret := []byte("0123456789abcdefghijklmnopqrstu~?>") // its base64 has + and /
	std, url := base64.StdEncoding.EncodeToString(secret), base64.RawURLEncoding.EncodeToString(secret)
	public := newPrivateKey().Public()
	encode := base64.StdEncoding.EncodeToString
	long := func(text string) string { return text + strings.Repeat(" ", minSecret) }
	for name, row := range map[string]struct {
		text string
		keys int // 0: refused
	}{
		"base64":                 {"a " + std + "\n", 1},
		"base64url, no line end": {"a " + url, 1},
		"two, for rotation":      {"a " + std + "\n\nb\t" + url + "\r\n", 2},
		"no key id":              {std, 0},
		"a path for key id":      {"../a " + std, 0},
		"the same key id twice":  {"a " + std + "\na " + url, 0},
		"too short":              {"a " + encode(secret[:minSecret-1]), 0},
		"no base64":              {"a !" + std, 0},
		"three words":            {"a b " + std, 0},
		"too many":               {manySecrets(maxKeys+1, std), 0},
		"a public key in PEM":    {string(publicPEM(t, public)), 0},
		"a public key in base64": {"a " + encode(publicPEM(t, public)), 0},
		"a public key's DER":     {"a " + derOf(t, public), 0},
		"a JWK":                  {"a " + encode([]byte(long(oneKey(t, jose.JSONWebKey{Key: public, KeyID: "a"})))), 0},
	} {
		t.Run(name, func(t *testing.T) {
			keys, err := parseSecrets([]byte(row.text))
			if (err == nil) != (row.keys > 0) || err == nil && len(keys) != row.keys {
				t.Errorf("got %d keys, %v", len(keys), err)
			}
			if err == nil && string(keys["a"].public.([]byte)) != string(secret) {
				t.Error("another secret")
			}
			if err != nil && strings.Contains(err.Error(), std[:8]) {
				t.Error("the error shows the secret")
			}
		})
	}
}

func manySecrets(n int, secret string) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "k%d %s\n", i, secret)
	}
	return text.String()
}

func derOf(t testing.TB, public crypto.PublicKey) string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(string(publicPEM(t, public))), "\n")
	return strings.Join(lines[1:len(lines)-1], "")
}

// FuzzParseKeySet looks for a key set that yields something that isn't a public key of ours to use.
func FuzzParseKeySet(f *testing.F) {
	f.Add(keySet(f, map[string]crypto.PublicKey{"a": newPrivateKey().Public(), "b": ecdsaKey(f, elliptic.P256()).Public()}))
	f.Add([]byte(`{"keys":[{"kty":"oct","kid":"a","k":"AAAA"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, err := parseKeySet(text)
		if err != nil && keys != nil {
			t.Error("both keys and an error")
		}
		for id, by := range keys {
			if _, ok := verifierOf(by.public); !ok || id == "" || len(id) > maxKeyID {
				t.Errorf("%q became a key of type %T", id, by.public)
			}
		}
	})
}
