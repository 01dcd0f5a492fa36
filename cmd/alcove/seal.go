package main

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/acme/autocert"

	"alcove/room/store"
)

// sealFile is the file in --key-dir whose key seals certificates. Servers that share certificates share it.
const sealFile = "certificates.key"

// sealKeySize is that of AES-256.
const sealKeySize = 32

// errSeal: something was sealed with another key or under another name, or was changed since.
var errSeal = errors.New("can't be opened with this key")

// sealer encrypts what is kept where others may read. It prints no part of its key.
type sealer struct{ aead cipher.AEAD }

// Format prints no part of the key, whatever the verb.
func (sealer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "sealer") }

// seal encrypts data for open under the same name.
func (s sealer) seal(name string, data []byte) []byte {
	return s.aead.Seal(nil, nil, data, []byte(name))
}

// open returns what was sealed under this name, or errSeal.
func (s sealer) open(name string, sealed []byte) ([]byte, error) {
	data, err := s.aead.Open(nil, nil, sealed, []byte(name))
	if err != nil {
		return nil, errSeal
	}
	return data, nil
}

// loadSealer reads the sealing key of a directory and makes one if there is none. Of several servers that start at
// the same time on one directory, one makes it and the others read it.
func loadSealer(dir string) (sealer, error) {
	file := filepath.Join(dir, sealFile)
	key, err := readSealKey(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeSealKey(dir, file); err != nil {
			return sealer{}, fmt.Errorf("make the key of the certificates: %w", err)
		}
		key, err = readSealKey(file)
	}
	if err != nil {
		return sealer{}, fmt.Errorf("read the key of the certificates: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return sealer{aead}, err
}

func readSealKey(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others: chmod 600", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != sealKeySize {
		return nil, fmt.Errorf("%s: want %d bytes in base64", file, sealKeySize)
	}
	return key, nil
}

func makeSealKey(dir, file string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	key := make([]byte, sealKeySize)
	_, _ = rand.Read(key) // never fails: it ends the program instead
	draft, err := os.CreateTemp(dir, ".draft-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	_, err = fmt.Fprintln(draft, base64.StdEncoding.EncodeToString(key))
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Link(draft.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// sealedCache keeps certificates in the store, for every server that has the same sealing key.
type sealedCache struct {
	store *store.Store
	seal  sealer
	log   *slog.Logger
}

// errCache stands for whatever went wrong, as it is shown to whoever asked over plain http.
var errCache = errors.New("certificates can't be reached")

// Get implements autocert.Cache. What can't be opened counts as absent, and is replaced by what is got anew.
func (c sealedCache) Get(ctx context.Context, name string) ([]byte, error) {
	sealed, err := c.store.Certificate(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		return nil, autocert.ErrCacheMiss
	}
	if err != nil {
		return nil, c.failed("read", err)
	}
	data, err := c.seal.open(name, sealed)
	if err != nil {
		_ = c.failed("open", err)
		return nil, autocert.ErrCacheMiss
	}
	return data, nil
}

// Put implements autocert.Cache.
func (c sealedCache) Put(ctx context.Context, name string, data []byte) error {
	return c.failed("save", c.store.SaveCertificate(ctx, name, c.seal.seal(name, data)))
}

// Delete implements autocert.Cache.
func (c sealedCache) Delete(ctx context.Context, name string) error {
	return c.failed("drop", c.store.DropCertificate(ctx, name))
}

func (c sealedCache) failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	c.log.Warn("certificates", "doing", doing, "err", err)
	return errCache
}
