package auth

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

const (
	maxKeySet = 64 << 10 // bytes of a key set or a file of secrets
	maxKeys   = 32
	minSecret = 32 // bytes (RFC 7518, 3.2)
)

var (
	errKeySet  = errors.New("not a usable JWK set")
	errSecrets = errors.New("want a key id and a secret of 32 bytes or more in base64 on each line")
	keyID      = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`) // of a shared secret
)

// parseKeySet reads a JWK set. Keys of other kinds and for other purposes are passed over (RFC 7517, 5), and so are
// private ones: what has been published is nobody's key any more. An empty set is a good one, which revokes all keys.
func parseKeySet(text []byte) (map[string]verifier, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(text, &set); err != nil || set.Keys == nil || len(set.Keys) > maxKeys {
		return nil, errKeySet
	}
	keys := make(map[string]verifier, len(set.Keys))
	for _, text := range set.Keys {
		id, by, ok := parsePublicKey(text)
		if !ok {
			continue
		}
		if _, twice := keys[id]; twice {
			return nil, fmt.Errorf("%w: two keys have the same kid", errKeySet)
		}
		keys[id] = by
	}
	return keys, nil
}

func parsePublicKey(text []byte) (string, verifier, bool) {
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON(text); err != nil || !key.Valid() || key.Use != "" && key.Use != "sig" {
		return "", verifier{}, false
	}
	by, ok := verifierOf(key.Key)
	if !ok || key.KeyID == "" || len(key.KeyID) > maxKeyID {
		return "", verifier{}, false
	}
	return key.KeyID, by, key.Algorithm == "" || key.Algorithm == by.method.Alg()
}

// parseSecrets reads shared secrets: a key id and base64 on each line.
func parseSecrets(text []byte) (map[string]verifier, error) {
	keys := map[string]verifier{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if len(words) != 2 || !keyID.MatchString(words[0]) || len(keys) == maxKeys {
			return nil, errSecrets
		}
		// base64 and base64url, with or without padding
		plain := strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(words[1], "="))
		secret, err := base64.RawURLEncoding.DecodeString(plain)
		if err != nil || len(secret) < minSecret {
			return nil, errSecrets
		}
		if public(secret) {
			return nil, errors.New("a public key is no secret")
		}
		if _, twice := keys[words[0]]; twice {
			return nil, errors.New("two secrets have the same key id")
		}
		keys[words[0]] = verifier{jwt.SigningMethodHS256, secret}
	}
	return keys, nil
}

// public says whether a secret is a key that others know.
func public(secret []byte) bool {
	if block, _ := pem.Decode(secret); block != nil || json.Valid(secret) {
		return true
	}
	if _, err := x509.ParsePKIXPublicKey(secret); err == nil {
		return true
	}
	_, err := x509.ParseCertificate(secret)
	return err == nil
}
