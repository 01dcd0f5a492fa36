package auth

import (
	"crypto/elliptic"
	"strings"
	"testing"
)

func TestAPseudonymIsTheSameOnEveryNodeWithTheSameKeyAndSaysNothing(t *testing.T) {
	dir := t.TempDir()
	one, two := newWorld(t, load(t, dir)), newWorld(t, load(t, dir))
	const address = "198.51.100.7"
	name := one.Pseudonym("address", address)
	if two.Pseudonym("address", address) != name {
		t.Error("two nodes don't agree")
	}
	for what, other := range map[string]string{
		"another text":   one.Pseudonym("address", "198.51.100.8"),
		"another kind":   one.Pseudonym("person", address),
		"a moved edge":   one.Pseudonym("address1", "98.51.100.7"),
		"another key":    newWorld(t, NewKeys()).Pseudonym("address", address),
		"the text's own": address,
	} {
		if other == name || strings.Contains(name, other) {
			t.Errorf("%s has the same pseudonym", what)
		}
	}
	write(t, dir, "key-0002.pem", ecdsaKey(t, elliptic.P256()), 0o600)
	if newWorld(t, load(t, dir)).Pseudonym("address", address) == name {
		t.Error("a new key changes nothing")
	}
}
