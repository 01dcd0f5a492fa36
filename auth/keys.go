package auth

import (
	"cmp"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// firstKey is the id of the key that is made when a directory has none.
const firstKey = "key-0001"

// keyFile is the name of a key's file: its id and ".pem".
var keyFile = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}\.pem$`)

// ErrKey: a key directory holds something that can't be used. It wraps what is wrong.
var ErrKey = errors.New("signing key")

// Keys signs with its newest key and verifies with all of them. It is never changed once made.
type Keys struct {
	byID   map[string]key
	newest key
}

// key is one signing key.
type key struct {
	id      string
	private crypto.Signer
	alias   []byte // the key of pseudonyms
	verifier
}

// verifier checks signatures. Its algorithm is a property of the key; no token can choose another.
type verifier struct {
	method jwt.SigningMethod
	public any // a crypto.PublicKey; the []byte of a shared secret for HS256 alone
}

// Format prints no part of any key.
func (*Keys) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "keys") }

// LogValue gives slog what Format prints.
func (*Keys) LogValue() slog.Value { return slog.StringValue("keys") }

// NewKeys returns one fresh key that lives as long as this process.
func NewKeys() *Keys {
	keys := &Keys{byID: map[string]key{}}
	_ = keys.add(firstKey+"-"+randomText(6), newPrivateKey()) // Ed25519 is always welcome
	return keys
}

// LoadKeys reads every key of a directory: files named ID.pem that hold a PKCS #8 Ed25519 or P-256 private key and
// that nobody but the owner may read. The greatest id, byte by byte, is the newest: to rotate, add the next one,
// restart every node, and delete the old one after TicketTTL. A directory without a key is given one; of several
// nodes that start at the same time one makes it and the others read it. Without a directory it is NewKeys.
func LoadKeys(dir string) (*Keys, error) {
	if dir == "" {
		return NewKeys(), nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make key directory: %w", err)
	}
	keys, err := readKeys(dir)
	if err != nil || len(keys.byID) > 0 {
		return keys, err
	}
	if err := makeKey(dir); err != nil {
		return nil, err
	}
	return readKeys(dir)
}

func readKeys(dir string) (*Keys, error) {
	entries, err := os.ReadDir(dir) // in the order of their names
	if err != nil {
		return nil, fmt.Errorf("read key directory: %w", err)
	}
	keys := &Keys{byID: map[string]key{}}
	for _, entry := range entries {
		if !keyFile.MatchString(entry.Name()) {
			continue
		}
		private, err := readKey(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("%w %s: %w", ErrKey, entry.Name(), err)
		}
		if err := keys.add(strings.TrimSuffix(entry.Name(), ".pem"), private); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

func (k *Keys) add(id string, private crypto.Signer) error {
	by, ok := verifierOf(private.Public())
	if !ok {
		return fmt.Errorf("%w %s: want Ed25519 or P-256", ErrKey, id)
	}
	alias, err := aliasKey(private)
	if err != nil {
		return fmt.Errorf("%w %s: %w", ErrKey, id, err)
	}
	made := key{id: id, private: private, alias: alias, verifier: by}
	k.byID[id] = made
	if cmp.Less(k.newest.id, id) {
		k.newest = made
	}
	return nil
}

// verifierOf says how a public key verifies. Only Ed25519 and ECDSA on P-256 do.
func verifierOf(public crypto.PublicKey) (verifier, bool) {
	switch key := public.(type) {
	case ed25519.PublicKey:
		return verifier{jwt.SigningMethodEdDSA, key}, true
	case *ecdsa.PublicKey:
		return verifier{jwt.SigningMethodES256, key}, key.Curve == elliptic.P256()
	}
	return verifier{}, false
}

// own finds one of our keys. A token that we signed names us as its issuer.
func (a *Authority) own(_ context.Context, issuer, id string) (verifier, error) {
	by, ok := a.keys.byID[id]
	switch {
	case !ok:
		return verifier{}, refuse(ErrForged)
	case issuer != a.issuer:
		return verifier{}, refuse(ErrExpired)
	}
	return by.verifier, nil
}

func readKey(name string) (crypto.Signer, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 {
		return nil, errors.New("others may read it: want a file with mode 0600")
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	block, rest := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" || len(strings.TrimSpace(string(rest))) > 0 {
		return nil, errors.New("want one PEM block, PRIVATE KEY")
	}
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("not a PKCS #8 private key")
	}
	signer, ok := private.(crypto.Signer)
	if !ok {
		return nil, errors.New("not a signing key")
	}
	return signer, nil
}

// makeKey writes the first key whole or not at all: a link never takes the place of a file.
func makeKey(dir string) error {
	const doing = "make signing key"
	der, err := x509.MarshalPKCS8PrivateKey(newPrivateKey())
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	draft, err := os.CreateTemp(dir, ".draft-*") // mode 0600
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	err = pem.Encode(draft, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	err = os.Link(draft.Name(), filepath.Join(dir, firstKey+".pem"))
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

func newPrivateKey() ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	_, _ = rand.Read(seed) // never fails: it ends the program instead
	return ed25519.NewKeyFromSeed(seed)
}
