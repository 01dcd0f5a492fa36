package auth

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
)

// Pseudonym stands for a text that must not be kept or sent anywhere as it is, such as an address. The same text has
// the same pseudonym on every node with the same newest key; without that key nobody can find out, by trying, what it
// stands for. Texts of different kinds have nothing in common.
func (a *Authority) Pseudonym(kind, text string) string {
	mac := hmac.New(sha256.New, a.keys.newest.alias)
	_, _ = fmt.Fprintf(mac, "%s\x00%s", kind, text)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// aliasKey derives the key of pseudonyms from a signing key.
func aliasKey(private any) ([]byte, error) {
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("derive a key: %w", err)
	}
	return hkdf.Key(sha256.New, secret, nil, "alcove pseudonyms", sha256.Size)
}
